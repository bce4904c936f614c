import { sql, type Kysely } from 'kysely';
import { contractFold, nextDueOn, usageBilledThrough, type ContractEvent, type ContractState } from '#ledger';
import type { LedgerFact, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { KeyedRows } from '../store/keyed-rows';
import { RowWriter } from '../store/row-writer';
import type { Row } from '../store/read-store';
import { tableName } from '../store/table';
import { contractEventTable, contractTable, noDay } from './tables';

/** Folded contracts that stay in memory between batches. */
const cachedMax = 2_000;
/** Contracts read back by one query. */
const readAtOnce = 500;

interface FoldedContract {
  state: ContractState;
  revision: number;
}

/** Rows of contracts. A contract that is not in memory is folded again from its own events in the read store. */
export class ContractRows {
  readonly #contracts: KeyedRows;
  readonly #events: RowWriter;
  readonly #eventTable: string;
  #cache = new Map<string, FoldedContract>();
  #touched = new Map<string, FoldedContract>();

  constructor({ dialect, generation }: WriterContext) {
    this.#contracts = new KeyedRows(dialect, contractTable, generation);
    this.#events = new RowWriter(dialect, contractEventTable, generation);
    this.#eventTable = tableName(contractEventTable, generation);
  }

  forget(): void {
    this.#contracts.forget();
    this.#events.forget();
    this.#cache = new Map();
    this.#touched = new Map();
  }

  /** Reads back the contracts that the batch goes on with. */
  async prepare(facts: readonly LedgerFact[], db: Kysely<unknown>): Promise<void> {
    const wanted = new Set<string>();
    for (const { event } of facts) {
      if (isContractEvent(event) && event.type !== 'ContractSigned' && !this.#cache.has(event.data.contractId)) wanted.add(event.data.contractId);
    }
    for (const { event } of facts) {
      if (event.type === 'ContractSigned') wanted.delete(event.data.contractId);
    }
    const ids = [...wanted];
    for (let from = 0; from < ids.length; from += readAtOnce) await this.#read(ids.slice(from, from + readAtOnce), db);
  }

  apply({ event, stored, sequence }: LedgerFact): void {
    if (event.type === 'UsageRecorded') {
      this.#contracts.set([event.data.contractId], { usage_seen: stored.revision + 1 });
      return;
    }
    if (!isContractEvent(event)) return;
    const { contractId } = event.data;
    const { revision, metadata } = stored;
    this.#events.add(contractId, revision, event.type, JSON.stringify(event.data), metadata.inputHash);
    if (event.type === 'ContractSigned') this.#sign(event.data, sequence);
    const folded = event.type === 'ContractSigned' ? unsigned() : (this.#touched.get(contractId) ?? this.#cache.get(contractId));
    if (folded?.revision !== revision - 1) throw new Error(`contract ${contractId} stands at revision ${folded?.revision ?? -1}, and this is revision ${revision}`);
    folded.state = contractFold.evolve(folded.state, event, revision, metadata.inputHash);
    folded.revision = revision;
    this.#touched.set(contractId, folded);
    const changed = changeOf(event);
    if (changed !== undefined) this.#contracts.set([contractId], changed);
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const [contractId, { state, revision }] of this.#touched) {
      const due = nextDueOn(state);
      this.#contracts.set([contractId], { next_due_day: due === null ? noDay : dayNumber(due), usage_billed: usageBilledThrough(state) + 1, revision });
    }
    await this.#contracts.flush(db);
    await this.#events.flush(db);
    this.#keep();
  }

  #sign(data: Extract<ContractEvent, { type: 'ContractSigned' }>['data'], sequence: number): void {
    const { contractId, entityId, customerId, accountId, billToCustomerId, currency, reference, signedOn, startsOn, endsOn } = data;
    this.#contracts.insert({
      contract_id: contractId, entity_id: entityId, customer_id: customerId, account_id: accountId, bill_to: billToCustomerId ?? '', currency,
      reference: reference ?? '', state: 'in-force', signed_day: dayNumber(signedOn), starts_day: dayNumber(startsOn),
      ends_day: endsOn === undefined ? noDay : dayNumber(endsOn), sequence,
    });
  }

  async #read(ids: readonly string[], db: Kysely<unknown>): Promise<void> {
    const { rows } = await sql<Row>`select contract_id, revision, type, data, input_hash from ${sql.table(this.#eventTable)}
      where contract_id in (${sql.join(ids)}) order by contract_id, revision`.execute(db);
    for (const row of rows) {
      const contractId = String(row['contract_id']);
      const folded = this.#cache.get(contractId) ?? unsigned();
      const event = { type: String(row['type']), data: JSON.parse(String(row['data'])) as unknown } as ContractEvent;
      folded.state = contractFold.evolve(folded.state, event, Number(row['revision']), String(row['input_hash']));
      folded.revision = Number(row['revision']);
      this.#cache.set(contractId, folded);
    }
  }

  /** What was used last stays; the rest can be folded again. */
  #keep(): void {
    for (const [contractId, folded] of this.#touched) {
      this.#cache.delete(contractId);
      this.#cache.set(contractId, folded);
    }
    this.#touched = new Map();
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= cachedMax) break;
      this.#cache.delete(oldest);
    }
  }
}

const unsigned = (): FoldedContract => ({ state: contractFold.initial(), revision: -1 });

const contractTypes: ReadonlySet<string> = new Set<ContractEvent['type']>([
  'ContractSigned', 'ContractAmended', 'MilestoneAccepted', 'OutcomeAccepted', 'ContractEnded', 'ContractBillingAssigned', 'ContractCreditAssigned', 'ContractCredited',
  'RevenueRecognised',
]);

const isContractEvent = (event: LedgerFact['event']): event is ContractEvent => contractTypes.has(event.type);

/** What an event changes of its row beside what the folded contract says. */
function changeOf(event: ContractEvent): Record<string, string | number> | undefined {
  switch (event.type) {
    case 'ContractAmended':
      return { changed: 1 };
    case 'ContractEnded':
      return { changed: 1, state: 'ended', ends_day: dayNumber(event.data.endsOn) };
    default:
      return undefined;
  }
}
