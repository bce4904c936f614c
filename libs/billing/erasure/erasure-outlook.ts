import { existsSync } from 'node:fs';
import { holdsOn, retainedUntil, type ErasedRecord, type ErasureFacts } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';
import { erasureFactsOf } from './erasure-facts';
import { lettersKept } from './kept-letters';
import { personalRecordsOf } from './personal-records';
import { universalDay } from './universal-day';

/** What erasing a customer would do, before anybody does it. */
export interface ErasureOutlook {
  readonly customerId: string;
  readonly standing: 'unknown' | 'known' | 'erased';
  /** Records that nobody could read any more, by kind. */
  readonly records: Readonly<Partial<Record<ErasedRecord['kind'], number>>>;
  /** Letters and messages kept as files that would be deleted. */
  readonly files: readonly string[];
  /** Per legal entity: the last document that names the customer. Documents, amounts, numbers and tax stay. */
  readonly documents: ReadonlyMap<string, string>;
  /** What forbids it today; with all three empty it would be done. */
  readonly holds: readonly { readonly holdId: string; readonly until?: string; readonly reason: string }[];
  readonly retained: readonly { readonly entityId: string; readonly lastDocumentOn: string; readonly years: number; readonly until: string }[];
  readonly openAccounts: ErasureFacts['openAccounts'];
}

/** Reads the whole log, as erasing would. Decides nothing. */
export async function erasureOutlookOf(context: LedgerContext, customerId: string): Promise<ErasureOutlook> {
  const today = universalDay(context.clock);
  const { standing, holds, named } = await context.streams.customer.query(customerId, ({ registered, erasure }) => ({
    standing: erasure.erased !== null ? ('erased' as const) : registered === null ? ('unknown' as const) : ('known' as const),
    holds: holdsOn(erasure, today).map(({ holdId, until, reason }) => ({ holdId, reason, ...(until === undefined ? {} : { until }) })),
    named: [...erasure.records],
  }));
  const { openAccounts, kept } = await erasureFactsOf(context, customerId);
  const found = standing === 'known' ? await personalRecordsOf(context, customerId) : named;
  const records: Partial<Record<ErasedRecord['kind'], number>> = {};
  for (const { kind } of found) records[kind] = (records[kind] ?? 0) + 1;
  const retained = kept.map((one) => ({ ...one, until: retainedUntil(one.lastDocumentOn, one.years) })).filter(({ until }) => until >= today);
  const documents = await context.lookups.lastDocumentDays(customerId);
  return { customerId, standing, records, files: lettersKept(context, found).filter((file) => existsSync(file)), documents, holds, retained, openAccounts };
}
