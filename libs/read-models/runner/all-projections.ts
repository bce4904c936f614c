import { collections } from '../collections/collections.projection';
import { salesTargets } from '../measures/target.projection';
import { contractRevenue } from '../contract-revenue/contract-revenue.projection';
import { contracts } from '../contracts/contracts.projection';
import { customerAccounts } from '../customer-accounts/customer-accounts.projection';
import { deliveries } from '../deliveries/deliveries.projection';
import { documents } from '../documents/documents.projection';
import { journal } from '../journal/journal.projection';
import { ledgerChain } from '../ledger-chain/ledger-chain.projection';
import { ledgerClock } from '../ledger-clock/ledger-clock.projection';
import { management } from '../management/management.projection';
import { orderToCash } from '../order-to-cash/order-to-cash.projection';
import type { Projection } from '../projection';
import { reconciliation } from '../reconciliation/reconciliation.projection';
import { receivables } from '../receivables/receivables.projection';
import { revenue } from '../revenue/revenue.projection';
import { tax } from '../tax/tax.projection';

/** Every read model there is. Clock and chain come first: the others' answers name sequences and chain heads by them. */
export const allProjections: readonly Projection[] = [
  ledgerClock,
  ledgerChain,
  journal,
  receivables,
  revenue,
  contractRevenue,
  tax,
  orderToCash,
  documents,
  contracts,
  customerAccounts,
  deliveries,
  reconciliation,
  collections,
  salesTargets,
  management,
];

/** Version of each read model, by its name: another one makes other rows from the same log. */
export const projectionVersions: ReadonlyMap<string, number> = new Map(allProjections.map(({ name, version }) => [name, version]));
