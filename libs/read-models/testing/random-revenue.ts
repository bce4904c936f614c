import { currency as currencyOf, formatMinor, minorOf } from '#money';
import {
  accountIdOf, addDays, creditRecognition, lineRecognition, type ContractItem, type CreditLine, type InvoiceIssued, type InvoiceLine, type RecognitionRule,
} from '#ledger';
import { RandomCorrections } from './random-corrections';
import { customers, entities } from './random-documents';

interface SignedContract {
  readonly entity: (typeof entities)[number];
  readonly customerId: string;
  readonly contractId: string;
}

interface BilledLine {
  readonly entity: (typeof entities)[number];
  readonly customerId: string;
  readonly invoiceId: string;
  readonly purpose: InvoiceIssued['data']['purpose'];
  readonly line: InvoiceLine;
  readonly issueDate: string;
  left: bigint;
  readonly credits: NonNullable<CreditLine['recognition']>[];
}

const rules: readonly RecognitionRule[] = ['at-issue', 'point-in-time', 'daily', 'equal-months', 'as-used', 'milestones', 'draw-down', 'prepayment'];

/** Contracts, invoices whose revenue counts later, credits of them, and revenue that work earns. */
export class RandomRevenue extends RandomCorrections {
  readonly #contracts: SignedContract[] = [];
  readonly #lines: BilledLine[] = [];

  protected sign(): void {
    const entity = this.pick(entities);
    const customerId = this.pick(customers);
    const contractId = this.id('contract');
    const startsOn = this.day();
    this.put('contract', contractId, {
      type: 'ContractSigned',
      data: {
        contractId, entityId: entity.entityId, customerId, accountId: accountIdOf(entity.entityId, this.pick(customers)), signedOn: startsOn, startsOn,
        ...(this.below(3) === 0 ? { endsOn: addDays(startsOn, this.below(120)) } : {}), currency: entity.currency,
        items: [this.#item('plan', entity.digits), this.#item('service', entity.digits)],
      },
    });
    this.#contracts.push({ entity, customerId, contractId });
  }

  #item(itemId: string, digits: number): ContractItem {
    const common = { itemId, description: itemId, taxCategory: 'S' as const, taxRate: '20', recognition: 'daily' as const };
    const fee = formatMinor(this.amount(), digits);
    if (this.below(3) === 0) {
      return {
        ...common, model: 'retainer',
        retainer: { monthlyFee: fee, includedUnits: '10', unit: 'hour', overagePrice: '1', rolloverMonths: 0, timing: 'in-advance' },
      };
    }
    const interval = { unit: this.pick(['day', 'week', 'month', 'year'] as const), count: 1 + this.below(3) };
    const trial = this.below(3) === 0 ? { trialDays: 1 + this.below(60) } : {};
    return {
      ...common, model: 'subscription', ...(this.below(2) === 0 ? { discountPercent: '12.5' } : {}),
      subscription: { plan: this.pick(['basic', 'pro']), quantity: String(1 + this.below(9)), unitPrice: fee, interval, timing: 'in-advance', ...trial },
    };
  }

  protected amend(): void {
    const contract = this.pick(this.#contracts);
    if (contract === undefined) return;
    const removes = this.below(3) === 0;
    this.put('contract', contract.contractId, {
      type: 'ContractAmended',
      data: {
        contractId: contract.contractId, amendmentId: this.id('amendment'), effectiveFrom: this.day(), reason: 'agreed',
        items: removes ? [] : [this.#item(this.pick(['plan', 'more']), contract.entity.digits)], removedItemIds: removes ? ['service'] : [],
      },
    });
  }

  protected endContract(): void {
    const contract = this.pick(this.#contracts);
    if (contract === undefined) return;
    this.put('contract', contract.contractId, {
      type: 'ContractEnded', data: { contractId: contract.contractId, requestId: this.id('req'), endsOn: this.day(), reason: 'left' },
    });
  }

  /** An invoice of one line by any rule, of a contract or of none, of a fee or of sales. */
  protected invoiceOverTime(): void {
    const contract = this.below(2) === 0 ? this.pick(this.#contracts) : undefined;
    const entity = contract?.entity ?? this.pick(entities);
    const customerId = contract?.customerId ?? this.pick(customers);
    const accountId = accountIdOf(entity.entityId, customerId);
    const invoiceId = this.id('inv');
    const issueDate = this.day();
    const minor = this.amount();
    const line = this.#line(minor, entity, issueDate);
    const purpose = contract === undefined ? this.pick([undefined, 'late-fee', 'interest'] as const) : undefined;
    const instalments = this.instalments(minor, entity.digits, issueDate);
    const seriesId = `${entity.entityId}-inv`;
    const number = this.events.filter(({ event }) => event.type === 'InvoiceIssued' && event.data.seriesId === seriesId).length + 1;
    const billed = { ...line, ...(contract === undefined ? {} : { contractId: contract.contractId, contractItemId: 'plan' }) };
    this.put('invoices', seriesId, {
      type: 'InvoiceIssued',
      data: {
        invoiceId, seriesId, number, documentNumber: `${entity.entityId.toUpperCase()}-${number}`, entityId: entity.entityId, customerId, accountId, issueDate,
        supplyDate: issueDate, taxPointDate: issueDate, currency: entity.currency, ...this.base(entity, minor, 0n),
        seller: { entityId: entity.entityId, name: entity.entityId, country: 'GB' }, buyer: { customerId, kind: 'business', country: 'GB', personal: {} },
        terms: { netDays: 30 }, instalments, lines: [billed], rounding: { basis: 'line', mode: 'half-up' }, saleIds: [], waysToPay: [], remind: true,
        ...(purpose === undefined ? {} : { purpose }),
      },
    });
    this.open(accountId, invoiceId, instalments, entity.currency);
    this.#lines.push({ entity, customerId, invoiceId, purpose, line: billed, issueDate, left: minor, credits: [] });
  }

  #line(minor: bigint, entity: (typeof entities)[number], issueDate: string): InvoiceLine {
    const net = formatMinor(minor, entity.digits);
    const rule = this.pick(rules);
    const from = addDays(issueDate, this.below(90) - 60);
    const servicePeriod = { from, to: addDays(from, this.below(150)) };
    const asset = rule !== 'at-issue' && this.below(4) === 0 ? { contractAsset: formatMinor(minor / 3n, entity.digits) } : {};
    const recognition = lineRecognition({ rule, net, currency: currencyOf(entity.currency)!, supplyDate: from, servicePeriod, ...asset });
    return {
      lineId: '1', productCode: this.pick(['tea', 'plan']), description: 'service', quantity: '1', unitPrice: net, net, tax: '0', taxCategory: 'S',
      taxRate: '0', recognition, servicePeriod,
    };
  }

  /** A credit of such a line, in part or of all that is left. */
  protected creditOverTime(): void {
    const billed = this.pick(this.#lines.filter(({ left }) => left > 0n));
    if (billed === undefined) return;
    const { entity, customerId, line, credits } = billed;
    const minor = this.below(2) === 0 ? billed.left : 1n + billed.left / 3n;
    const issueDate = addDays(billed.issueDate, this.below(90));
    const delivery = this.pick(['undelivered', 'delivered', 'price'] as const);
    const net = formatMinor(minor, entity.digits);
    const sum = (part: 'fromDeferred' | 'fromRevenue'): string =>
      formatMinor(credits.reduce((total, credit) => total + minorOf(credit[part], entity.digits), 0n), entity.digits);
    const recognition = creditRecognition({
      line, net, delivery, on: issueDate, currency: currencyOf(entity.currency)!, credited: credits.flatMap(({ schedule }) => schedule),
      creditedDeferred: sum('fromDeferred'), creditedRevenue: sum('fromRevenue'),
    });
    billed.left -= minor;
    if (recognition !== undefined) credits.push(recognition);
    const creditNoteId = this.id('cn');
    const accountId = accountIdOf(entity.entityId, customerId);
    const { contractId, contractItemId, productCode = '' } = line;
    this.put('creditnotes', `${entity.entityId}-cn`, {
      type: 'CreditNoteIssued',
      data: {
        creditNoteId, seriesId: `${entity.entityId}-cn`, number: 1, documentNumber: `CN-${creditNoteId}`, entityId: entity.entityId, customerId, accountId,
        returnId: `return of ${creditNoteId}`, issueDate, taxPointDate: issueDate, currency: entity.currency, ...this.base(entity, minor, 0n),
        seller: { entityId: entity.entityId, name: entity.entityId, country: 'GB' }, buyer: { customerId, kind: 'business', country: 'GB', personal: {} },
        reason: 'less', rounding: { basis: 'line', mode: 'half-up' }, ...(billed.purpose === undefined ? {} : { purpose: billed.purpose }),
        lines: [{
          lineId: '1', returnLineId: '1', productCode, description: 'service', quantity: '1', unitPrice: net, net, tax: '0', taxCategory: 'S', taxRate: '0',
          delivery, invoiceId: billed.invoiceId, invoiceLineId: '1', ...(recognition === undefined ? {} : { recognition }),
          ...(contractId === undefined ? {} : { contractId, contractItemId: contractItemId! }),
        }],
      },
    });
    this.sources.push({ kind: 'credit', accountId, id: creditNoteId, part: 1, currency: entity.currency, open: minor });
  }

  protected recognise(): void {
    const contract = this.pick(this.#contracts);
    if (contract === undefined) return;
    const { contractId, entity } = contract;
    const minor = this.amount();
    const text = (amount: bigint): string => formatMinor(amount, entity.digits);
    const [whole, deferred] = [text(minor), minor / BigInt(1 + this.below(3))];
    this.put('contract', contractId, {
      type: 'RevenueRecognised',
      data: {
        contractId, entityId: entity.entityId, accountId: accountIdOf(entity.entityId, this.pick(customers)), itemId: 'plan', recognitionId: this.id('recognition'),
        ...(this.below(2) === 0 ? { productCode: 'plan' } : {}), cause: this.pick(['milestone', 'draw-down', 'accrual'] as const), recognisedOn: this.day(),
        currency: entity.currency, amount: whole, fromDeferred: text(deferred), toContractAsset: text(minor - deferred), baseCurrency: entity.currency, rate: '1',
        baseAmount: whole, baseFromDeferred: text(deferred), baseToContractAsset: text(minor - deferred),
      },
    });
  }
}
