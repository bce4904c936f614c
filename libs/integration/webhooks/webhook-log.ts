import type { EventCodec, EventStore, Position, StoredEvent } from '#event-store';
import type { WebhookCursor } from '#read-models';

/** The log of one ledger, to be read from any place. */
export interface WebhookLog {
  readonly ledgerId: string;
  readonly store: EventStore;
  readonly codec: EventCodec;
  /** A place at or before a sequence, the nearer the better; the log's start will do. */
  readonly placeBefore: (sequence: number) => { readonly position: Position | null; readonly sequence: number };
}

/** An own event with its sequence. */
export interface Fact {
  readonly sequence: number;
  readonly stored: StoredEvent;
}

const pageSize = 200;

/** Facts after a cursor, in pages, then whatever comes, until the signal; an empty page when caught up. */
export async function* followFacts(log: WebhookLog, cursor: WebhookCursor, signal: AbortSignal): AsyncGenerator<readonly Fact[]> {
  const start = (await standingPlace(log, cursor)) ?? log.placeBefore(cursor.sequence);
  let { sequence } = start;
  for await (const part of log.store.subscribeAll(start.position, { pageSize, signal })) {
    const facts: Fact[] = [];
    for (const recorded of part.kind === 'events' ? part.events : []) {
      const stored = log.codec.decode(recorded);
      if (stored === null) {
        continue;
      }
      sequence += 1;
      if (sequence > cursor.sequence) {
        facts.push({ sequence, stored });
      }
    }
    yield facts;
  }
}

/**
 * The sequence to go on after when a log is shorter than its cursor: it was restored from a backup, and what comes now
 * takes the sequences that are gone. Null: the log reaches the cursor.
 */
export async function restoredEnd(log: WebhookLog, cursor: WebhookCursor): Promise<number | null> {
  if ((await standingPlace(log, cursor)) !== null) {
    return null;
  }
  const head = await headUpTo(log, cursor.sequence);
  return head < cursor.sequence ? head : null;
}

/** The cursor's place, if its fact still stands there: a copied or restored log has places of its own. */
async function standingPlace({ store }: WebhookLog, { at, sequence }: WebhookCursor): Promise<{ position: Position; sequence: number } | null> {
  if (at === undefined) {
    return null;
  }
  for await (const { position } of store.readStream(at.stream, { from: at.revision, maxCount: 1 })) {
    return position === at.position ? { position, sequence } : null;
  }
  return null;
}

/** The sequence of the own event at a position, counted from the log's start. For the rare case that nobody knows it. */
export async function countTo({ store, codec }: WebhookLog, end: Position): Promise<number> {
  let sequence = 0;
  for await (const page of store.readAll(null, { pageSize: 1_000 })) {
    for (const recorded of page) {
      if (recorded.position > end) {
        return sequence;
      }
      sequence += codec.isOwn(recorded) ? 1 : 0;
    }
  }
  return sequence;
}

/** The log's last own sequence when it ends before `sequence`; else `sequence` itself. */
export async function headUpTo(log: WebhookLog, sequence: number): Promise<number> {
  const start = log.placeBefore(sequence);
  let head = start.sequence;
  for await (const page of log.store.readAll(start.position, { pageSize: 1_000 })) {
    head += page.filter((recorded) => log.codec.isOwn(recorded)).length;
    if (head >= sequence) {
      return sequence;
    }
  }
  return Math.min(head, sequence);
}

/** Facts by their sequences, in the order of the log; those past its end are left out. */
export async function factsAt(log: WebhookLog, sequences: readonly number[]): Promise<Fact[]> {
  const found: Fact[] = [];
  for (const wanted of [...sequences].sort((one, other) => one - other)) {
    const fact = await factAt(log, wanted);
    if (fact === null) {
      break;
    }
    found.push(fact);
  }
  return found;
}

async function factAt(log: WebhookLog, wanted: number): Promise<Fact | null> {
  const start = log.placeBefore(wanted - 1);
  let { sequence } = start;
  for await (const page of log.store.readAll(start.position, { pageSize: 1_000 })) {
    for (const recorded of page) {
      if (!log.codec.isOwn(recorded)) {
        continue;
      }
      sequence += 1;
      const stored = sequence === wanted ? log.codec.decode(recorded) : null;
      if (stored !== null) {
        return { sequence, stored };
      }
    }
  }
  return null;
}
