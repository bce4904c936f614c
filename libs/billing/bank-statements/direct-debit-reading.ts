import { Inject, Injectable } from '@nestjs/common';
import { minorOf } from '#money';
import { accountParts, currencyDigits, directDebitPlace, resolutionWords, type LineAnswer, type StatementLineMatched, type StatementLineParked } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { findDirectDebit, type FoundDirectDebit } from '../direct-debits/find-direct-debit';
import { RecordDirectDebitCollected } from '../direct-debits/record-direct-debit-collected.command';
import { RecordDirectDebitCollectedHandler } from '../direct-debits/record-direct-debit-collected.handler';
import { RecordDirectDebitReturned } from '../direct-debits/record-direct-debit-returned.command';
import { RecordDirectDebitReturnedHandler } from '../direct-debits/record-direct-debit-returned.handler';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { paymentIdOf, type FoundLine } from './found-line';
import { LineSettling, type Judged } from './line-settling';

interface OwnDebit extends FoundDirectDebit {
  readonly directDebitId: string;
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
    if (amount !== asked) {
      const resolution = `Direct debit ${own.directDebitId} is of ${ordered.amount}, the line of ${line.amount}. Ask the bank what the difference is, then say what the line is.`;
      return this.park(found, { discrepancy: amount < asked ? 'short' : 'over', resolution }, context);
    }
    return moved < 0n ? this.returned(found, own, context) : this.collected(found, own, context);
  }

  private async ownDebit({ statement, line }: FoundLine): Promise<OwnDebit | null> {
    for (const directDebitId of [line.endToEndId, line.reversalOf]) {
      if (directDebitId === undefined || directDebitPlace(directDebitId) === undefined) continue;
      const debit = await findDirectDebit(this.ledger, directDebitId);
      if (!('code' in debit) && accountParts(debit.accountId).entityId === statement.entityId) return { ...debit, directDebitId };
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

  private async returned(found: FoundLine, own: OwnDebit, context: CommandContext): Outcome {
    const { line } = found;
    const { directDebitId, accountId, debit } = own;
    const reversalId = line.bankReference ?? line.lineId;
    const { ended } = debit;
    const back = (subjectId: string): Outcome =>
      this.settling.matched(found, { outcome: 'payment-reversal', subjectId, accountId, ...sureOf(`it takes back what direct debit ${directDebitId} collected`) }, context);
    if (ended?.outcome === 'returned') {
      const recorded = await this.recordedReturn(found, [reversalId, line.lineId, `return-${directDebitId}`]);
      if (recorded !== null) return back(recorded);
    }
    if (ended?.outcome !== 'collected' || ended.paymentId === undefined) {
      const resolution = `The line returns direct debit ${directDebitId}, of which no receipt is on record. Take in the statement that brought it, or say what the line is.`;
      return this.park(found, { discrepancy: 'unknown-debit', resolution }, context);
    }
    const reasonCode = line.returnReason !== undefined && /^[A-Z0-9]{1,4}$/.test(line.returnReason) ? { reasonCode: line.returnReason } : {};
    const taken = await this.returnedHandler.execute(new RecordDirectDebitReturned({ directDebitId, returnedOn: line.valueDate, reversalId, ...reasonCode }, context));
    return taken.kind === 'accepted' ? back(reversalId) : taken;
  }

  /** The reversal that a return was recorded with, unless another line shows it. */
  private async recordedReturn({ statement, line }: FoundLine, ids: readonly string[]): Promise<string | null> {
    const amount = minorOf(line.amount, currencyDigits(statement.currency));
    await this.ledger.readModels.catchUp();
    const moved = await this.ledger.lookups.bankSubjects(statement.entityId, statement.currency, amount);
    for (const { kind, subjectId } of moved) {
      if (kind !== 'payment-reversal' || !ids.includes(subjectId)) continue;
      if ((await this.ledger.lookups.listBankLines({ subjectId }, { limit: 1 })).items.length === 0) return subjectId;
    }
    return null;
  }

  private park(found: FoundLine, parked: Parked, context: CommandContext): Outcome {
    return this.settling.parked(found, { ...parked, proposals: [] }, context);
  }
}
