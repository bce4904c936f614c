import { formatMinor } from '#money';
import { accountIdOf, accountRoles, addDays, streamName, type LedgerEvent } from '#ledger';
import { chance } from './chance';

export interface PlacedEvent {
  readonly stream: string;
  readonly event: LedgerEvent;
}

interface OpenPart {
  readonly accountId: string;
  readonly id: string;
  readonly part: number;
  readonly currency: string;
  open: bigint;
}

interface Allocation {
  readonly accountId: string;
  readonly id: string;
  readonly source: OpenPart & { readonly kind: 'receipt' | 'credit' };
  readonly item: OpenPart;
  readonly amount: bigint;
}

const entities = [
  { entityId: 'shop', currency: 'GBP', digits: 2 },
  { entityId: 'mill', currency: 'JPY', digits: 0 },
] as const;
const customers = ['ada', 'bob', 'Ärger & Söhne', 'zoë'];
const firstDay = '2023-11-01';

/** Builds histories that a ledger could really hold: no item or receipt is used beyond what it has. */
export class RandomHistory {
  readonly events: PlacedEvent[] = [];
  readonly #below: (below: number) => number;
  readonly #items: OpenPart[] = [];
  readonly #sources: (OpenPart & { readonly kind: 'receipt' | 'credit' })[] = [];
  readonly #unidentified: (OpenPart & { readonly entityId: string })[] = [];
  readonly #allocations: Allocation[] = [];
  readonly #disputes: { accountId: string; invoiceId: string; disputeId: string }[] = [];
  readonly #closed = new Map<string, number>();
  #count = 0;

  constructor(seed: number) {
    this.#below = chance(seed);
    for (const entity of entities) this.#configure(entity, [30, 60, 90]);
    for (const customerId of customers) {
      this.#put('customer', customerId, { type: 'CustomerRegistered', data: { customerId, kind: 'business', country: 'GB', personal: { name: `${customerId} Ltd` } } });
    }
  }

  grow(steps: number): this {
    const acts = [
      () => this.#invoice(), () => this.#invoice(), () => this.#external(), () => this.#credit(), () => this.#receive(), () => this.#receive(),
      () => this.#identify(), () => this.#identify(), () => this.#allocate(), () => this.#allocate(), () => this.#unallocate(), () => this.#release(),
      () => this.#bounce(), () => this.#dispute(), () => this.#resolve(), () => this.#period(), () => this.#remind(), () => this.#hold(),
    ];
    for (let step = 0; step < steps; step += 1) {
      acts[this.#below(acts.length)]!();
      if (this.#below(40) === 0) this.#configure(this.#pick(entities), this.#pick([[30, 60, 90], [15, 45], [7]]));
    }
    return this;
  }

  #put(category: Parameters<typeof streamName>[0], id: string, event: LedgerEvent): void {
    this.events.push({ stream: streamName(category, id), event });
  }

  #id(prefix: string): string {
    this.#count += 1;
    return `${prefix}-${this.#count}`;
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)]!;
  }

  #day(): string {
    return addDays(firstDay, this.#below(200));
  }

  #base(entity: (typeof entities)[number], net: bigint, tax: bigint) {
    const text = (minor: bigint): string => formatMinor(minor, entity.digits);
    return {
      totals: { net: text(net), tax: text(tax), gross: text(net + tax) },
      base: { currency: entity.currency, rate: '1', net: text(net), tax: text(tax), gross: text(net + tax) },
      taxSummary: [{ category: 'S' as const, rate: '20', base: text(net), tax: text(tax) }],
    };
  }

  #configure(entity: (typeof entities)[number], agingBuckets: readonly number[]): void {
    const { entityId, currency } = entity;
    this.#put('entity', entityId, {
      type: 'EntityConfigured',
      data: {
        entityId, name: entityId, country: 'GB', timeZone: 'UTC', baseCurrency: currency, rounding: { basis: 'line', mode: 'half-up' },
        agingBuckets: [...agingBuckets], defaultTerms: { netDays: 30 }, waysToPay: [],
      },
    });
    const accounts = accountRoles.map((role, index) => ({ role, code: `${1000 + index * 10}`, name: `${role} of ${entityId}` }));
    this.#put('entity', entityId, { type: 'ChartMapped', data: { entityId, accounts } });
  }

  #instalments(gross: bigint, digits: number, issueDate: string): { number: number; dueDate: string; amount: string }[] {
    if (this.#below(3) > 0 || gross < 4n) return [{ number: 1, dueDate: addDays(issueDate, this.#below(60)), amount: formatMinor(gross, digits) }];
    const first = gross / 3n;
    return [
      { number: 1, dueDate: addDays(issueDate, 10), amount: formatMinor(first, digits) },
      { number: 2, dueDate: addDays(issueDate, 40 + this.#below(40)), amount: formatMinor(gross - first, digits) },
    ];
  }

  #amount(): bigint {
    return BigInt(1 + this.#below(this.#below(10) === 0 ? 2_000_000_000 : 90_000));
  }

  #open(accountId: string, id: string, instalments: readonly { number: number; amount: string }[], currency: string): void {
    for (const { number, amount } of instalments) {
      this.#items.push({ accountId, id, part: number, currency, open: BigInt(amount.replace('.', '')) });
    }
  }

  #invoice(): void {
    const entity = this.#pick(entities);
    const customerId = this.#pick(customers);
    const accountId = accountIdOf(entity.entityId, customerId);
    const invoiceId = this.#id('inv');
    const saleId = `sale of ${invoiceId}`;
    const issueDate = this.#day();
    const parts = [this.#amount(), this.#amount()];
    const net = parts[0]! + parts[1]!;
    const tax = net / 5n;
    const instalments = this.#instalments(net + tax, entity.digits, issueDate);
    const seriesId = `${entity.entityId}-inv`;
    const number = this.events.filter(({ event }) => event.type === 'InvoiceIssued' && event.data.seriesId === seriesId).length + 1;
    const text = (minor: bigint): string => formatMinor(minor, entity.digits);
    const lines = parts.map((part, index) => ({
      lineId: `${index + 1}`, saleId, productCode: this.#pick(['tea', 'cup', 'Löffel']), description: 'goods', quantity: '1', unitPrice: text(part),
      net: text(part), tax: '0', taxCategory: 'S' as const, taxRate: '20', recognition: { rule: 'at-issue' as const },
    }));
    this.#put('sale', saleId, {
      type: 'SaleClosed',
      data: {
        saleId, entityId: entity.entityId, customerId, accountId, closedOn: issueDate, supplyDate: issueDate, currency: entity.currency, billing: 'at-once',
        lines: lines.map(({ lineId, description, quantity, unitPrice, taxCategory, taxRate }) => ({ lineId, description, quantity, unitPrice, taxCategory, taxRate })),
      },
    });
    this.#put('invoices', seriesId, {
      type: 'InvoiceIssued',
      data: {
        invoiceId, seriesId, number, documentNumber: `${entity.entityId.toUpperCase()}-${number}`, entityId: entity.entityId, customerId, accountId, issueDate,
        supplyDate: issueDate, taxPointDate: issueDate, currency: entity.currency, ...this.#base(entity, net, tax),
        seller: { entityId: entity.entityId, name: entity.entityId, country: 'GB' }, buyer: { customerId, kind: 'business', country: 'GB', personal: {} },
        terms: { netDays: 30 }, instalments, lines, rounding: { basis: 'line', mode: 'half-up' }, saleIds: [saleId], waysToPay: [], remind: true,
      },
    });
    this.#open(accountId, invoiceId, instalments, entity.currency);
  }

  #external(): void {
    const entity = this.#pick(entities);
    const customerId = this.#pick(customers);
    const accountId = accountIdOf(entity.entityId, customerId);
    const invoiceId = this.#id('ext~erp~');
    const issueDate = this.#day();
    const net = this.#amount();
    const instalments = this.#instalments(net, entity.digits, issueDate);
    this.#put('external', invoiceId, {
      type: 'ExternalInvoiceRecorded',
      data: {
        invoiceId, source: 'erp', documentNumber: `E/${invoiceId}`, mode: this.#pick(['history', 'opening']), entityId: entity.entityId, customerId, accountId,
        issueDate, currency: entity.currency, ...this.#base(entity, net, 0n), instalments, remind: false,
      },
    });
    this.#open(accountId, invoiceId, instalments, entity.currency);
  }

  #credit(): void {
    const entity = this.#pick(entities);
    const customerId = this.#pick(customers);
    const accountId = accountIdOf(entity.entityId, customerId);
    const creditNoteId = this.#id('cn');
    const issueDate = this.#day();
    const net = this.#amount();
    const tax = net / 5n;
    const text = (minor: bigint): string => formatMinor(minor, entity.digits);
    this.#put('creditnotes', `${entity.entityId}-cn`, {
      type: 'CreditNoteIssued',
      data: {
        creditNoteId, seriesId: `${entity.entityId}-cn`, number: 1, documentNumber: `CN-${creditNoteId}`, entityId: entity.entityId, customerId, accountId,
        returnId: `return of ${creditNoteId}`, issueDate, taxPointDate: issueDate, currency: entity.currency, ...this.#base(entity, net, tax),
        seller: { entityId: entity.entityId, name: entity.entityId, country: 'GB' }, buyer: { customerId, kind: 'business', country: 'GB', personal: {} },
        reason: 'returned', rounding: { basis: 'line', mode: 'half-up' },
        lines: [{
          lineId: '1', returnLineId: '1', productCode: 'tea', description: 'goods', quantity: '1', unitPrice: text(net), net: text(net), tax: text(tax),
          taxCategory: 'S', taxRate: '20', delivery: 'delivered',
        }],
      },
    });
    this.#sources.push({ kind: 'credit', accountId, id: creditNoteId, part: 1, currency: entity.currency, open: net + tax });
  }

  #money(currency: string, minor: bigint): { currency: string; baseCurrency: string; amount: string; baseAmount: string } {
    const { digits } = entities.find((entity) => entity.currency === currency)!;
    const amount = formatMinor(minor, digits);
    return { currency, baseCurrency: currency, amount, baseAmount: amount };
  }

  #receive(): void {
    const { entityId, currency } = this.#pick(entities);
    const paymentId = this.#id('pay');
    const minor = this.#amount();
    this.#put('payment', paymentId, {
      type: 'PaymentReceived',
      data: { paymentId, entityId, receivedOn: this.#day(), ...this.#money(currency, minor), rate: '1', method: 'transfer', instruction: { allocate: 'auto' } },
    });
    this.#unidentified.push({ entityId, accountId: '', id: paymentId, part: 1, currency, open: minor });
  }

  #identify(): void {
    const receipt = this.#pick(this.#unidentified.filter((one) => one.open > 0n));
    if (receipt === undefined) return;
    const minor = this.#below(2) === 0 ? receipt.open : 1n + receipt.open / 2n;
    const accountId = accountIdOf(receipt.entityId, this.#pick(customers));
    const { currency, baseCurrency, ...amounts } = this.#money(receipt.currency, minor);
    this.#put('payment', receipt.id, {
      type: 'PaymentIdentified',
      data: { paymentId: receipt.id, requestId: this.#id('req'), identifiedOn: this.#day(), currency, baseCurrency, splits: [{ accountId, ...amounts }] },
    });
    receipt.open -= minor;
    const known = this.#sources.find((source) => source.kind === 'receipt' && source.id === receipt.id && source.accountId === accountId);
    if (known !== undefined) known.open += minor;
    else this.#sources.push({ kind: 'receipt', accountId, id: receipt.id, part: 1, currency, open: minor });
  }

  #allocate(): void {
    const source = this.#pick(this.#sources.filter((one) => one.open > 0n));
    const item = source && this.#pick(this.#items.filter((one) => one.open > 0n && one.accountId === source.accountId));
    if (source === undefined || item === undefined) return;
    const minor = source.open < item.open ? source.open : item.open;
    const allocationId = this.#id('alloc');
    const { currency, baseCurrency, ...amounts } = this.#money(source.currency, minor);
    this.#put('account', source.accountId, {
      type: 'PaymentAllocated',
      data: {
        accountId: source.accountId, allocationId, source: { kind: source.kind, id: source.id }, allocatedOn: this.#day(), currency, baseCurrency, rule: 'clerk',
        items: [{ invoiceId: item.id, instalment: item.part, ...amounts }],
      },
    });
    source.open -= minor;
    item.open -= minor;
    this.#allocations.push({ accountId: source.accountId, id: allocationId, source, item, amount: minor });
  }

  #unallocate(): void {
    const index = this.#below(Math.max(1, this.#allocations.length));
    const [done] = this.#allocations.splice(index, 1);
    if (done === undefined) return;
    const { currency, baseCurrency, ...amounts } = this.#money(done.source.currency, done.amount);
    this.#put('account', done.accountId, {
      type: 'AllocationReversed',
      data: {
        accountId: done.accountId, reversalId: this.#id('undo'), allocationId: done.id, source: { kind: done.source.kind, id: done.source.id },
        reversedOn: this.#day(), currency, baseCurrency, cause: 'clerk', reason: 'wrong invoice',
        items: [{ invoiceId: done.item.id, instalment: done.item.part, ...amounts }],
      },
    });
    done.source.open += done.amount;
    done.item.open += done.amount;
  }

  #release(): void {
    const source = this.#pick(this.#sources.filter((one) => one.open > 0n && one.kind === 'receipt'));
    if (source === undefined) return;
    this.#put('payment', source.id, {
      type: 'PaymentIdentificationReversed',
      data: {
        paymentId: source.id, requestId: this.#id('req'), reversedOn: this.#day(), ...this.#money(source.currency, source.open), accountId: source.accountId,
        reason: 'other customer',
      },
    });
    this.#unidentified.find((one) => one.id === source.id)!.open += source.open;
    source.open = 0n;
  }

  #bounce(): void {
    const source = this.#pick(this.#sources.filter((one) => one.open > 1n && one.kind === 'receipt'));
    if (source === undefined) return;
    const nobodys = this.#unidentified.find((one) => one.id === source.id)!;
    const part = ({ accountId, open }: OpenPart) => {
      const { amount, baseAmount } = this.#money(source.currency, open);
      return { ...(accountId === '' ? {} : { accountId }), amount, baseAmount };
    };
    const parts = [source, nobodys].filter((one) => one.open > 0n);
    this.#put('payment', source.id, {
      type: 'PaymentReversed',
      data: {
        paymentId: source.id, entityId: nobodys.entityId, reversalId: this.#id('bounce'), valueDate: this.#day(),
        ...this.#money(source.currency, parts.reduce((sum, one) => sum + one.open, 0n)), reason: 'no funds', parts: parts.map(part),
      },
    });
    for (const one of parts) one.open = 0n;
  }

  #dispute(): void {
    const item = this.#pick(this.#items);
    if (item === undefined) return;
    const dispute = { accountId: item.accountId, invoiceId: item.id, disputeId: this.#id('dispute') };
    this.#disputes.push(dispute);
    this.#put('account', item.accountId, { type: 'DisputeOpened', data: { ...dispute, openedOn: this.#day(), dateAssumed: false, reason: 'broken' } });
  }

  #resolve(): void {
    const [dispute] = this.#disputes.splice(this.#below(Math.max(1, this.#disputes.length)), 1);
    if (dispute === undefined) return;
    this.#put('account', dispute.accountId, {
      type: 'DisputeResolved', data: { ...dispute, requestId: this.#id('req'), resolvedOn: this.#day(), outcome: 'agreed' },
    });
  }

  #period(): void {
    const { entityId } = this.#pick(entities);
    const months = ['2023-11', '2023-12', '2024-01', '2024-02', '2024-03'];
    const closed = this.#closed.get(entityId) ?? 0;
    const reopen = closed > 0 && this.#below(3) === 0;
    const period = months[reopen ? closed - 1 : closed];
    if (period === undefined) return;
    this.#closed.set(entityId, closed + (reopen ? -1 : 1));
    this.#put('period', entityId, {
      type: reopen ? 'PeriodReopened' : 'PeriodClosed', data: { entityId, requestId: this.#id('req'), period, reason: 'month end' },
    });
  }

  #remind(): void {
    const item = this.#pick(this.#items);
    if (item === undefined) return;
    const reminderId = this.#id('letter');
    const { accountId, currency } = item;
    this.#put('account', accountId, {
      type: 'ReminderDue',
      data: {
        accountId, reminderId, runDate: this.#day(), policyId: 'standard', policyVersion: 1, channel: 'outbox', currency,
        items: [{ invoiceId: item.id, instalment: item.part, documentNumber: item.id, dueDate: this.#day(), openAmount: this.#money(currency, item.open).amount, step: 'first' }],
      },
    });
    this.#put('account', accountId, { type: 'ReminderSent', data: { accountId, reminderId, channel: 'outbox', receipt: `${reminderId}.eml` } });
  }

  #hold(): void {
    const accountId = accountIdOf(this.#pick(entities).entityId, this.#pick(customers));
    this.#put('account', accountId, { type: 'AccountHeld', data: { accountId, requestId: this.#id('req'), heldOn: this.#day(), reason: 'late' } });
  }
}
