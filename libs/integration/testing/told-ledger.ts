import { join } from 'node:path';
import { EventCodec, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions, streamName, type LedgerEvent, type WebhookEndpointRegistered } from '#ledger';
import { alwaysHeld, openReadStore, WebhookStore, type ReadStore, type WebhookDeliveryRecord } from '#read-models';
import { WebhookDispatcher, type DispatcherParts } from '../webhooks/webhook-dispatcher';
import type { WebhookLog } from '../webhooks/webhook-log';
import type { WebhookTiming } from '../webhooks/webhook-timing';
import { systemWebhookTiming } from '../webhooks/webhook-timing.adapter';

const ledgerId = 'test-ledger';
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A small real ledger in a folder with its webhooks, without the rest of a server. */
export class ToldLedger {
  private readonly revisions = new Map<string, number>();
  private readonly dispatchers: WebhookDispatcher[] = [];
  private written = 0;

  private constructor(
    readonly store: EventStore,
    readonly log: WebhookLog,
    readonly webhooks: WebhookStore,
    private readonly database: ReadStore,
  ) {}

  /** @param database where the deliveries are kept; default a file of the folder. */
  static async open(folder: string, database?: ReadStore): Promise<ToldLedger> {
    const store = await openEmbeddedStore({ file: join(folder, 'log.db') });
    const codec = new EventCodec({ definitions: eventDefinitions, ledgerId });
    const kept = database ?? (await openReadStore({ file: join(folder, 'webhooks.db') }));
    const log: WebhookLog = { ledgerId, store, codec, placeBefore: () => ({ position: null, sequence: 0 }) };
    const ledger = new ToldLedger(store, log, await WebhookStore.open(kept, ledgerId), kept);
    for await (const page of store.readAll(null)) {
      for (const { stream, revision } of page) {
        ledger.revisions.set(stream, revision);
        ledger.written += 1;
      }
    }
    return ledger;
  }

  get head(): number {
    return this.written;
  }

  /** Writes one event; gives its sequence. */
  async append(stream: string, event: Pick<LedgerEvent, 'type' | 'data'>): Promise<number> {
    const revision = (this.revisions.get(stream) ?? -1) + 1;
    const commandId = `c${this.written + 1}`;
    const origin = { actor: 'tester', commandId, correlationId: commandId, causationId: commandId, inputHash: `v1:${commandId}` };
    const outcome = await this.store.append(stream, revision === 0 ? 'no_stream' : revision - 1, [this.log.codec.encode(stream, revision, event, origin)]);
    if (outcome.kind !== 'appended') throw new Error(`not appended: ${outcome.kind}`);
    this.revisions.set(stream, revision);
    this.written += 1;
    return this.written;
  }

  /** Something that happened, in a stream of its subject. */
  happen(subject: string): Promise<number> {
    return this.append(streamName('inquiry', subject), { type: 'InquiryClosed', data: { inquiryId: subject, requestId: `r${this.written}`, closedOn: '2010-12-24', outcome: 'answered' } });
  }

  /** Registers an endpoint that is told of everything that happens, with its secret. */
  async register(endpointId: string, more: Pick<WebhookEndpointRegistered['data'], 'url'> & Partial<WebhookEndpointRegistered['data']>): Promise<void> {
    const data = { endpointId, eventTypes: ['InquiryClosed'], envelope: 'plain' as const, contractVersion: 1, order: 'none' as const, ...more };
    await this.append(streamName('webhookendpoint', endpointId), { type: 'WebhookEndpointRegistered', data });
    await this.webhooks.keepSecret(endpointId, 1, secret, 0);
  }

  replay(endpointId: string, what: { readonly fromSequence: number } | { readonly sequences: number[] }): Promise<number> {
    return this.append(streamName('webhookendpoint', endpointId), { type: 'WebhookReplayRequested', data: { endpointId, requestId: `r${this.written}`, ...what } });
  }

  /** Begins to send. */
  tell(timing: WebhookTiming = systemWebhookTiming(), parts: Partial<DispatcherParts> = {}): WebhookDispatcher {
    const dispatcher = new WebhookDispatcher({
      log: this.log, store: this.webhooks, timing, lease: alwaysHeld, rule: { allow: ['127.0.0.0/8'] },
      sequenceOf: () => Promise.resolve(undefined),
      onGone: () => Promise.resolve(),
      onTrouble: () => undefined,
      ...parts,
    });
    this.dispatchers.push(dispatcher);
    dispatcher.start();
    return dispatcher;
  }

  /** Asks until what is kept for an endpoint is as expected. */
  async kept(endpointId: string, state: WebhookDeliveryRecord['state'], holds: (all: readonly WebhookDeliveryRecord[]) => boolean): Promise<readonly WebhookDeliveryRecord[]> {
    for (;;) {
      const all = await this.webhooks.deliveries(endpointId, state, { after: 0, limit: 1_000 });
      if (holds(all)) return all;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Asks until an endpoint was brought to a sequence. */
  async broughtTo(endpointId: string, sequence: number): Promise<void> {
    while (((await this.webhooks.endpoint(endpointId))?.cursor.sequence ?? 0) < sequence) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.dispatchers.map((each) => each.stop()));
    await this.database.close();
    await this.store.close();
  }
}
