import { formatMinor } from '#money';
import { accountIdOf, accountRoles, addDays, streamName, type LedgerEvent } from '#ledger';
import { chance } from './chance';

export interface PlacedEvent {
  readonly stream: string;
  readonly event: LedgerEvent;
}

export interface OpenPart {
  readonly accountId: string;
  readonly id: string;
  readonly part: number;
  readonly currency: string;
  open: bigint;
}

export interface Allocation {
  readonly accountId: string;
  readonly id: string;
  readonly source: OpenPart & { readonly kind: 'receipt' | 'credit' };
  readonly item: OpenPart;
  readonly amount: bigint;
}

export const entities = [
  { entityId: 'shop', currency: 'GBP', digits: 2 },
  { entityId: 'mill', currency: 'JPY', digits: 0 },
] as const;
export const customers = ['ada', 'bob', 'Ärger & Söhne', 'zoë'];
const firstDay = '2023-11-01';

/** Entities, customers and documents by chance, and what is open of each. */
export abstract class RandomDocuments {
  readonly events: PlacedEvent[] = [];
  protected readonly below: (below: number) => number;
  protected readonly items: OpenPart[] = [];
  protected readonly sources: (OpenPart & { readonly kind: 'receipt' | 'credit' })[] = [];
  protected readonly unidentified: (OpenPart & { readonly entityId: string })[] = [];
  protected readonly allocations: Allocation[] = [];
  protected readonly disputes: { accountId: string; invoiceId: string; disputeId: string }[] = [];
  protected readonly closed = new Map<string, number>();
  protected count = 0;

  constructor(seed: number) {
    this.below = chance(seed);
    for (const entity of entities) this.configure(entity, [30, 60, 90]);
    for (const customerId of customers) {
      this.put('customer', customerId, { type: 'CustomerRegistered', data: { customerId, kind: 'business', country: 'GB', personal: { name: `${customerId} Ltd` } } });
    }
  }

  protected put(category: Parameters<typeof streamName>[0], id: string, event: LedgerEvent): void {
    this.events.push({ stream: streamName(category, id), event });
  }

  protected id(prefix: string): string {
    this.count += 1;
    return `${prefix}-${this.count}`;
  }

  protected pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  protected day(): string {
    return addDays(firstDay, this.below(200));
  }

  protected base(entity: (typeof entities)[number], net: bigint, tax: bigint) {
    const text = (minor: bigint): string => formatMinor(minor, entity.digits);
    return {
      totals: { net: text(net), tax: text(tax), gross: text(net + tax) },
      base: { currency: entity.currency, rate: '1', net: text(net), tax: text(tax), gross: text(net + tax) },
      taxSummary: [{ category: 'S' as const, rate: '20', base: text(net), tax: text(tax) }],
    };
  }

  protected configure(entity: (typeof entities)[number], agingBuckets: readonly number[]): void {
    const { entityId, currency } = entity;
    this.put('entity', entityId, {
      type: 'EntityConfigured',
      data: {
        entityId, name: entityId, country: 'GB', timeZone: 'UTC', baseCurrency: currency, rounding: { basis: 'line', mode: 'half-up' },
        agingBuckets: [...agingBuckets], defaultTerms: { netDays: 30 }, waysToPay: [],
      },
    });
    const accounts = accountRoles.map((role, index) => ({ role, code: `${1000 + index * 10}`, name: `${role} of ${entityId}` }));
    this.put('entity', entityId, { type: 'ChartMapped', data: { entityId, accounts } });
  }

  protected instalments(gross: bigint, digits: number, issueDate: string): { number: number; dueDate: string; amount: string }[] {
    if (this.below(3) > 0 || gross < 4n) return [{ number: 1, dueDate: addDays(issueDate, this.below(60)), amount: formatMinor(gross, digits) }];
    const first = gross / 3n;
    return [
      { number: 1, dueDate: addDays(issueDate, 10), amount: formatMinor(first, digits) },
      { number: 2, dueDate: addDays(issueDate, 40 + this.below(40)), amount: formatMinor(gross - first, digits) },
    ];
  }

  protected amount(): bigint {
    return BigInt(1 + this.below(this.below(10) === 0 ? 2_000_000_000 : 90_000));
  }

  protected open(accountId: string, id: string, instalments: readonly { number: number; amount: string }[], currency: string): void {
    for (const { number, amount } of instalments) {
      this.items.push({ accountId, id, part: number, currency, open: BigInt(amount.replace('.', '')) });
    }
  }

  protected invoice(): void {
    const entity = this.pick(entities);
    const customerId = this.pick(customers);
    const accountId = accountIdOf(entity.entityId, customerId);
    const invoiceId = this.id('inv');
    const saleId = `sale of ${invoiceId}`;
    const issueDate = this.day();
    const parts = [this.amount(), this.amount()];
    const net = parts[0]! + parts[1]!;
    const tax = net / 5n;
    const instalments = this.instalments(net + tax, entity.digits, issueDate);
    const seriesId = `${entity.entityId}-inv`;
    const number = this.events.filter(({ event }) => event.type === 'InvoiceIssued' && event.data.seriesId === seriesId).length + 1;
    const text = (minor: bigint): string => formatMinor(minor, entity.digits);
    const lines = parts.map((part, index) => ({
      lineId: `${index + 1}`, saleId, productCode: this.pick(['tea', 'cup', 'Löffel']), description: 'goods', quantity: '1', unitPrice: text(part),
      net: text(part), tax: '0', taxCategory: 'S' as const, taxRate: '20', recognition: { rule: 'at-issue' as const },
    }));
    this.put('sale', saleId, {
      type: 'SaleClosed',
      data: {
        saleId, entityId: entity.entityId, customerId, accountId, closedOn: issueDate, supplyDate: issueDate, currency: entity.currency, billing: 'at-once',
        lines: lines.map(({ lineId, description, quantity, unitPrice, taxCategory, taxRate }) => ({ lineId, description, quantity, unitPrice, taxCategory, taxRate })),
      },
    });
    this.put('invoices', seriesId, {
      type: 'InvoiceIssued',
      data: {
        invoiceId, seriesId, number, documentNumber: `${entity.entityId.toUpperCase()}-${number}`, entityId: entity.entityId, customerId, accountId, issueDate,
        supplyDate: issueDate, taxPointDate: issueDate, currency: entity.currency, ...this.base(entity, net, tax),
        seller: { entityId: entity.entityId, name: entity.entityId, country: 'GB' }, buyer: { customerId, kind: 'business', country: 'GB', personal: {} },
        terms: { netDays: 30 }, instalments, lines, rounding: { basis: 'line', mode: 'half-up' }, saleIds: [saleId], waysToPay: [], remind: true,
      },
    });
    this.open(accountId, invoiceId, instalments, entity.currency);
  }

  protected external(): void {
    const entity = this.pick(entities);
    const customerId = this.pick(customers);
    const accountId = accountIdOf(entity.entityId, customerId);
    const invoiceId = this.id('ext~erp~');
    const issueDate = this.day();
    const net = this.amount();
    const instalments = this.instalments(net, entity.digits, issueDate);
    this.put('external', invoiceId, {
      type: 'ExternalInvoiceRecorded',
      data: {
        invoiceId, source: 'erp', documentNumber: `E/${invoiceId}`, mode: this.pick(['history', 'opening']), entityId: entity.entityId, customerId, accountId,
        issueDate, currency: entity.currency, ...this.base(entity, net, 0n), instalments, remind: false,
      },
    });
    this.open(accountId, invoiceId, instalments, entity.currency);
  }

  protected credit(): void {
    const entity = this.pick(entities);
    const customerId = this.pick(customers);
    const accountId = accountIdOf(entity.entityId, customerId);
    const creditNoteId = this.id('cn');
    const issueDate = this.day();
    const net = this.amount();
    const tax = net / 5n;
    const text = (minor: bigint): string => formatMinor(minor, entity.digits);
    this.put('creditnotes', `${entity.entityId}-cn`, {
      type: 'CreditNoteIssued',
      data: {
        creditNoteId, seriesId: `${entity.entityId}-cn`, number: 1, documentNumber: `CN-${creditNoteId}`, entityId: entity.entityId, customerId, accountId,
        returnId: `return of ${creditNoteId}`, issueDate, taxPointDate: issueDate, currency: entity.currency, ...this.base(entity, net, tax),
        seller: { entityId: entity.entityId, name: entity.entityId, country: 'GB' }, buyer: { customerId, kind: 'business', country: 'GB', personal: {} },
        reason: 'returned', rounding: { basis: 'line', mode: 'half-up' },
        lines: [{
          lineId: '1', returnLineId: '1', productCode: 'tea', description: 'goods', quantity: '1', unitPrice: text(net), net: text(net), tax: text(tax),
          taxCategory: 'S', taxRate: '20', delivery: 'delivered',
        }],
      },
    });
    this.sources.push({ kind: 'credit', accountId, id: creditNoteId, part: 1, currency: entity.currency, open: net + tax });
  }
}
