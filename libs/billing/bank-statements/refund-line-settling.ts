import { Inject, Injectable } from '@nestjs/common';
import { formatMinor, knownCurrency, minorOf } from '#money';
import { currencyDigits, refusal, type LineAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { RecordRefundPaid } from '../refunds/record-refund-paid.command';
import { RecordRefundPaidHandler } from '../refunds/record-refund-paid.handler';
import { RecordRefundReturned } from '../refunds/record-refund-returned.command';
import { RecordRefundReturnedHandler } from '../refunds/record-refund-returned.handler';
import type { FoundLine } from './found-line';
import { LineSettling, type Judged } from './line-settling';

/** Lines by which a refund leaves the bank, or comes back: what a person entered before is shown, never booked again. */
@Injectable()
export class RefundLineSettling {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly settling: LineSettling,
    private readonly refundPaid: RecordRefundPaidHandler,
    private readonly refundReturned: RecordRefundReturnedHandler,
  ) {}

  async refund(
    found: FoundLine,
    { accountId, refundId }: { readonly accountId: string; readonly refundId: string },
    judged: Judged,
    context: CommandContext,
  ): Promise<CommandResult<LineAnswer>> {
    const { line } = found;
    const { digits } = knownCurrency(found.statement.currency);
    // A person may have entered the payment before the statement came.
    const refund = await this.ledger.streams.account.query(accountId, (state) => {
      const asked = state.refunds.get(refundId);
      const entered = asked?.status === 'paid' && asked.heldBy === null;
      return asked === undefined ? null : { amount: asked.amount, currency: asked.source.currency, entered };
    });
    const shown = await this.settling.shownBy(['refund'], refundId, line.lineId);
    if (shown !== undefined) {
      const message = `Refund ${refundId} left the bank with line ${shown} already. Line ${line.lineId} is another one: say which refund it is, or that it is of no concern.`;
      return refusedResult(refusal('conflict', 'STATEMENT.OTHER_REFUND', message, { refundId, lineId: line.lineId }));
    }
    if (refund !== null && (refund.currency !== found.statement.currency || refund.amount !== -minorOf(line.amount, digits))) {
      const asked = `${formatMinor(refund.amount, currencyDigits(refund.currency))} ${refund.currency}`;
      const message = `Refund ${refundId} of ${asked} is not line ${line.lineId} of ${line.amount} ${found.statement.currency}. Name the refund that it is.`;
      return refusedResult(refusal('conflict', 'STATEMENT.OTHER_REFUND', message, { refundId, lineId: line.lineId }));
    }
    if (refund?.entered === true) {
      return this.settling.matched(found, { outcome: 'refund', subjectId: refundId, accountId, ...judged }, context);
    }
    const body = { accountId, refundId, paidOn: line.valueDate, bankReference: line.bankReference ?? line.lineId };
    const paid = await this.refundPaid.execute(new RecordRefundPaid(body, context));
    return paid.kind === 'accepted' ? this.settling.matched(found, { outcome: 'refund', subjectId: refundId, accountId, ...judged }, context) : paid;
  }

  /** Money of a refund that came back: it is owed to the customer again. */
  async refundReturn(
    found: FoundLine,
    { accountId, refundId }: { readonly accountId: string; readonly refundId: string },
    judged: Judged,
    context: CommandContext,
  ): Promise<CommandResult<LineAnswer>> {
    const { line } = found;
    const matched = (): Promise<CommandResult<LineAnswer>> => this.settling.matched(found, { outcome: 'refund-return', subjectId: refundId, accountId, ...judged }, context);
    // A person may have entered the return before the statement came.
    const there = await this.ledger.streams.account.query(accountId, (state) => state.refunds.get(refundId)?.status === 'returned', 0);
    if (there) return matched();
    const body = { accountId, refundId, returnedOn: line.valueDate, reason: line.returnReason ?? 'sent back by the bank' };
    const returned = await this.refundReturned.execute(new RecordRefundReturned(body, context));
    return returned.kind === 'accepted' ? matched() : returned;
  }
}
