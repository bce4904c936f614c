import type { Kysely } from 'kysely';
import type { LedgerEvent } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { ContractRows } from './contract-rows';
import { RunRows } from './run-rows';
import { contractTables } from './tables';
import { WaitingRows } from './waiting-rows';

const interests: readonly LedgerEvent['type'][] = [
  'ContractSigned', 'ContractAmended', 'MilestoneAccepted', 'OutcomeAccepted', 'ContractEnded', 'ContractBillingAssigned', 'ContractCreditAssigned', 'ContractCredited',
  'RevenueRecognised', 'UsageRecorded', 'SaleClosed', 'BillingAssigned', 'NothingToBill', 'SaleCancelled', 'AccountHeld', 'AccountReleased',
  'BillingRunOpened', 'InvoicePlanned', 'CreditPlanned', 'RunPlanned', 'ItemDropped', 'RunCompleted', 'InvoiceIssued',
];

class ContractsWriter implements ProjectionWriter {
  readonly #contracts: ContractRows;
  readonly #waiting: WaitingRows;
  readonly #runs: RunRows;

  constructor(context: WriterContext) {
    this.#contracts = new ContractRows(context);
    this.#waiting = new WaitingRows(context);
    this.#runs = new RunRows(context);
  }

  async load(): Promise<void> {
    this.#contracts.forget();
    this.#waiting.forget();
    this.#runs.rows.forget();
  }

  async prepare(facts: readonly LedgerFact[], db: Kysely<unknown>): Promise<void> {
    await this.#contracts.prepare(facts, db);
  }

  apply(fact: LedgerFact): void {
    this.#contracts.apply(fact);
    this.#waiting.apply(fact.event);
    this.#runs.apply(fact);
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    await this.#contracts.flush(db);
    await this.#waiting.flush(db);
    await this.#runs.rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }
}

/** Contracts with what falls due next, sales that wait, and billing runs: what a billing run begins with. */
export const contracts: Projection = {
  name: 'contracts',
  version: 1,
  tables: contractTables,
  interests: new Set(interests),
  writer: (context) => new ContractsWriter(context),
};
