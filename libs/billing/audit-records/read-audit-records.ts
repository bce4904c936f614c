import type { EventCodec, EventStore, StoredEvent } from '#event-store';
import type { AuditRecordEvent, AuditRecordType, RefusalsCounted } from '#ledger';
import { auditStream } from './audit-log';

/** What one asks for by one word. */
export const auditKinds = ['refusal', 'act', 'export', 'configuration'] as const;
export type AuditKind = (typeof auditKinds)[number];

const kindOf: Readonly<Record<AuditRecordType, AuditKind>> = {
  CommandRefused: 'refusal', RefusalsCounted: 'refusal', AdministrativeActBegun: 'act', AdministrativeActEnded: 'act', ExportMade: 'export', ConfigurationChanged: 'configuration',
};

export interface AuditQuestion {
  readonly kind?: AuditKind;
  readonly actor?: string;
  /** The code of a refusal. */
  readonly code?: string;
  /** Recorded at or after, and before: milliseconds since the Unix epoch. */
  readonly from?: number;
  readonly until?: number;
  /** `next` of the page before. */
  readonly after?: number;
  /** Most records of a page; default 100. */
  readonly limit?: number;
}

/** One record as it is shown, newest first. */
export interface AuditRecordView {
  readonly kind: AuditKind;
  readonly type: AuditRecordType;
  /** Place in the stream `audit-log`, from 0 and without a gap. */
  readonly revision: number;
  readonly eventId: string;
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: AuditRecordEvent['data'];
}

export interface AuditPage {
  readonly items: readonly AuditRecordView[];
  /** Null: there are no older ones. A page may be empty and yet have a next one: so much is looked at for one page, and no more. */
  readonly next: number | null;
}

/** Records looked at for one page, at most. */
const lookedAtMax = 20_000;
/** A clock may have gone back by so much, milliseconds, and nothing is missed. */
const clockSlackMs = 86_400_000;
const pageDefault = 100;

interface Reading {
  readonly store: EventStore;
  readonly codec: EventCodec;
}

/** Reads audit records from the log itself, newest first. */
export async function readAuditRecords(reading: Reading, question: AuditQuestion = {}): Promise<AuditPage> {
  const { limit = pageDefault } = question;
  const items: AuditRecordView[] = [];
  const start = await startOf(reading, question);
  if (start === null || start < 0) return { items, next: null };
  let looked = 0;
  for await (const recorded of reading.store.readStream(auditStream, { from: start, direction: 'backwards' })) {
    if (items.length === limit || looked === lookedAtMax) return { items, next: recorded.revision + 1 };
    looked += 1;
    const stored = reading.codec.decode(recorded);
    if (stored === null) continue;
    if (question.from !== undefined && stored.recordedAt < question.from - clockSlackMs) break;
    const view = viewOf(stored);
    if (isAskedFor(view, stored.recordedAt, question)) items.push(view);
  }
  return { items, next: null };
}

/** Revision to begin at, going back; null: nothing was ever recorded. */
async function startOf({ store, codec }: Reading, { after, until }: AuditQuestion): Promise<number | null> {
  let last: number | null = null;
  for await (const { revision } of store.readStream(auditStream, { direction: 'backwards', maxCount: 1 })) last = revision;
  if (last === null) return null;
  const highest = Math.min(last, (after ?? last + 1) - 1);
  if (until === undefined) return highest;
  let [low, high] = [0, highest];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    let at = 0;
    for await (const recorded of store.readStream(auditStream, { from: middle, maxCount: 1 })) at = codec.decode(recorded)?.recordedAt ?? recorded.createdAt;
    [low, high] = at < until + clockSlackMs ? [middle, high] : [low, middle - 1];
  }
  return low;
}

function viewOf({ type, revision, id, recordedAt, metadata, data }: StoredEvent): AuditRecordView {
  // Nothing else stands in this stream: the codec knows no other type there that we write.
  const known = type as AuditRecordType;
  return {
    kind: kindOf[known], type: known, revision, eventId: id, recordedAt: new Date(recordedAt).toISOString(), actor: metadata.actor, data: data as AuditRecordEvent['data'],
  };
}

function isAskedFor(view: AuditRecordView, at: number, { kind = view.kind, actor, code, from = at, until = at + 1 }: AuditQuestion): boolean {
  return view.kind === kind && at >= from && at < until && (actor === undefined || isBy(view, actor)) && (code === undefined || isOfCode(view, code));
}

const countsIn = ({ type, data }: AuditRecordView): RefusalsCounted['data']['counts'] => (type === 'RefusalsCounted' ? (data as RefusalsCounted['data']).counts : []);

const isBy = (view: AuditRecordView, actor: string): boolean => view.actor === actor || countsIn(view).some((one) => one.actor === actor);

const isOfCode = (view: AuditRecordView, code: string): boolean => ('code' in view.data && view.data.code === code) || countsIn(view).some((one) => one.code === code);
