import { Inject, Injectable } from '@nestjs/common';
import { minorOf } from '#money';
import { addDays, agencyAllocationId, currencyDigits, type LineAnswer, type StatementLineMatched } from '#ledger';
import type { BankSubject } from '#read-models';
import type { CommandContext, CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { FoundLine } from './found-line';
import { LineSettling, paymentOutcomes, type Judged } from './line-settling';
import { isTelling, names, wordsOf } from './named-in-words';

/** Money that was entered by hand, or as an agency's receipt, and that no line shows yet. */
export interface EnteredReceipt {
  readonly paymentId: string;
  readonly receivedOn: string;
  readonly accounts: readonly string[];
  /** Somebody took it back: whether the line shows it all the same, only a person knows. */
  readonly takenBack: boolean;
}

/** Cheques and agencies take their time; a line that names the receipt may come so many days off its day. */
const namedDays = 60;
/** Without a name, so many days off it may still be the same money. */
const nearDays = 14;
/** Of one amount within those days; more would be no evidence at all. */
const candidatesMax = 20;

const plain = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/**
 * Lines that show money which is in the books already: a cheque, a transfer or an agency's receipt that a person entered
 * before the statement came. Nothing is received again. Only what the line names is tied by itself; what merely has the
 * same amount waits for a person.
 */
@Injectable()
export class EnteredReceiptReading {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly settling: LineSettling,
  ) {}

  /** Ties the line to the one receipt that it names; null: it names none. */
  async settle(found: FoundLine, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    if (found.line.amount.startsWith('-') || found.line.isReversal === true) return null;
    const named: { readonly paymentId: string; readonly detail: string }[] = [];
    for (const receipt of await this.unshown(found, namedDays)) {
      const detail = receipt.takenBack ? null : await this.namedBy(found, receipt);
      if (detail !== null) named.push({ paymentId: receipt.paymentId, detail });
    }
    const [one, second] = named;
    if (one === undefined || second !== undefined) return null;
    const reasons: StatementLineMatched['data']['reasons'] = [{ rule: 'bank-reference', detail: one.detail }, { rule: 'exact-amount', detail: `it is exactly payment ${one.paymentId}` }];
    const judged: Judged = { confidence: 95, reasons, by: 'automatic' };
    return this.settling.enteredPayment(found, one.paymentId, judged, context);
  }

  /** Receipts of about that day which the line may show although it names none; of one account where it is known. */
  async near(found: FoundLine, accountId?: string): Promise<readonly EnteredReceipt[]> {
    if (found.line.amount.startsWith('-')) return [];
    return (await this.unshown(found, nearDays)).filter(({ accounts }) => accountId === undefined || accounts.includes(accountId));
  }

  private async unshown({ statement, line }: FoundLine, days: number): Promise<readonly EnteredReceipt[]> {
    const amount = minorOf(line.amount, currencyDigits(statement.currency));
    const [first, last] = [addDays(line.valueDate, -days), addDays(line.valueDate, days)];
    const subjects = await this.ledger.lookups.bankSubjects(statement.entityId, statement.currency, amount);
    const entered = subjects.filter(({ kind, lineId, day }) => kind === 'payment' && lineId === null && day >= first && day <= last).slice(-candidatesMax);
    const found: EnteredReceipt[] = [];
    for (const subject of entered) {
      const receipt = await this.receiptOf(subject);
      if (receipt !== null) found.push(receipt);
    }
    return found;
  }

  /** Null: another line shows it, one settled a moment ago included. */
  private async receiptOf({ subjectId: paymentId, day }: BankSubject): Promise<EnteredReceipt | null> {
    if ((await this.settling.shownBy(paymentOutcomes, paymentId)) !== undefined) return null;
    return this.ledger.streams.payment.query(paymentId, ({ reversals, splits }) => ({
      paymentId, receivedOn: day, accounts: splits.map(({ accountId }) => accountId), takenBack: reversals.size > 0,
    }));
  }

  private async namedBy(found: FoundLine, { paymentId, accounts }: EnteredReceipt): Promise<string | null> {
    const words = wordsOf(found);
    if (isTelling(paymentId) && names(words, paymentId)) return `it names payment ${paymentId}, which was entered before`;
    const payer = plain(found.line.personal.name ?? '');
    for (const accountId of accounts) {
      const handOvers = await this.ledger.streams.account.query(accountId, ({ allocations, care }) =>
        allocations.has(agencyAllocationId(paymentId)) ? [...care.handOvers.values()].map(({ handed }) => ({ handoverId: handed.handoverId, agency: handed.agency })) : []);
      const of = handOvers.find(({ handoverId, agency }) => names(words, handoverId) || (payer !== '' && plain(agency) === payer));
      if (of !== undefined) return `it is what ${of.agency} paid out of hand-over ${of.handoverId}, entered as payment ${paymentId} before`;
    }
    return null;
  }
}
