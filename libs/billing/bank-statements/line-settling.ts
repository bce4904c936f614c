import { Inject, Injectable } from '@nestjs/common';
import {
  decideChargeBankFee, decideMatchLine, decideParkLine, findInvoice, foreseeMoney, isInterest, refusal, roundedBase, type BankFeeCharged, type LineAnswer, type Refusal,
  type StatementLineMatched, type StatementLineParked,
} from '#ledger';
import { formatMinor, knownCurrency, minorOf } from '#money';
import type { CommandContext, CommandResult } from '../command-context';
import { AllocatePaymentHandler } from '../accounts/allocate-payment.handler';
import { AllocatePayment } from '../accounts/allocate-payment.command';
import { deductionFacts } from '../accounts/deduction-facts';
import { namedItems, nameOf } from '../accounts/named-items';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { rateFor } from '../rates/rate-for';
import { ReceivePayment } from '../payments/receive-payment.command';
import { ReceivePaymentHandler } from '../payments/receive-payment.handler';
import { ReversePayment } from '../payments/reverse-payment.command';
import { ReversePaymentHandler } from '../payments/reverse-payment.handler';
import type { ResolveBankLineBody } from './bank-statement.dto';
import { paymentIdOf, type FoundLine } from './found-line';

type Matched = StatementLineMatched['data'];

/** How the decision on a line was come to. */
export type Judged = Pick<Matched, 'confidence' | 'reasons' | 'by'> & Partial<Pick<Matched, 'discrepancy'>>;

export interface PaymentOfLine {
  /** Absent: nobody knows yet whose it is. */
  readonly accountId?: string;
  readonly items: NonNullable<Matched['items']> | readonly NonNullable<ResolveBankLineBody['items']>[number][];
  readonly deductions: NonNullable<ResolveBankLineBody['deductions']>;
  /** Way it came; default that of the bank transfer. */
  readonly method?: string;
  /** Of a line that brings many payments: which this is, and how much of it. Whose words the line holds, is then unknown. */
  readonly part?: { readonly paymentId: string; readonly amount: string };
}

/** What a line is that shows a receipt. */
export const paymentOutcomes: readonly Matched['outcome'][] = ['payment', 'direct-debit'];

const referenceOf = ({ reference }: FoundLine['line']): { readonly reference?: string } => (reference === undefined ? {} : { reference });

function payerOf({ personal: { name, text, ...bankAccount } }: FoundLine['line']) {
  return { ...(name === undefined ? {} : { name }), ...bankAccount, ...(text === '' ? {} : { text }) };
}

/** Nothing is received again; where another decision was faster, its money stays where it put it. */
function receivedBefore(lineId: string, accountId: string | undefined, accounts: readonly string[]): CommandResult<unknown> {
  const [first] = accounts;
  if (first === undefined || accountId === undefined || accounts.includes(accountId)) return { kind: 'accepted', answer: {}, writeToken: null, repeated: true };
  const message = `Line ${lineId} was taken as a payment of account ${accounts.join(', ')} before. Move its money there to ${accountId}, or resolve the line as that payment.`;
  return refusedResult(refusal('conflict', 'STATEMENT.LINE_MATCHED', message, { lineId, accountId: first }));
}

const ownerOf = (accountId: string | undefined): { readonly accountId?: string } => (accountId === undefined ? {} : { accountId });

const absolute = (amount: string): string => amount.replace(/^-/, '');

const amountLess = (amount: string, less: string, currency: string): string => {
  const { digits } = knownCurrency(currency);
  return formatMinor(minorOf(amount, digits) - minorOf(less, digits), digits);
};

/**
 * Does what a line means by the commands that a person would use, then says so on the statement. Every step has an id
 * made from the line: walked again after a crash, each finds what it did before and goes on.
 */
@Injectable()
export class LineSettling {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly receive: ReceivePaymentHandler,
    private readonly allocate: AllocatePaymentHandler,
    private readonly reverse: ReversePaymentHandler,
  ) {}

  async payment(found: FoundLine, paid: PaymentOfLine, judged: Judged, context: CommandContext): Promise<CommandResult<LineAnswer>> {
    const { line } = found;
    const paymentId = paymentIdOf(line);
    // A match found by rule leaves money unapplied where an item was paid meanwhile; a person is told.
    const refused = judged.by === 'person' ? await this.foreseen(found, paid) : undefined;
    if (refused !== undefined) return refusedResult(refused);
    const received = await this.received(found, paid, context);
    if (received.kind !== 'accepted') return received;
    if (paid.deductions.length > 0 && paid.accountId !== undefined) {
      const body = {
        accountId: paid.accountId,
        requestId: paymentId,
        source: { kind: 'receipt' as const, id: paymentId },
        allocatedOn: line.valueDate,
        items: [...paid.items],
        deductions: [...paid.deductions],
      };
      const allocated = await this.allocate.execute(new AllocatePayment(body, context));
      if (allocated.kind !== 'accepted') return allocated;
    }
    const items = await this.itemsOf(paid);
    return this.matched(found, { outcome: 'payment', subjectId: paymentId, ...ownerOf(paid.accountId), ...(items.length === 0 ? {} : { items }), ...judged }, context);
  }

  /** What was paid, as far as the decision says how much of which instalment. */
  private async itemsOf({ accountId, items }: PaymentOfLine): Promise<NonNullable<Matched['items']>> {
    if (accountId === undefined) return [];
    return this.ledger.streams.account.query(accountId, (state) =>
      items.flatMap(({ instalment, amount, ...named }) => {
        const invoice = findInvoice(state, nameOf(named));
        const part = instalment ?? (invoice?.items.length === 1 ? 1 : undefined);
        return invoice === undefined || part === undefined || amount === undefined ? [] : [{ invoiceId: invoice.invoiceId, instalment: part, amount }];
      }),
    );
  }

  /** What would be refused once the money is booked is refused before anything is: afterwards nobody could take it back. */
  private async foreseen({ statement, line }: FoundLine, { accountId, items, deductions }: PaymentOfLine): Promise<Refusal | undefined> {
    if (accountId === undefined || (items.length === 0 && deductions.length === 0)) return undefined;
    const entity = await findEntity(this.ledger, statement.entityId);
    if (!entity.ok) return entity.refusal;
    const named = deductions.map(({ invoiceId: _id, documentNumber: _number, ...rest }, index) => ({ ...rest, invoiceId: nameOf(deductions[index] ?? {}) }));
    const factsOf = await deductionFacts(this.ledger, accountId, named.map(({ invoiceId }) => invoiceId));
    const paymentId = paymentIdOf(line);
    const money = {
      accountId, paymentId, identificationId: paymentId, receivedOn: line.valueDate, identifiedOn: line.valueDate, currency: statement.currency, amount: line.amount,
      // What it comes to in base currency decides nothing here.
      baseCurrency: statement.currency, baseAmount: line.amount,
    };
    const asked = { requestId: paymentId, inputHash: '', allocatedOn: line.valueDate, today: entity.facts.today, items: namedItems(items), deductions: named };
    return this.ledger.streams.account.query(accountId, (state) => foreseeMoney(money, asked, state, factsOf));
  }

  /** A receipt that another statement brought, or this one before a crash, is there already: then nothing is received again. */
  async received({ statement, line }: FoundLine, { accountId, items, deductions, method, part }: PaymentOfLine, context: CommandContext): Promise<CommandResult<unknown>> {
    const paymentId = part?.paymentId ?? paymentIdOf(line);
    const there = await this.ledger.streams.payment.query(paymentId, ({ received, splits }) => (received === null ? null : splits.map((split) => split.accountId)));
    if (there !== null) return receivedBefore(line.lineId, accountId, there);
    const body = {
      paymentId,
      entityId: statement.entityId,
      receivedOn: line.valueDate,
      currency: statement.currency,
      amount: part?.amount ?? line.amount,
      ...ownerOf(accountId),
      ...(part === undefined && accountId !== undefined ? referenceOf(line) : {}),
      ...(method === undefined ? {} : { method }),
      ...(items.length === 0 || deductions.length > 0 ? { allocate: 'none' as const } : { items: [...items] }),
    };
    const personal = part === undefined ? payerOf(line) : {};
    return this.receive.execute(new ReceivePayment(body, context, { bankLine: { statementId: statement.statementId, lineId: line.lineId }, personal }));
  }

  /** A line that shows money which was entered by hand: it is evidence of that payment, and nothing is booked again. */
  async enteredPayment(found: FoundLine, paymentId: string, judged: Judged, context: CommandContext): Promise<CommandResult<LineAnswer>> {
    const { statement, line } = found;
    const entered = await this.ledger.streams.payment.query(paymentId, ({ received, splits }) => (received === null ? null : { received, accounts: splits.map(({ accountId }) => accountId) }));
    if (entered === null) {
      return refusedResult(refusal('not-found', 'PAYMENT.UNKNOWN', `There is no payment ${paymentId}. Leave subjectId out to take the line as a payment of its own.`, { paymentId }));
    }
    const { received, accounts } = entered;
    if (received.entityId !== statement.entityId || received.currency !== statement.currency || received.amount !== line.amount || received.heldBy === 'gateway') {
      const shown = `line ${line.lineId} of ${line.amount} ${statement.currency}`;
      const message = `Payment ${paymentId} of ${received.amount} ${received.currency} is not ${shown}. Name the payment that it is, or leave subjectId out.`;
      return refusedResult(refusal('conflict', 'STATEMENT.OTHER_PAYMENT', message, { paymentId, lineId: line.lineId }));
    }
    const shown = received.bankLine?.lineId ?? (await this.shownBy(paymentOutcomes, paymentId, line.lineId));
    if (shown !== undefined && shown !== line.lineId) {
      const message = `Payment ${paymentId} came with line ${shown} already. This line is another one: take it as a payment of its own.`;
      return refusedResult(refusal('conflict', 'STATEMENT.OTHER_PAYMENT', message, { paymentId, lineId: line.lineId }));
    }
    const [accountId] = accounts;
    return this.matched(found, { outcome: 'payment', subjectId: paymentId, ...ownerOf(accountId), ...judged }, context);
  }

  /** Another line that shows this money; undefined: none does. A line that was settled a moment ago counts. */
  async shownBy(outcomes: readonly Matched['outcome'][], subjectId: string, lineId?: string): Promise<string | undefined> {
    await this.ledger.readModels.catchUp();
    const { items } = await this.ledger.lookups.listBankLines({ subjectId, state: 'matched' }, { limit: 100 });
    return items.find((item) => item.lineId !== lineId && outcomes.some((outcome) => outcome === item.outcome))?.lineId;
  }

  /** What a payment had brought goes back; `charge` is what the bank took with it in the same amount. */
  async reversal(found: FoundLine, { paymentId, charge }: { readonly paymentId: string; readonly charge?: string }, judged: Judged, context: CommandContext): Promise<CommandResult<LineAnswer>> {
    const { statement, line } = found;
    const reason = line.returnReason ?? 'taken back by the bank';
    const amount = charge === undefined ? absolute(line.amount) : amountLess(absolute(line.amount), charge, statement.currency);
    const body = { paymentId, reversalId: line.lineId, valueDate: line.valueDate, amount, reason };
    const taken = (): Promise<CommandResult<unknown>> => this.reverse.execute(new ReversePayment(body, context));
    const reversed = charge === undefined ? await taken() : await this.withCharge(found, charge, taken, context);
    return reversed.kind === 'accepted' ? this.matched(found, { outcome: 'payment-reversal', subjectId: line.lineId, ...judged }, context) : reversed;
  }

  /** Books the bank's charge behind what it came with; where it could not be booked, neither is the rest. */
  async withCharge(found: FoundLine, charge: string, rest: () => Promise<CommandResult<unknown>>, context: CommandContext): Promise<CommandResult<unknown>> {
    const fee = await this.feeOf(found, charge);
    if ('code' in fee) return refusedResult(fee);
    const done = await rest();
    return done.kind === 'accepted' ? this.charged(fee, context) : done;
  }

  /** A charge, or interest: by the bank's code unless a person said which. */
  async fee(found: FoundLine, judged: Judged, context: CommandContext, interest?: boolean): Promise<CommandResult<LineAnswer>> {
    const { line } = found;
    const fee = await this.feeOf(found, line.amount.startsWith('-') ? absolute(line.amount) : `-${line.amount}`, interest ?? isInterest(line));
    if ('code' in fee) return refusedResult(fee);
    const charged = await this.charged(fee, context);
    return charged.kind === 'accepted' ? this.matched(found, { outcome: 'bank-fee', subjectId: line.lineId, ...judged }, context) : charged;
  }

  private charged(fee: BankFeeCharged['data'], context: CommandContext): Promise<CommandResult<unknown>> {
    return this.ledger.streams.bankfee
      .decide(fee.feeId, originOf(context, { feeId: fee.feeId }), (state) => decideChargeBankFee(fee, state), true)
      .then((outcome) => resultOf(outcome, (answer) => answer));
  }

  private async feeOf({ statement, line }: FoundLine, amount: string, interest = false): Promise<BankFeeCharged['data'] | Refusal> {
    const { entityId, currency, statementId } = statement;
    const rate = await rateFor(this.ledger, entityId, currency, line.valueDate);
    if (!rate.ok) return rate.refusal;
    return {
      feeId: line.lineId,
      entityId,
      ...(interest ? { kind: 'interest' as const } : {}),
      chargedOn: line.valueDate,
      currency,
      amount,
      ...(await this.baseOf(entityId, amount, rate.rate)),
      rate: rate.rate,
      text: line.personal.text.slice(0, 1000),
      bankLine: { statementId, lineId: line.lineId },
    };
  }

  private baseOf(entityId: string, amount: string, rate: string) {
    return this.ledger.streams.entity.query(entityId, (state) => roundedBase(state, amount, rate));
  }

  async matched({ statement, line }: FoundLine, match: Omit<Matched, 'statementId' | 'lineId'>, context: CommandContext): Promise<CommandResult<LineAnswer>> {
    const data: Matched = { statementId: statement.statementId, lineId: line.lineId, ...match };
    const outcome = await this.ledger.streams.bankstatement.decide(statement.statementId, originOf(context, data), (state) => decideMatchLine(data, state));
    return resultOf(outcome, (answer) => answer);
  }

  async parked(
    { statement, line }: FoundLine,
    parked: Omit<StatementLineParked['data'], 'statementId' | 'lineId'>,
    context: CommandContext,
  ): Promise<CommandResult<LineAnswer>> {
    const data: StatementLineParked['data'] = { statementId: statement.statementId, lineId: line.lineId, ...parked };
    const outcome = await this.ledger.streams.bankstatement.decide(statement.statementId, originOf(context, data), (state) => decideParkLine(data, state));
    return resultOf(outcome, (answer) => answer);
  }
}
