import type { LedgerEvent } from '#ledger';
import type { LoggedEvent } from '../log/own-events';
import { effectiveDayOf } from '../log/fact-days';
import type { KnownAt } from '../log/known-at';
import type { CustomerSubjects } from './customer-subjects';

export interface ReplayFilter {
  /** Stream name or the beginning of one. */
  readonly stream?: string;
  readonly type?: string;
  readonly customer?: CustomerSubjects;
  /** First and last day on which the facts count, both included; facts without a day fall out. */
  readonly from?: string;
  readonly to?: string;
}

export const isBeyond = (logged: LoggedEvent, until: KnownAt | undefined): boolean =>
  until !== undefined && ('sequence' in until ? logged.sequence > until.sequence : logged.recordedAt > until.time);

export function isWanted({ event, fact }: LoggedEvent, filter: ReplayFilter): boolean {
  return (
    event.stream.startsWith(filter.stream ?? '') &&
    (filter.type === undefined || event.type === filter.type) &&
    (filter.customer === undefined || filter.customer.concern(fact)) &&
    countsWithin(fact, filter)
  );
}

function countsWithin(fact: LedgerEvent, { from, to }: ReplayFilter): boolean {
  if (from === undefined && to === undefined) {
    return true;
  }
  const day = effectiveDayOf(fact);
  return day !== null && day >= (from ?? '') && day <= (to ?? '9999-12-31');
}

/** One line for a terminal of this width: place, time, stream, what happened. */
export function replayLine(logged: LoggedEvent, width: number): string {
  const { event, sequence, recordedAt, fact } = logged;
  const head = [
    String(sequence).padStart(8),
    new Date(recordedAt).toISOString().slice(0, 19),
    (effectiveDayOf(fact) ?? '').padEnd(10),
    event.type.padEnd(22),
    `${event.stream}@${event.revision}`,
  ].join('  ');
  const line = `${head}  ${summaryOf(logged)}`.trimEnd().replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '·');
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

/** The fields a reader looks for first. */
const told = ['documentNumber', 'amount', 'currency', 'reason', 'state', 'step', 'why', 'step'] as const;

function summaryOf({ fact }: LoggedEvent): string {
  const data = fact.data as Readonly<Record<string, unknown>>;
  const totals = data['totals'] as { readonly gross?: string } | undefined;
  const parts = told.map((field) => data[field]).filter((value) => typeof value === 'string');
  return [...new Set([...parts, ...(totals?.gross === undefined ? [] : [totals.gross])])].join(' ');
}

/** One event as one line of JSON. */
export const replayJson = ({ event, sequence, recordedAt }: LoggedEvent): string =>
  JSON.stringify({
    sequence, recordedAt: new Date(recordedAt).toISOString(), stream: event.stream, revision: event.revision, id: event.id,
    type: event.type, data: event.data, metadata: event.metadata,
  });
