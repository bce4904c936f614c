import { prepareDocument, type IntakeFault, type Mapping, type ReadyDocument } from '#billing';
import { contextsOf, settle, type CommandSink } from '../command-runner';
import type { GivenDocument } from './given-document';

/** A document that did not go in: where it stands in the input, and every fault with its path. */
export interface RefusedDocument {
  readonly line: number;
  readonly faults: readonly IntakeFault[];
}

/** What became of the documents of an input. Every document counts once. */
export interface SendTally {
  taken: number;
  repeated: number;
  /** Records of customers that came after newer ones; nothing changed. */
  stale: number;
  notForUs: number;
  readonly refused: RefusedDocument[];
}

export interface SendRun {
  readonly mapping: Mapping;
  readonly onDone?: (documents: number) => void;
}

/** Sends documents one after the other. Sent again they do nothing twice, so an interrupted run is simply run again. */
export async function sendDocuments(sink: CommandSink, documents: AsyncIterable<GivenDocument>, { mapping, onDone }: SendRun): Promise<SendTally> {
  const tally: SendTally = { taken: 0, repeated: 0, stale: 0, notForUs: 0, refused: [] };
  const contextOf = contextsOf('send', `send:${mapping.source.system}`);
  let done = 0;
  for await (const given of documents) {
    await sendOne(given, tally, mapping, async ({ kind, id, command: Command, body }) => settle(sink, () => new Command(body as never, contextOf(`${kind}:${id}`))));
    done += 1;
    onDone?.(done);
  }
  return tally;
}

type Send = (ready: ReadyDocument) => ReturnType<typeof settle<object>>;

async function sendOne(given: GivenDocument, tally: SendTally, mapping: Mapping, send: Send): Promise<void> {
  const { line } = given;
  if ('fault' in given) {
    tally.refused.push({ line, faults: [given.fault] });
    return;
  }
  const prepared = prepareDocument(mapping, given.document);
  if (prepared.state === 'not-for-us') {
    tally.notForUs += 1;
    return;
  }
  if (prepared.state === 'refused') {
    tally.refused.push({ line, faults: prepared.faults });
    return;
  }
  const result = await send(prepared);
  if (result.kind === 'refused') {
    tally.refused.push({ line, faults: [{ code: result.refusal.code, path: '', field: prepared.id, message: result.refusal.message }] });
  } else if ('outcome' in result.answer && result.answer.outcome === 'stale') {
    tally.stale += 1;
  } else if (result.repeated) {
    tally.repeated += 1;
  } else {
    tally.taken += 1;
  }
}

/** What would be sent, document by document, without asking the ledger. */
export async function* previewDocuments(documents: AsyncIterable<GivenDocument>, mapping: Mapping): AsyncGenerator<object> {
  for await (const given of documents) {
    const { line } = given;
    if ('fault' in given) {
      yield { line, state: 'refused', faults: [given.fault] };
      continue;
    }
    const prepared = prepareDocument(mapping, given.document);
    switch (prepared.state) {
      case 'ready':
        yield { line, state: 'ready', kind: prepared.kind, id: prepared.id, body: prepared.body };
        break;
      case 'not-for-us':
        yield { line, state: 'not-for-us', path: prepared.path };
        break;
      case 'refused':
        yield { line, state: 'refused', faults: prepared.faults };
        break;
    }
  }
}
