import { Controller, Get, Inject, Query, type OnModuleDestroy } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiTags } from '@nestjs/swagger';
import { cloudEvent, type PublicEvent } from '#integration';
import { eventDefinitions, isOwnStreamName } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe } from '../edge/checked-pipe';
import { fieldProblem } from '../edge/problem';
import { HttpMetrics } from '../operations/http-metrics';
import { QueryRouteDoc } from '../routes/route-docs';
import { roleSets } from '../security/roles';
import { SERVER_OPTIONS, type ServerOptions } from '../server-options';
import { EventFeed, type FeedFilter } from './event-feed';
import { writeEventStream } from './event-stream';
import { FeedQuery } from './feed.query';

const knownTypes: ReadonlySet<string> = new Set(eventDefinitions.map(({ type }) => type));

@ApiTags('events')
@Controller('events')
export class EventsController implements OnModuleDestroy {
  private readonly closing = new AbortController();

  constructor(
    private readonly feed: EventFeed,
    private readonly metrics: HttpMetrics,
    @Inject(SERVER_OPTIONS) private readonly options: ServerOptions,
  ) {}

  @Get()
  @ApiProduces('application/json', 'application/cloudevents-batch+json', 'text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'With Accept: text/event-stream: go on after this sequence.', schema: { type: 'string' } })
  @QueryRouteDoc({
    summary: 'Every business event in ledger order, from any sequence: pages, or server-sent events by Accept.',
    roles: roleSets.follows,
    answer: {
      ledgerId: '8c0f7a52-5f0e-4f0c-9d3f-0f6f6b9f8f11',
      events: [{ sequence: 7, type: 'InvoiceIssued', stream: 'invoices-UK-INV', revision: 0, recordedAt: '2010-12-01T08:26:00.000Z', data: {} }],
      next: 7,
      atEnd: false,
    },
  })
  async read(
    @CurrentCall() call: Call,
    @Query(new CheckedPipe(FeedQuery)) query: FeedQuery,
  ): Promise<void> {
    const filter = filterOf(query);
    const accept = call.request.headers.accept ?? '';
    const asBatch = /\bapplication\/cloudevents-batch\+json\b/.test(accept);
    const wrapped = asBatch || query.envelope === 'cloudevents';
    const envelope = (event: PublicEvent): object => (wrapped ? cloudEvent(event, this.feed.ledgerId) : event);
    if (/\btext\/event-stream\b/.test(accept)) {
      const resumed = lastEventId(call);
      const after = resumed ?? query.after ?? 0;
      await this.feed.refuseBeyondHead(after, resumed === null ? 'after' : 'Last-Event-ID');
      return this.stream(call, after, { filter, envelope });
    }
    await this.feed.refuseBeyondHead(query.after ?? 0, 'after');
    const page = await this.feed.page(query.after ?? 0, query.limit ?? 100, filter);
    const events = page.events.map(envelope);
    if (!asBatch) return void call.reply.send({ ...page, events });
    // A batch is a bare list: what goes with a page stands in headers.
    const { ledgerId, next, atEnd } = page;
    void call.reply
      .headers({ 'daybook-ledger': ledgerId, 'daybook-next': String(next), 'daybook-at-end': String(atEnd) })
      .type('application/cloudevents-batch+json; charset=utf-8')
      .send(JSON.stringify(events));
  }

  onModuleDestroy(): void {
    this.closing.abort();
  }

  private async stream({ request, reply }: Call, after: number, { filter, envelope }: { readonly filter: FeedFilter; readonly envelope: (event: PublicEvent) => object }): Promise<void> {
    reply.hijack();
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.closing.signal]);
    this.metrics.streams.inc();
    try {
      const events = this.feed.follow(after, filter, signal);
      await writeEventStream(reply.raw, events, { ledgerId: this.feed.ledgerId, stallMs: this.options.streamStallMs ?? 60_000, envelope, signal });
    } catch {
      // The client is gone, too slow, or the server closes: it comes back with Last-Event-ID.
      reply.raw.destroy();
    } finally {
      gone.abort();
      this.metrics.streams.dec();
    }
  }
}

function filterOf({ type, stream }: FeedQuery): FeedFilter {
  const types = type?.split(',').map((name) => name.trim());
  const unknown = types?.find((name) => !knownTypes.has(name));
  if (unknown !== undefined) {
    throw fieldProblem(422, 'REQUEST.INVALID', {
      field: 'type',
      value: unknown.slice(0, 60),
      rule: 'event types of the catalogue',
      remedy: `There are ${[...knownTypes].join(', ')}.`,
    });
  }
  if (stream !== undefined && !isOwnStreamName(stream) && !isOwnStreamName(`${stream}x`)) {
    throw fieldProblem(422, 'REQUEST.INVALID', {
      field: 'stream',
      value: stream.slice(0, 60),
      rule: 'a stream name, or a category ending in "-"',
      remedy: 'Send for instance "account-UK~17850" or "invoices-".',
    });
  }
  return { ...(types === undefined ? {} : { types: new Set(types) }), ...(stream === undefined ? {} : { stream }) };
}

function lastEventId({ request }: Call): number | null {
  const header = request.headers['last-event-id'];
  if (header === undefined || header === '') {
    return null;
  }
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header)) {
    throw fieldProblem(422, 'REQUEST.INVALID', { field: 'Last-Event-ID', rule: 'a ledger sequence', remedy: 'Send the id of the last event you handled.' });
  }
  return Number(header);
}
