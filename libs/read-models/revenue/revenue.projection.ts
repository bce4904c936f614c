import { sql, type Kysely } from 'kysely';
import { accountParts, type RevenueRecognised } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { isPeriodEvent, KeptCalendar } from '../store/calendar-table';
import { dayNumber } from '../store/day-number';
import type { Row } from '../store/read-store';
import { RowWriter } from '../store/row-writer';
import { tableName } from '../store/table';
import { credited, invoiced, recognisedByWork, recordedElsewhere, type RevenueMovements } from './revenue-movements';
import { monthNumber, revenueCalendarTable, revenueContractTable, revenueTable } from './revenue-tables';

const customersKept = 100_000;
const lookedUpAtOnce = 500;

class RevenueWriter implements ProjectionWriter {
  readonly #lines: RowWriter;
  readonly #contracts: RowWriter;
  readonly #contractsName: string;
  readonly #calendar: KeptCalendar;
  /** Who bought on a contract, as far as the batch asks for it. */
  #customers = new Map<string, string>();

  constructor({ dialect, generation }: WriterContext) {
    this.#lines = new RowWriter(dialect, revenueTable, generation);
    this.#contracts = new RowWriter(dialect, revenueContractTable, generation);
    this.#contractsName = tableName(revenueContractTable, generation);
    this.#calendar = new KeptCalendar(dialect, revenueCalendarTable, generation);
  }

  async load(db: Kysely<unknown>): Promise<void> {
    this.#lines.forget();
    this.#contracts.forget();
    this.#customers.clear();
    await this.#calendar.load(db);
  }

  async prepare(facts: readonly LedgerFact[], db: Kysely<unknown>): Promise<void> {
    if (this.#customers.size > customersKept) this.#customers.clear();
    const unknown = new Set<string>();
    for (const { event } of facts) {
      if (event.type === 'RevenueRecognised' && !this.#customers.has(event.data.contractId)) unknown.add(event.data.contractId);
    }
    const wanted = [...unknown];
    for (let start = 0; start < wanted.length; start += lookedUpAtOnce) {
      const { rows } = await sql<Row>`select contract_id, customer_id from ${sql.table(this.#contractsName)}
        where contract_id in (${sql.join(wanted.slice(start, start + lookedUpAtOnce))})`.execute(db);
      for (const row of rows) this.#customers.set(String(row['contract_id']), String(row['customer_id']));
    }
  }

  apply(fact: LedgerFact): void {
    const { event } = fact;
    if (isPeriodEvent(event)) {
      this.#calendar.apply(event, fact);
      return;
    }
    switch (event.type) {
      case 'InvoiceIssued':
        return this.#add(fact, invoiced(event.data));
      case 'CreditNoteIssued':
        return this.#add(fact, credited(event.data));
      case 'ExternalInvoiceRecorded':
        return event.data.mode === 'history' ? this.#add(fact, recordedElsewhere(event.data)) : undefined;
      case 'ContractSigned':
        this.#customers.set(event.data.contractId, event.data.customerId);
        this.#contracts.add(event.data.contractId, event.data.customerId);
        return;
      case 'RevenueRecognised':
        return this.#add(fact, recognisedByWork(event.data, this.#buyer(event)));
      default:
        return;
    }
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    await this.#lines.flush(db);
    await this.#contracts.flush(db);
    await this.#calendar.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  /** A contract is signed before its work recognises anything; without it the payer stands for the buyer. */
  #buyer({ data: { contractId, accountId } }: RevenueRecognised): string {
    return this.#customers.get(contractId) ?? accountParts(accountId).customerId;
  }

  #add({ sequence }: LedgerFact, { entityId, customerId, currency, income, movements }: RevenueMovements): void {
    for (const [index, { on, productCode, contractId, invoiceId, atIssue, ...amounts }] of movements.entries()) {
      const postingDate = this.#calendar.calendar.postingDate(entityId, on);
      this.#lines.add(
        sequence, index + 1, entityId, customerId, productCode, contractId, invoiceId, income, atIssue ? 1 : 0, currency, amounts.billed,
        amounts.credited, amounts.recognised, dayNumber(on), dayNumber(postingDate), monthNumber(on), monthNumber(postingDate),
      );
    }
  }
}

/** Revenue as it counts, and what was billed before it: by the recognition frozen in documents, and by work on contracts. */
export const revenue: Projection = {
  name: 'revenue',
  version: 2,
  tables: [revenueTable, revenueContractTable, revenueCalendarTable],
  interests: new Set([
    'InvoiceIssued', 'CreditNoteIssued', 'ExternalInvoiceRecorded', 'ContractSigned', 'RevenueRecognised', 'PeriodClosed', 'PeriodReopened',
  ]),
  writer: (context) => new RevenueWriter(context),
};
