import { sql, type Kysely } from 'kysely';
import { currencyDigits, priceLines, pricingRules, type ContractItem, type LedgerEvent, type Rounding, type SaleClosed } from '#ledger';
import { knownCurrency, minorOf, type RoundingMode } from '#money';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { isPeriodEvent, KeptCalendar } from '../store/calendar-table';
import { dayNumber } from '../store/day-number';
import type { Row } from '../store/read-store';
import { RowWriter } from '../store/row-writer';
import { tableName } from '../store/table';
import { acceptedWorth, agreedWorth, isAgreedWorth } from './contract-worth';
import { orderOf, OrderRows, type Order } from './order-rows';
import { orderCalendarTable, orderEntryTable, orderRoundingTable, orderTable, type Measure } from './tables';

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];

interface Terms {
  readonly item: ContractItem;
  readonly startsOn: string;
}

const standardRounding: Rounding = { basis: 'tax-rate', mode: 'half-up' };

class OrderToCashWriter implements ProjectionWriter {
  readonly #orders: OrderRows;
  readonly #entries: RowWriter;
  readonly #roundings: RowWriter;
  readonly #roundingName: string;
  readonly #calendar: KeptCalendar;
  #rounding = new Map<string, Rounding>();
  /** The sale closed last: nearly always its billing follows at once and tells what it is worth. */
  #closing: { readonly sale: SaleClosed['data']; readonly order: Order; readonly sequence: number } | null = null;
  #sequence = 0;
  #line = 0;

  constructor(context: WriterContext) {
    const { dialect, generation } = context;
    this.#orders = new OrderRows(context);
    this.#entries = new RowWriter(dialect, orderEntryTable, generation);
    this.#roundings = new RowWriter(dialect, orderRoundingTable, generation);
    this.#roundingName = tableName(orderRoundingTable, generation);
    this.#calendar = new KeptCalendar(dialect, orderCalendarTable, generation);
  }

  async load(db: Kysely<unknown>): Promise<void> {
    this.#closing = null;
    this.#orders.forget();
    this.#entries.forget();
    this.#roundings.forget();
    await this.#calendar.load(db);
    const { rows } = await sql<Row>`select entity_id, rounding from ${sql.table(this.#roundingName)} order by sequence`.execute(db);
    this.#rounding = new Map(rows.map((row) => [String(row['entity_id']), JSON.parse(String(row['rounding'])) as Rounding]));
  }

  async prepare(facts: readonly LedgerFact[], db: Kysely<unknown>): Promise<void> {
    await this.#orders.prepare(facts.flatMap(({ event }) => orderOf(event)), db);
  }

  apply(fact: LedgerFact): void {
    const { event, sequence } = fact;
    this.#settleClosing(event);
    this.#sequence = sequence;
    this.#line = 0;
    if (isPeriodEvent(event)) this.#calendar.apply(event, fact);
    else if (event.type === 'EntityConfigured') {
      this.#rounding.set(event.data.entityId, event.data.rounding);
      this.#roundings.add(sequence, event.data.entityId, JSON.stringify(event.data.rounding));
    } else this.#order(event);
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    this.#settleClosing();
    await this.#orders.flush(db);
    await this.#entries.flush(db);
    await this.#roundings.flush(db);
    await this.#calendar.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  #order(event: LedgerEvent): void {
    switch (event.type) {
      case 'SaleClosed':
        return this.#closeSale(event.data);
      case 'BillingAssigned':
        return this.#billSale(event.data);
      case 'SaleCancelled':
        return this.#cancel(this.#orders.find('sale', event.data.saleId, ''), event.data.cancelledOn, event.data.reason);
      case 'ContractSigned':
        return event.data.items.forEach((item) => this.#sign(event.data, item, event.data.startsOn));
      case 'ContractAmended':
        return this.#amend(event.data);
      case 'MilestoneAccepted':
      case 'OutcomeAccepted':
        return this.#accept(event.data);
      case 'ContractEnded':
        return this.#end(event.data);
      case 'InvoiceIssued':
        return this.#billContracts(event.data);
      default:
        return undefined;
    }
  }

  /** Fees and interest are no sales, and a prepayment is part of the sale that settles it. */
  #closeSale(sale: SaleClosed['data']): void {
    if ((sale.purpose ?? 'sale') !== 'sale') return;
    const { saleId, entityId, customerId, accountId, currency } = sale;
    const order: Order = { source: 'sale', sourceId: saleId, itemId: '', entityId, customerId, accountId, currency, model: 'sale', terms: '', net: 0n };
    this.#orders.add(order, this.#sequence);
    this.#closing = { sale, order, sequence: this.#sequence };
  }

  /** Enters what the last sale is worth: what its billing says when that comes next, else what pricing says. */
  #settleClosing(next?: LedgerEvent): void {
    if (this.#closing === null) return;
    const { sale, order, sequence } = this.#closing;
    this.#closing = null;
    this.#sequence = sequence;
    this.#line = 0;
    const billed = next?.type === 'BillingAssigned' && next.data.saleId === sale.saleId ? next.data.totals.net : undefined;
    const amount = minorOf(billed ?? this.#netOf(sale), currencyDigits(sale.currency));
    this.#enter(order, 'closed', { on: sale.closedOn, amount }, sale.billing === 'later' ? 'to be billed later' : '');
  }

  #netOf(sale: SaleClosed['data']): string {
    const priced = priceLines(sale.lines, pricingRules(sale, this.#rounding.get(sale.entityId) ?? standardRounding));
    return priced.kind === 'priced' ? priced.totals.net : '0';
  }

  #billSale(data: DataOf<'BillingAssigned'>): void {
    const order = this.#orders.find('sale', data.saleId, '');
    if (order === undefined) return;
    const billed = minorOf(data.totals.net, currencyDigits(order.currency));
    // Another rounding may be in force by now than when it was closed.
    if (billed !== order.net) this.#enter(order, 'closed', { on: data.requestedIssueDate, amount: billed - order.net }, 'priced anew');
    this.#enter(order, 'billed', { on: data.requestedIssueDate, amount: billed });
  }

  #cancel(order: Order | undefined, on: string, why: string): void {
    if (order !== undefined && order.net !== 0n) this.#enter(order, 'cancelled', { on, amount: order.net }, why);
  }

  #sign(contract: Pick<Order, 'entityId' | 'customerId' | 'accountId' | 'currency'> & { readonly contractId: string }, item: ContractItem, startsOn: string): void {
    const { contractId, entityId, customerId, accountId, currency } = contract;
    const order: Order = {
      source: 'contract', sourceId: contractId, itemId: item.itemId, entityId, customerId, accountId, currency, model: item.model,
      terms: JSON.stringify({ item, startsOn } satisfies Terms), net: 0n,
    };
    this.#orders.add(order, this.#sequence);
    for (const worth of agreedWorth(item, { currency, startsOn, mode: this.#mode(entityId) })) this.#enter(order, 'closed', worth);
  }

  /** What an amendment leaves of a fixed fee is closed; what it takes away is cancelled, but never what was billed. */
  #amend(data: DataOf<'ContractAmended'>): void {
    const known = this.#orders.itemsOf(data.contractId);
    for (const order of known.filter(({ itemId }) => data.removedItemIds.includes(itemId))) this.#cancel(order, data.effectiveFrom, data.reason);
    for (const item of data.items) {
      const order = known.find(({ itemId }) => itemId === item.itemId);
      const [any] = known;
      if (order === undefined && any !== undefined) this.#sign({ ...any, contractId: data.contractId }, item, data.effectiveFrom);
      else if (order !== undefined) this.#replace(order, item, data.effectiveFrom);
    }
  }

  #replace(order: Order, item: ContractItem, from: string): void {
    const { startsOn, item: before } = JSON.parse(order.terms) as Terms;
    const rules = { currency: order.currency, startsOn, mode: this.#mode(order.entityId) };
    const sum = (list: readonly { readonly amount: bigint }[]): bigint => list.reduce((total, { amount }) => total + amount, 0n);
    const change = sum(agreedWorth(item, rules)) - sum(agreedWorth(before, rules));
    if (change !== 0n) this.#enter(order, 'closed', { on: from, amount: change }, 'amended');
    this.#orders.replaceTerms(order, JSON.stringify({ item, startsOn } satisfies Terms));
  }

  #accept({ contractId, itemId, acceptedOn, amount }: DataOf<'MilestoneAccepted'> | DataOf<'OutcomeAccepted'>): void {
    const order = this.#orders.find('contract', contractId, itemId);
    if (order === undefined) return;
    const { item } = JSON.parse(order.terms) as Terms;
    this.#enter(order, 'closed', { on: acceptedOn, amount: acceptedWorth(amount, item, { currency: order.currency, mode: this.#mode(order.entityId) }) });
  }

  /** Instalments that would have fallen due after the end are not. */
  #end({ contractId, endsOn, reason }: DataOf<'ContractEnded'>): void {
    for (const order of this.#orders.itemsOf(contractId)) {
      const { item, startsOn } = JSON.parse(order.terms) as Terms;
      const later = agreedWorth(item, { currency: order.currency, startsOn, mode: this.#mode(order.entityId) }).filter(({ on }) => on > endsOn);
      for (const worth of later) this.#enter(order, 'cancelled', worth, reason);
    }
  }

  #billContracts(invoice: DataOf<'InvoiceIssued'>): void {
    for (const line of invoice.contractIds === undefined ? [] : invoice.lines) {
      const order = line.contractId === undefined ? undefined : this.#orders.find('contract', line.contractId, line.contractItemId ?? '');
      if (order === undefined) continue;
      const billed = { on: invoice.issueDate, amount: minorOf(line.net, knownCurrency(invoice.currency).digits) };
      if (!isAgreedWorth(order.model)) this.#enter(order, 'closed', billed);
      this.#enter(order, 'billed', billed);
    }
  }

  #mode(entityId: string): RoundingMode {
    return (this.#rounding.get(entityId) ?? standardRounding).mode;
  }

  #enter(order: Order, measure: Measure, { on, amount }: { readonly on: string; readonly amount: bigint }, why = ''): void {
    this.#orders.change(order, measure === 'closed' ? amount : -amount);
    this.#line += 1;
    const posting = this.#calendar.calendar.postingDate(order.entityId, on);
    this.#entries.add(
      this.#sequence, this.#line, order.source, order.sourceId, order.itemId, order.entityId, order.customerId, order.currency, measure, amount,
      dayNumber(on), dayNumber(posting), why,
    );
  }
}

export const orderToCash: Projection = {
  name: 'order-to-cash',
  version: 1,
  tables: [orderTable, orderEntryTable, orderRoundingTable, orderCalendarTable],
  interests: new Set<string>([
    'EntityConfigured', 'SaleClosed', 'BillingAssigned', 'NothingToBill', 'SaleCancelled', 'ContractSigned', 'ContractAmended', 'MilestoneAccepted',
    'OutcomeAccepted', 'ContractEnded', 'InvoiceIssued', 'PeriodClosed', 'PeriodReopened',
  ]),
  writer: (context) => new OrderToCashWriter(context),
};
