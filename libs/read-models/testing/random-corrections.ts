import { formatMinor } from '#money';
import { accountParts } from '#ledger';
import { entities, RandomDocuments, type OpenPart } from './random-documents';

type Receipt = OpenPart & { readonly kind: 'receipt' | 'credit' };

/** Deductions, write-offs, refunds and what undoes them, never beyond what is open or unapplied. */
export class RandomCorrections extends RandomDocuments {
  readonly #writeOffs: { readonly item: OpenPart; readonly writeOffId: string; left: bigint }[] = [];
  readonly #refunds: { readonly source: Receipt; readonly refundId: string; left: bigint }[] = [];

  protected money(currency: string, minor: bigint): { currency: string; baseCurrency: string; amount: string; baseAmount: string } {
    const { digits } = entities.find((entity) => entity.currency === currency)!;
    const amount = formatMinor(minor, digits);
    return { currency, baseCurrency: currency, amount, baseAmount: amount };
  }

  protected deduct(): void {
    const item = this.pick(this.items.filter((one) => one.open > 1n));
    if (item === undefined) return;
    const minor = 1n + item.open / 3n;
    const { accountId } = item;
    const tax = this.money(item.currency, minor / 6n);
    this.put('account', accountId, {
      type: 'DeductionAccepted',
      data: {
        accountId, deductionId: this.id('deduction'), kind: this.pick(['early-payment-discount', 'bank-charge', 'withholding', 'tolerance'] as const),
        acceptedOn: this.day(), invoiceId: item.id, instalment: item.part, ...this.money(item.currency, minor),
        taxes: this.below(2) === 0 ? [] : [{ category: 'S', rate: '20', amount: tax.amount, baseAmount: tax.baseAmount }], reason: 'paid short',
      },
    });
    item.open -= minor;
  }

  protected writeOff(): void {
    const item = this.pick(this.items.filter((one) => one.open > 0n));
    if (item === undefined) return;
    const writeOffId = this.id('writeoff');
    const { currency, baseCurrency, ...amounts } = this.money(item.currency, item.open);
    this.put('account', item.accountId, {
      type: 'InvoiceWrittenOff',
      data: {
        accountId: item.accountId, writeOffId, writtenOffOn: this.day(), currency, baseCurrency, reasonCode: 'uncollectible', reason: 'gone',
        items: [{ invoiceId: item.id, instalment: item.part, ...amounts }],
      },
    });
    this.#writeOffs.push({ item, writeOffId, left: item.open });
    item.open = 0n;
  }

  protected recover(): void {
    const off = this.pick(this.#writeOffs.filter(({ left }) => left > 0n));
    if (off === undefined) return;
    const minor = this.below(2) === 0 ? off.left : 1n + off.left / 2n;
    const { item } = off;
    const { currency, baseCurrency, ...amounts } = this.money(item.currency, minor);
    this.put('account', item.accountId, {
      type: 'WriteOffReversed',
      data: {
        accountId: item.accountId, writeOffId: off.writeOffId, reversalId: this.id('recovery'), reversedOn: this.day(), currency, baseCurrency,
        items: [{ invoiceId: item.id, instalment: item.part, ...amounts }], taxes: [], cause: 'recovery', reason: 'paid after all',
      },
    });
    off.left -= minor;
    item.open += minor;
  }

  protected refund(): void {
    const source = this.pick(this.sources.filter((one) => one.open > 0n)) as Receipt | undefined;
    if (source === undefined) return;
    const refundId = this.id('refund');
    const { accountId } = source;
    this.put('account', accountId, {
      type: 'RefundPaid',
      data: { accountId, refundId, source: { kind: source.kind, id: source.id }, paidOn: this.day(), ...this.money(source.currency, source.open) },
    });
    this.#refunds.push({ source, refundId, left: source.open });
    source.open = 0n;
  }

  protected returnRefund(): void {
    const refund = this.pick(this.#refunds.filter(({ left }) => left > 0n));
    if (refund === undefined) return;
    const { source, refundId, left } = refund;
    const { accountId } = source;
    this.put('account', accountId, {
      type: 'RefundReturned',
      data: {
        accountId, refundId, source: { kind: source.kind, id: source.id }, returnedOn: this.day(), ...this.money(source.currency, left), reason: 'account closed',
      },
    });
    source.open += left;
    refund.left = 0n;
  }

  /** The bank takes back a receipt that was refunded: the customer owes it. */
  protected bounceRefunded(): void {
    const refund = this.pick(this.#refunds.filter(({ left, source }) => left > 0n && source.kind === 'receipt'));
    if (refund === undefined) return;
    const { source, left } = refund;
    const { accountId } = source;
    const reversalId = this.id('bounce');
    const money = this.money(source.currency, left);
    const day = this.day();
    this.put('payment', source.id, {
      type: 'PaymentReversed',
      data: {
        paymentId: source.id, entityId: accountParts(accountId).entityId, reversalId, valueDate: day, ...money, reason: 'called back',
        parts: [{ accountId, amount: money.amount, baseAmount: money.baseAmount }],
      },
    });
    const debitId = this.id('debit');
    this.put('account', accountId, {
      type: 'ReversalDebitRaised', data: { accountId, debitId, paymentId: source.id, reversalId, refundId: refund.refundId, raisedOn: day, ...money },
    });
    this.items.push({ accountId, id: debitId, part: 1, currency: source.currency, open: left });
    refund.left = 0n;
  }
}
