import { Inject, Injectable } from '@nestjs/common';
import { minorOf } from '#money';
import { currencyDigits, isBankFee, refundReturnSubject, resolutionWords, takesBack, type LineAnswer, type StatementLineMatched } from '#ledger';
import type { BankSubject } from '#read-models';
import type { CommandContext, CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { BatchCreditReading } from './batch-credit-reading';
import { DirectDebitReading } from './direct-debit-reading';
import type { FoundLine } from './found-line';
import { lineIn } from './found-line';
import { LineSettling, type Judged } from './line-settling';
import { isTelling, names, wordsOf } from './named-in-words';
import { RefundLineSettling } from './refund-line-settling';

type Reason = StatementLineMatched['data']['reasons'][number];

const sure = (...reasons: Reason[]): Judged => ({ confidence: 95, reasons, by: 'automatic' });

const same = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a === b;

const isNoted = ({ line }: FoundLine, words: string, reference: string | undefined): boolean =>
  reference !== undefined && (same(line.bankReference, reference) || (isTelling(reference) && names(words, reference)));

/** Lines that are no customer's payment: money that went out, entries taken back, the bank's own charges, payouts. */
@Injectable()
export class DebitReading {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly settling: LineSettling,
    private readonly refunds: RefundLineSettling,
    private readonly directDebits: DirectDebitReading,
    private readonly batches: BatchCreditReading,
  ) {}

  /** Settles or parks the line; null: it is a payment to be matched with open items. */
  async settle(found: FoundLine, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    const { line } = found;
    if (isBankFee(line)) {
      return this.settling.fee(found, sure({ rule: 'bank-reference', detail: `the bank calls it ${line.code ?? 'a charge'}` }), context);
    }
    const debited = await this.directDebits.settle(found, context);
    if (debited !== null) return debited;
    if (!line.amount.startsWith('-')) return (await this.batches.settle(found, context)) ?? (await this.refundReturnOf(found, context)) ?? this.payoutOf(found, context);
    const settled = takesBack(line) ? await this.reversalOf(found, context) : await this.refundOf(found, context);
    return settled ?? this.settling.parked(found, { discrepancy: 'unknown-debit', resolution: resolutionWords['unknown-debit'], proposals: [] }, context);
  }

  private subjects({ statement, line }: FoundLine, turned = false): Promise<BankSubject[]> {
    const amount = minorOf(line.amount, currencyDigits(statement.currency));
    return this.ledger.lookups.bankSubjects(statement.entityId, statement.currency, turned ? -amount : amount);
  }

  /** Those that no line showed yet, the lines settled a moment ago included. */
  private async unused(subjects: readonly BankSubject[]): Promise<readonly BankSubject[]> {
    if (subjects.length > 0) await this.ledger.readModels.catchUp();
    const used = await Promise.all(subjects.map(async ({ subjectId }) => (await this.ledger.lookups.listBankLines({ subjectId }, { limit: 1 })).items.length > 0));
    return subjects.filter((_subject, at) => used[at] === false);
  }

  /** The receipt that an entry takes back: by the bank's own reference of it, or its end-to-end id. */
  private async reversalOf(found: FoundLine, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    const { line } = found;
    const receipts = (await this.subjects(found, true)).filter(({ kind, lineId, day }) => kind === 'payment' && lineId !== null && day <= line.valueDate);
    const named: string[] = [];
    for (const { subjectId } of receipts) {
      const original = await this.originalLine(subjectId);
      if (original !== null && (same(original.bankReference, line.reversalOf) || same(original.endToEndId, line.endToEndId) || same(original.bankReference, line.bankReference))) named.push(subjectId);
    }
    const [paymentId, second] = named;
    if (paymentId === undefined || second !== undefined) return null;
    return this.settling.reversal(found, { paymentId }, sure({ rule: 'bank-reference', detail: `it takes back the line that brought payment ${paymentId}` }), context);
  }

  private async originalLine(paymentId: string) {
    const bankLine = await this.ledger.streams.payment.query(paymentId, ({ received }) => received?.bankLine ?? null);
    if (bankLine === null) return null;
    return (await this.ledger.streams.bankstatement.query(bankLine.statementId, (state) => lineIn(state, bankLine.lineId)))?.line ?? null;
  }

  /** A refund that was asked for: of exactly this amount, its id in what the line says, or the bank's own reference of it as a person noted it. */
  private async refundOf(found: FoundLine, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    const words = wordsOf(found);
    const subjects = await this.subjects(found);
    const noted = new Map(subjects.flatMap(({ kind, subjectId, reference }) => (kind === 'refund' && reference !== null ? [[subjectId, reference]] : [])));
    const isNamed = (refundId: string): boolean => names(words, refundId) || isNoted(found, words, noted.get(refundId));
    const asked = (await this.unused(subjects.filter(({ kind }) => kind === 'refund-requested'))).filter(({ subjectId }) => isNamed(subjectId));
    const [refund, second] = asked;
    if (refund === undefined || refund.accountId === null || second !== undefined) return null;
    const reason: Reason = { rule: 'refund', detail: `it names refund ${refund.subjectId} and is exactly its amount` };
    return this.refunds.refund(found, { accountId: refund.accountId, refundId: refund.subjectId }, sure(reason), context);
  }

  /** A refund that was paid and comes back: of exactly this amount, and named, or known by the line that paid it. */
  private async refundReturnOf(found: FoundLine, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    const { line } = found;
    const words = wordsOf(found);
    const paid = (await this.subjects(found, true)).filter(({ kind, day }) => kind === 'refund' && day <= line.valueDate);
    if (paid.length > 0) await this.ledger.readModels.catchUp();
    const back: BankSubject[] = [];
    for (const subject of paid) {
      const shown = (await this.ledger.lookups.listBankLines({ subjectId: subject.subjectId }, { limit: 10 })).items;
      const returned = await this.ledger.lookups.listBankLines({ subjectId: refundReturnSubject(subject.subjectId) }, { limit: 1 });
      if (returned.items.length > 0) continue;
      if (names(words, subject.subjectId) || (await this.returnsLine(line, shown))) back.push(subject);
    }
    const [refund, second] = back;
    if (refund === undefined || refund.accountId === null || second !== undefined) return null;
    const reason: Reason = { rule: 'refund', detail: `it brings back refund ${refund.subjectId}, exactly its amount` };
    return this.refunds.refundReturn(found, { accountId: refund.accountId, refundId: refund.subjectId }, sure(reason), context);
  }

  private async returnsLine(line: FoundLine['line'], shown: readonly { readonly statementId: string; readonly lineId: string }[]): Promise<boolean> {
    if (line.isReversal !== true && line.returnReason === undefined) return false;
    for (const { statementId, lineId } of shown) {
      const paying = (await this.ledger.streams.bankstatement.query(statementId, (state) => lineIn(state, lineId)))?.line;
      if (paying !== undefined && (same(paying.endToEndId, line.endToEndId) || same(paying.endToEndId, line.reversalOf) || same(paying.bankReference, line.reversalOf))) return true;
    }
    return false;
  }

  /** What a gateway paid out: named, or the only one of that amount within five days. */
  private async payoutOf(found: FoundLine, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    const payouts = await this.unused((await this.subjects(found)).filter(({ kind }) => kind === 'payout'));
    const words = wordsOf(found);
    const named = payouts.filter(({ subjectId }) => names(words, subjectId));
    const near = payouts.filter(({ day }) => Math.abs(Date.parse(day) - Date.parse(found.line.valueDate)) <= 5 * 86_400_000);
    const [payout, second] = named.length > 0 ? named : near;
    if (payout === undefined || second !== undefined) return null;
    const detail = named.length > 0 ? `it names payout ${payout.subjectId}` : `payout ${payout.subjectId} is the only one of exactly this amount within five days`;
    return this.settling.matched(found, { outcome: 'payout', subjectId: payout.subjectId, ...sure({ rule: 'payout', detail }) }, context);
  }
}
