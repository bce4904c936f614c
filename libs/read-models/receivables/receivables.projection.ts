import type { Kysely } from 'kysely';
import { accountParts, postingEventTypes, type DisputeOpened, type DisputeResolved, type EntityConfigured } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { isPeriodEvent, KeptCalendar } from '../store/calendar-table';
import { RowWriter } from '../store/row-writer';
import { tableName } from '../store/table';
import { changesOf, type Change } from './changes';
import { KnownItems, type KnownItem } from './known-items';
import { OpenAmounts } from './open-amounts';
import {
  accountTable, disputeTable, horizonTable, itemTable, kindCode, movementCode, movementTable, parentTable, receivablesCalendarTable, receivablesTables,
  settingTable,
} from './tables';

/** Keys made in one event: sequence × keysPerEvent + n. More changes than one event may hold. */
const keysPerEvent = 4096;

class ReceivablesWriter implements ProjectionWriter {
  readonly #known: KnownItems;
  readonly #open: OpenAmounts;
  readonly #calendar: KeptCalendar;
  readonly #accounts: RowWriter;
  readonly #items: RowWriter;
  readonly #movements: RowWriter;
  readonly #disputes: RowWriter;
  readonly #settings: RowWriter;
  readonly #parents: RowWriter;
  readonly #horizonRows: RowWriter;
  #horizons = new Map<string, { effective: number; posting: number }>();
  #changes: Change[][] = [];

  constructor(context: WriterContext) {
    const { dialect, generation } = context;
    this.#known = new KnownItems(generation);
    this.#open = new OpenAmounts(context);
    this.#calendar = new KeptCalendar(dialect, receivablesCalendarTable, generation);
    this.#accounts = new RowWriter(dialect, accountTable, generation);
    this.#items = new RowWriter(dialect, itemTable, generation);
    this.#movements = new RowWriter(dialect, movementTable, generation);
    this.#disputes = new RowWriter(dialect, disputeTable, generation);
    this.#settings = new RowWriter(dialect, settingTable, generation);
    this.#parents = new RowWriter(dialect, parentTable, generation);
    this.#horizonRows = new RowWriter(dialect, horizonTable, generation, keepLater(tableName(horizonTable, generation)));
  }

  async load(db: Kysely<unknown>): Promise<void> {
    for (const rows of this.#rowWriters()) rows.forget();
    this.#known.forget();
    this.#open.forget();
    this.#horizons = new Map();
    await this.#calendar.load(db);
  }

  async prepare(facts: readonly LedgerFact[], db: Kysely<unknown>): Promise<void> {
    this.#known.trim();
    this.#changes = facts.map(({ event }) => changesOf(event)).reverse();
    await this.#known.lookUp(this.#changes.flatMap((changes) => changes.map((change) => change.item)), db);
  }

  apply(fact: LedgerFact): void {
    const { event, sequence } = fact;
    const changes = this.#changes.pop() ?? [];
    if (isPeriodEvent(event)) this.#calendar.apply(event, fact);
    else if (event.type === 'EntityConfigured') this.#configure(event, sequence);
    else if (event.type === 'ParentSet') this.#parents.add(event.data.customerId, sequence, event.data.parentCustomerId ?? '');
    else if (event.type === 'DisputeOpened') this.#dispute(event, sequence, event.data.openedOn, 1);
    else if (event.type === 'DisputeResolved') this.#dispute(event, sequence, event.data.resolvedOn, -1);
    else for (const [index, change] of changes.entries()) this.#move(change, sequence, index + 1);
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const [entityId, { effective, posting }] of this.#horizons) this.#horizonRows.add(entityId, effective, posting);
    this.#horizons = new Map();
    for (const rows of this.#rowWriters()) await rows.flush(db);
    await this.#open.flush(db);
    await this.#calendar.flush(db);
  }

  async finish(db: Kysely<unknown>): Promise<void> {
    await this.#open.derive(db);
  }

  #rowWriters(): RowWriter[] {
    return [this.#accounts, this.#items, this.#movements, this.#disputes, this.#settings, this.#parents, this.#horizonRows];
  }

  #configure({ data }: EntityConfigured, sequence: number): void {
    this.#settings.add(data.entityId, sequence, JSON.stringify(data.agingBuckets), data.baseCurrency, data.timeZone);
  }

  #dispute({ data }: DisputeOpened | DisputeResolved, sequence: number, day: string, change: number): void {
    this.#disputes.add(data.accountId, data.invoiceId, sequence, data.disputeId, dayNumber(day), change);
  }

  #move(change: Change, sequence: number, line: number): void {
    const item = this.#known.item(change.item) ?? this.#openItem(change, sequence, line);
    const { entityId } = accountParts(change.item.accountId);
    const effective = dayNumber(change.effectiveDate);
    const postingDate = this.#calendar.calendar.postingDate(entityId, change.effectiveDate);
    const posting = postingDate === change.effectiveDate ? effective : dayNumber(postingDate);
    const kind = kindCode[change.item.kind];
    this.#movements.add(
      item.accountKey, item.itemKey, sequence, line, kind, movementCode[change.movement], item.currency, item.dueDay, item.issueDay,
      effective, posting, change.amount,
    );
    this.#open.add(kind, item, change.amount);
    const horizon = this.#horizons.get(entityId);
    if (horizon === undefined) this.#horizons.set(entityId, { effective, posting });
    else {
      horizon.effective = Math.max(horizon.effective, effective);
      horizon.posting = Math.max(horizon.posting, posting);
    }
  }

  #openItem(change: Change, sequence: number, line: number): KnownItem {
    const { item: name, opens, currency } = change;
    if (opens === undefined) {
      throw new Error(`Fact ${sequence} moves ${name.kind} ${name.documentId} of account ${name.accountId}, which no posting event has opened.`);
    }
    const item: KnownItem = {
      accountKey: this.#accountKey(name.accountId, sequence, line),
      itemKey: sequence * keysPerEvent + line,
      currency,
      dueDay: dayNumber(opens.dueDate),
      issueDay: dayNumber(opens.issueDate),
    };
    this.#items.add(
      item.accountKey, item.itemKey, kindCode[name.kind], currency, item.dueDay, item.issueDay, name.documentId, name.part, opens.documentNumber,
    );
    this.#known.rememberItem(name, item);
    return item;
  }

  #accountKey(accountId: string, sequence: number, line: number): number {
    const known = this.#known.account(accountId);
    if (known !== undefined) return known;
    const key = sequence * keysPerEvent + line;
    const { entityId, customerId } = accountParts(accountId);
    this.#accounts.add(key, accountId, entityId, customerId);
    this.#known.rememberAccount(accountId, key);
    return key;
  }
}

const keepLater = (table: string): string => {
  const later = (column: string): string => `${column} = case when excluded.${column} > ${table}.${column} then excluded.${column} else ${table}.${column} end`;
  return `on conflict (entity_id) do update set ${later('effective_day')}, ${later('posting_day')}`;
};

export const receivables: Projection = {
  name: 'receivables',
  version: 3,
  tables: receivablesTables,
  interests: new Set<string>([
    ...postingEventTypes, 'EntityConfigured', 'ParentSet', 'DisputeOpened', 'DisputeResolved', 'PeriodClosed', 'PeriodReopened',
  ]),
  writer: (context) => new ReceivablesWriter(context),
};
