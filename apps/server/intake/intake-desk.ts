import { Inject, Injectable } from '@nestjs/common';
import { checkMapping, prepareDocument, type Document, type Mapping, type ReadCloudEvent } from '#billing';
import { mappingFold } from '#ledger';
import type { Call } from '../edge/call';
import { CommandDesk } from '../edge/command-desk';
import { found } from '../edge/found';
import { ProblemException, type Problem } from '../edge/problem';
import { markRefused, putOnRecord } from '../edge/refused-requests';
import { idempotencyKey, requestIdOf } from '../edge/request-key';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { StreamReader } from '../queries/stream-reader';
import { intakeRequest, unfitProblem } from './intake-request';

/** What became of one document. */
export interface IntakeAnswer {
  readonly state: 'taken' | 'repeated' | 'stale' | 'not-for-us';
  /** Present unless it is not for us. */
  readonly kind?: 'sale' | 'return' | 'customer';
  readonly id?: string;
  /** What the command answers. */
  readonly answer?: object;
  /** Why it is not for us. */
  readonly path?: string;
  readonly message?: string;
  readonly writeToken?: string | null;
  readonly sequence?: number;
}

export interface IntakeRefusal {
  readonly state: 'refused';
  readonly code: string;
  readonly message: string;
  readonly errors: Problem['errors'];
}

export interface BatchAnswer {
  /** In order of the batch. */
  readonly items: readonly ((IntakeAnswer | IntakeRefusal) & { readonly index: number; readonly eventId?: string })[];
}

/** Statuses that are about one document; any other is about the request, the caller or the server. */
const aboutOneDocument: ReadonlySet<number> = new Set([404, 409, 412, 422]);

/** Takes documents of other systems as the commands they are by their mapping. */
@Injectable()
export class IntakeDesk {
  private readonly read = new Map<string, { readonly definition: string; readonly mapping: Mapping }>();

  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly desk: CommandDesk,
    private readonly streams: StreamReader,
  ) {}

  async take(call: Call, mappingName: string): Promise<IntakeAnswer | BatchAnswer> {
    const mapping = await this.mappingOf(mappingName);
    const asked = intakeRequest(call.request);
    const key = idempotencyKey(call.request);
    if (asked.mode === 'single') {
      return this.takeOne(call, mapping, { document: asked.document, key });
    }
    const items: BatchAnswer['items'][number][] = [];
    for (const [index, event] of asked.events.entries()) {
      items.push({ index, ...eventIdOf(event), ...(await this.takeEvent(call, mapping, { event, key: key === null ? null : requestIdOf(`${key}:${index}`) })) });
    }
    return { items };
  }

  private async mappingOf(mappingName: string): Promise<Mapping> {
    const folded = await this.streams.fold('mapping', mappingName, mappingFold);
    const { definition } = found(folded?.state.current ?? null, 'mapping', mappingName);
    const known = this.read.get(mappingName);
    if (known?.definition === definition) {
      return known.mapping;
    }
    const checked = checkMapping(JSON.parse(definition));
    if (!checked.ok) {
      throw new Error(`mapping ${mappingName} is on record and cannot be read: ${checked.refusal.message}`);
    }
    this.read.set(mappingName, { definition, mapping: checked.mapping });
    return checked.mapping;
  }

  private async takeOne(call: Call, mapping: Mapping, { document, key }: { readonly document: Document; readonly key: string | null }): Promise<IntakeAnswer> {
    const prepared = prepareDocument(mapping, document);
    switch (prepared.state) {
      case 'not-for-us':
        return prepared;
      case 'refused':
        throw unfitProblem(prepared.faults);
      case 'ready': {
        const { kind, id, command, body } = prepared;
        const { reply, repeated } = await this.desk.decide(call, { key, body: body as never, command });
        const { writeToken, sequence, ...answer } = reply;
        return { state: stateOf(answer, repeated), kind, id, answer, writeToken, ...(sequence === undefined ? {} : { sequence }) };
      }
    }
  }

  /** In a batch one document's refusal is its own; what came before it stays taken. */
  private async takeEvent(call: Call, mapping: Mapping, { event, key }: { readonly event: ReadCloudEvent; readonly key: string | null }): Promise<IntakeAnswer | IntakeRefusal> {
    try {
      if (!event.ok) {
        throw unfitProblem([event.fault]);
      }
      return await this.takeOne(call, mapping, { document: event.document, key });
    } catch (error) {
      if (error instanceof ProblemException && aboutOneDocument.has(error.problem.status)) {
        const { code, detail, errors, status } = error.problem;
        // What the ledger refused it put on record itself; the rest would be lost in an answer that is no refusal as a whole.
        if (!error.onRecord) {
          markRefused(call.request, { code, onRecord: false });
          await putOnRecord(call.request, status, this.ledger.records);
        }
        return { state: 'refused', code, message: detail, errors };
      }
      throw error;
    }
  }
}

/** A stale record says so however often it comes. */
const stateOf = (answer: object, repeated: boolean): 'taken' | 'repeated' | 'stale' =>
  'outcome' in answer && answer.outcome === 'stale' ? 'stale' : repeated ? 'repeated' : 'taken';

const eventIdOf = (event: ReadCloudEvent): { readonly eventId?: string } => {
  const eventId = event.ok ? event.document.attributes?.get('id') : undefined;
  return eventId === undefined ? {} : { eventId };
};
