import { Inject, Injectable } from '@nestjs/common';
import { formatMinor, minorOf } from '#money';
import { accountParts, currencyDigits, directDebitPlace, refusal, resolutionWords, type LineAnswer, type StatementLineMatched, type StatementLineParked } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { findDirectDebit, type FoundDirectDebit } from '../direct-debits/find-direct-debit';
import { RecordDirectDebitCollected } from '../direct-debits/record-direct-debit-collected.command';
import { RecordDirectDebitCollectedHandler } from '../direct-debits/record-direct-debit-collected.handler';
import { RecordDirectDebitReturned } from '../direct-debits/record-direct-debit-returned.command';
import { RecordDirectDebitReturnedHandler } from '../direct-debits/record-direct-debit-returned.handler';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { paymentIdOf, type FoundLine } from './found-line';
import { LineSettling, type Judged } from './line-settling';
import { statesCharge } from './stated-charge';

interface OwnDebit extends FoundDirectDebit {
  readonly directDebitId: string;
}

interface TakenBack {
  readonly judged: Judged;
  readonly charge?: string;
}

type Outcome = Promise<CommandResult<LineAnswer>>;
type Parked = Pick<StatementLineParked['data'], 'discrepancy' | 'resolution'>;

const sureOf = (detail: string): Judged => {
  const reasons: StatementLineMatched['data']['reasons'] = [{ rule: 'end-to-end-id', detail }];
  return { confidence: 100, reasons, by: 'automatic' };
};

/** Lines that bring, or take back, what our own direct debits collected: known by the end-to-end id that we gave them. */
@Injectable()
export class DirectDebitReading {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly settling: LineSettling,
    private readonly collectedHandler: RecordDirectDebitCollectedHandler,
    private readonly returnedHandler: RecordDirectDebitReturnedHandler,
  ) {}

  /** Settles or parks the line; null: it names no direct debit of ours. */
  async settle(found: FoundLine, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    const own = await this.ownDebit(found);
    if (own === null) return null;
    const { statement, line } = found;
    const { ordered } = own.debit;
    const digits = currencyDigits(statement.currency);
    const asked = minorOf(ordered.amount, digits);
    const moved = minorOf(line.amount, digits);
    const amount = moved < 0n ? -moved : moved;
    if (ordered.currency !== statement.currency) return this.park(found, { discrepancy: 'wrong-currency', resolution: resolutionWords['wrong-currency'] }, context);
    if (moved < 0n && amount > asked) return this.returnedWithMore(found, own, formatMinor(amount - asked, digits), context);
    if (amount !== asked) {
      const resolution = `Direct debit ${own.directDebitId} is of ${ordered.amount}, the line of ${line.amount}. Ask the bank what the difference is, then say what the line is.`;
      return this.park(found, { discrepancy: amount < asked ? 'short' : 'over', resolution }, context);
    }
    return moved < 0n ? this.returned(found, own, {}, context) : this.collected(found, own, context);
  }

  private async ownDebit({ statement, line }: FoundLine): Promise<OwnDebit | null> {
    for (const directDebitId of [line.endToEndId, line.reversalOf]) {
      const debit = directDebitId === undefined ? null : await this.debitOf(statement, directDebitId);
      if (debit !== null) return debit;
    }
    return null;
  }

  private async collected(found: FoundLine, own: OwnDebit, context: CommandContext): Outcome {
    const { line } = found;
    const { directDebitId, accountId, debit } = own;
    const paymentId = paymentIdOf(line);
    const { ended } = debit;
    const here = ended?.outcome === 'collected' && ended.paymentId === paymentId;
    if (ended?.outcome === 'collected' && ended.paymentId !== undefined && !here) return this.enteredBefore(found, own, ended.paymentId, context);
    if (ended !== null && ended.outcome !== 'collected') {
      const resolution = `Direct debit ${directDebitId} was ${ended.outcome} on ${ended.endedOn}, yet the line brings its money. Receive it on the account, or ask the bank.`;
      return this.park(found, { discrepancy: 'ambiguous', resolution }, context);
    }
    const items = debit.ordered.items.map(({ invoiceId, instalment, amount }) => ({ invoiceId, instalment, amount }));
    const received = await this.settling.received(found, { accountId, items, deductions: [], method: 'direct debit' }, context);
    if (received.kind !== 'accepted') return received;
    const ending = await this.collectedHandler.execute(new RecordDirectDebitCollected({ directDebitId, collectedOn: line.bookedOn, paymentId }, context));
    if (ending.kind !== 'accepted') return ending;
    return this.settling.matched(found, { outcome: 'direct-debit', subjectId: paymentId, accountId, items, ...sureOf(`it brings what direct debit ${directDebitId} collected`) }, context);
  }

  /** A person entered the receipt before the statement came; a receipt that another line brought is not this one. */
  private async enteredBefore(found: FoundLine, own: OwnDebit, paymentId: string, context: CommandContext): Outcome {
    await this.ledger.readModels.catchUp();
    const broughtBy = await this.ledger.streams.payment.query(paymentId, ({ received }) => received?.bankLine?.lineId);
    const shown = (broughtBy !== undefined && broughtBy !== found.line.lineId) || (await this.ledger.lookups.listBankLines({ subjectId: paymentId }, { limit: 1 })).items.length > 0;
    if (shown) {
      const resolution = `Direct debit ${own.directDebitId} was collected before, with payment ${paymentId}. Leave the money on the account, or refund it.`;
      return this.park(found, { discrepancy: 'duplicate', resolution }, context);
    }
    const detail = `direct debit ${own.directDebitId} was entered as payment ${paymentId} before`;
    return this.settling.matched(found, { outcome: 'direct-debit', subjectId: paymentId, accountId: own.accountId, ...sureOf(detail) }, context);
  }

  /** The bank took its charge in the same amount: where the line states it, it is booked; else a person is told what it would be. */
  private returnedWithMore(found: FoundLine, own: OwnDebit, charge: string, context: CommandContext): Outcome {
    if (statesCharge(found.line, charge)) return this.returned(found, own, { charge }, context);
    const { amount } = own.debit.ordered;
    const resolution =
      `The line returns direct debit ${own.directDebitId} of ${amount} and takes ${charge} more, which it does not name. If that is the bank's charge, resolve it as payment-reversal of ` +
      `${own.directDebitId} with charge ${charge}; else ask the bank.`;
    return this.park(found, { discrepancy: 'fee-deducted', resolution }, context);
  }

  /**
   * A person's word that the line returns a debit, with what the bank charged for it. Null: the payment or debit named is
   * not one that the line could return, so that it is a payment like any other.
   */
  async resolveReturn(
    found: FoundLine,
    { subjectId, charge }: { readonly subjectId: string; readonly charge?: string },
    judged: Judged,
    context: CommandContext,
  ): Promise<CommandResult<LineAnswer> | null> {
    const own = (await this.ownDebit(found)) ?? (await this.debitOf(found.statement, subjectId));
    if (own === null || ![own.directDebitId, own.debit.ended?.paymentId].includes(subjectId)) return null;
    const { directDebitId, debit } = own;
    const digits = currencyDigits(found.statement.currency);
    const more = formatMinor(-minorOf(found.line.amount, digits) - minorOf(debit.ordered.amount, digits), digits);
    if (debit.ordered.currency !== found.statement.currency || more !== (charge ?? formatMinor(0n, digits))) {
      const { amount, currency } = debit.ordered;
      const message = `Line ${found.line.lineId} of ${found.line.amount} is ${more} more than direct debit ${directDebitId} of ${amount} ${currency}: that is what charge has to be.`;
      return refusedResult(refusal('conflict', 'STATEMENT.CHARGE', message, { directDebitId, charge: more }));
    }
    return this.takenBack(found, own, { judged, ...(charge === undefined ? {} : { charge }) }, context);
  }

  private async debitOf(statement: FoundLine['statement'], directDebitId: string): Promise<OwnDebit | null> {
    if (directDebitPlace(directDebitId) === undefined) return null;
    const debit = await findDirectDebit(this.ledger, directDebitId);
    return !('code' in debit) && accountParts(debit.accountId).entityId === statement.entityId ? { ...debit, directDebitId } : null;
  }

  private returned(found: FoundLine, own: OwnDebit, charged: { readonly charge?: string }, context: CommandContext): Outcome {
    const judged = sureOf(`it takes back what direct debit ${own.directDebitId} collected${charged.charge === undefined ? '' : `, with a charge of ${charged.charge}`}`);
    return this.takenBack(found, own, { judged, ...charged }, context);
  }

  private async takenBack(found: FoundLine, own: OwnDebit, { judged, charge }: TakenBack, context: CommandContext): Outcome {
    const { line } = found;
    const { directDebitId, accountId, debit } = own;
    const reversalId = line.bankReference ?? line.lineId;
    const { ended } = debit;
    const back = async (subjectId: string, take: () => Promise<CommandResult<unknown>>): Outcome => {
      const taken = charge === undefined ? await take() : await this.settling.withCharge(found, charge, take, context);
      return taken.kind === 'accepted' ? this.settling.matched(found, { outcome: 'payment-reversal', subjectId, accountId, ...judged }, context) : taken;
    };
    if (ended?.outcome === 'returned') {
      const recorded = await this.recordedReturn(found, own, [reversalId, line.lineId, `return-${directDebitId}`]);
      if (recorded !== null) return back(recorded, () => Promise.resolve({ kind: 'accepted', answer: {}, writeToken: null, repeated: true }));
    }
    if (ended?.outcome !== 'collected' || ended.paymentId === undefined) {
      const resolution = `The line returns direct debit ${directDebitId}, of which no receipt is on record. Take in the statement that brought it, or say what the line is.`;
      if (judged.by === 'person') return refusedResult(refusal('conflict', 'STATEMENT.NOT_COLLECTED', resolution, { directDebitId }));
      return this.park(found, { discrepancy: 'unknown-debit', resolution }, context);
    }
    const reasonCode = line.returnReason !== undefined && /^[A-Z0-9]{1,4}$/.test(line.returnReason) ? { reasonCode: line.returnReason } : {};
    return back(reversalId, () => this.returnedHandler.execute(new RecordDirectDebitReturned({ directDebitId, returnedOn: line.valueDate, reversalId, ...reasonCode }, context)));
  }

  /** The reversal that a return was recorded with, unless another line shows it. */
  private async recordedReturn({ statement, line }: FoundLine, { debit }: OwnDebit, ids: readonly string[]): Promise<string | null> {
    const amount = -minorOf(debit.ordered.amount, currencyDigits(statement.currency));
    await this.ledger.readModels.catchUp();
    const moved = await this.ledger.lookups.bankSubjects(statement.entityId, statement.currency, amount);
    for (const { kind, subjectId } of moved) {
      if (kind !== 'payment-reversal' || !ids.includes(subjectId)) continue;
      const shown = (await this.ledger.lookups.listBankLines({ subjectId }, { limit: 10 })).items;
      if (shown.every(({ lineId }) => lineId === line.lineId)) return subjectId;
    }
    return null;
  }

  private park(found: FoundLine, parked: Parked, context: CommandContext): Outcome {
    return this.settling.parked(found, { ...parked, proposals: [] }, context);
  }
}
