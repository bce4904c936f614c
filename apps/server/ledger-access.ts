import type { Ledger } from '#billing';

/** The provider token of the open ledger; it is opened and closed outside. */
export const LEDGER = Symbol('ledger');

/** The part of an open ledger that the server uses: the one place to adapt when the ledger's shape changes. */
export type LedgerAccess = Pick<
  Ledger,
  'ledgerId' | 'store' | 'codec' | 'readModels' | 'readStore' | 'reports' | 'lookups' | 'execute' | 'records' | 'links' | 'gateway' | 'now' | 'entityIds' | 'health'
>;
