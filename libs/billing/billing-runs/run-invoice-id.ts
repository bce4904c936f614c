import { uuidV5 } from '#event-store';
import type { PlannedSource } from '#ledger';

/** The id of an invoice of a run: made from the first thing it takes up, so that whoever plans it names it the same. */
export const runInvoiceId = (runId: string, { kind, id }: Pick<PlannedSource, 'kind' | 'id'>): string =>
  uuidV5(`invoice of billing run ${JSON.stringify([runId, kind, id])}`);

/** The return that credits what a contract does not owe any more. */
export const runReturnId = (runId: string, contractId: string): string => `run-${uuidV5(`credit of billing run ${JSON.stringify([runId, contractId])}`)}`;
