import { documents } from '../documents/documents.projection';
import { journal } from '../journal/journal.projection';
import { ledgerClock } from '../ledger-clock/ledger-clock.projection';
import type { Projection } from '../projection';
import { receivables } from '../receivables/receivables.projection';
import { revenue } from '../revenue/revenue.projection';

/** Every read model there is. The clock comes first: the others' answers name sequences by it. */
export const allProjections: readonly Projection[] = [ledgerClock, journal, receivables, revenue, documents];
