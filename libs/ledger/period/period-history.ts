import type { PeriodEvent } from './period.events';

/** An event of the period stream with who asked for it and when it was recorded. */
export interface LoggedPeriodEvent {
  readonly event: PeriodEvent;
  readonly actor: string;
  readonly recordedAt: string;
}

interface Asked {
  readonly requestId: string;
  readonly actor: string;
  readonly recordedAt: string;
}

export interface PeriodClosing extends Asked {
  readonly kind: 'closed';
  readonly period: string;
  readonly reason: string;
  /** Ledger sequence of the closing, and the hash of its trial balance; null until they are on record. */
  readonly cutOff: number | null;
  readonly bodyHash: string | null;
}

export interface PeriodReopening extends Asked {
  readonly kind: 'reopened';
  readonly period: string;
  readonly reason: string;
}

export interface PeriodRevaluation extends Asked {
  readonly kind: 'revalued';
  readonly on: string;
  readonly reversedOn: string;
}

export type PeriodHistoryEntry = PeriodClosing | PeriodReopening | PeriodRevaluation;

/** What was done to the periods of a legal entity, in log order. Totals stand with the closing they belong to. */
export function periodHistory(events: Iterable<LoggedPeriodEvent>): PeriodHistoryEntry[] {
  const entries: PeriodHistoryEntry[] = [];
  for (const { event, actor, recordedAt } of events) {
    const { requestId } = event.data;
    const asked = { requestId, actor, recordedAt };
    switch (event.type) {
      case 'PeriodClosed':
        entries.push({ kind: 'closed', period: event.data.period, reason: event.data.reason, ...asked, cutOff: null, bodyHash: null });
        break;
      case 'PeriodReopened':
        entries.push({ kind: 'reopened', period: event.data.period, reason: event.data.reason, ...asked });
        break;
      case 'CurrencyRevalued':
        entries.push({ kind: 'revalued', on: event.data.revaluedOn, reversedOn: event.data.reversedOn, ...asked });
        break;
      case 'PeriodTotalsRecorded': {
        const at = entries.findIndex((entry) => entry.kind === 'closed' && entry.requestId === requestId);
        const closing = entries[at];
        if (closing?.kind === 'closed') {
          entries[at] = { ...closing, cutOff: event.data.cutOff, bodyHash: event.data.bodyHash };
        }
        break;
      }
    }
  }
  return entries;
}
