import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { decideEndDirectDebit, decideReversePayment, type DirectDebit, type DirectDebitEndAnswer, type EndDirectDebit } from '#ledger';
import type { CommandResult } from '../command-context';
import { originFollowing } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { PaymentEntering } from '../payments/payment-entering';
import type { DirectDebitReturnedBody } from './direct-debit.dto';
import { findDirectDebit } from './find-direct-debit';

export type Ending = Omit<EndDirectDebit, 'accountId' | 'today' | 'endedOn'> & { readonly endedOn?: string };

/** What becomes of a debit, in its account; and what a return takes back. Each may be walked any number of times. */
@Injectable()
export class DirectDebitEnding {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly entering: PaymentEntering,
  ) {}

  async end(ending: Ending, origin: EventOrigin): Promise<CommandResult<DirectDebitEndAnswer>> {
    const found = await findDirectDebit(this.ledger, ending.directDebitId);
    if ('code' in found) {
      return refusedResult(found);
    }
    const { accountId, today } = found;
    const outcome = await this.ledger.streams.account.decide(accountId, originFollowing(origin, ending.directDebitId), (state) =>
      decideEndDirectDebit({ endedOn: today, ...ending, accountId, today }, state),
    );
    return resultOf(outcome, (answer) => answer);
  }

  /** The payment is taken back first: a debit that is told as returned never still counts as paid. */
  async returned(body: DirectDebitReturnedBody, origin: EventOrigin): Promise<CommandResult<DirectDebitEndAnswer>> {
    const { directDebitId, returnedOn, reasonCode, reason = reasonOf(reasonCode) } = body;
    const found = await findDirectDebit(this.ledger, directDebitId);
    if ('code' in found) {
      return refusedResult(found);
    }
    const { ended } = found.debit;
    if (ended?.outcome === 'collected' && ended.paymentId !== undefined) {
      const refused = await this.takeBack(found.debit, { ...body, reason }, origin);
      if (refused !== null) {
        return refused;
      }
    }
    return this.end({ directDebitId, outcome: 'returned', endedOn: returnedOn, reason, ...(reasonCode === undefined ? {} : { reasonCode }) }, origin);
  }

  private async takeBack(
    { ordered, ended }: DirectDebit,
    { directDebitId, returnedOn, reason = '', reversalId = `return-${directDebitId}` }: DirectDebitReturnedBody,
    origin: EventOrigin,
  ): Promise<Exclude<CommandResult<DirectDebitEndAnswer>, { readonly kind: 'accepted' }> | null> {
    const paymentId = ended?.paymentId ?? '';
    const command = { paymentId, reversalId, inputHash: origin.inputHash, valueDate: returnedOn, amount: ordered.amount, reason };
    const outcome = await this.ledger.streams.payment.decide(paymentId, originFollowing(origin, directDebitId), (state) => decideReversePayment(command, state));
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    await this.entering.enterReversal(paymentId, reversalId, origin);
    return null;
  }
}

/** The reasons that come most, in words; ISO 20022 external code list. */
const reasons: Readonly<Record<string, string>> = {
  AC01: 'account number is wrong', AC04: 'account is closed', AC06: 'account is blocked', AG01: 'no direct debits on this account', AM04: 'insufficient funds',
  MD01: 'no valid mandate', MD06: 'debtor asked for the money back', MD07: 'debtor has died', MS02: 'debtor refuses', MS03: 'the bank gives no reason', SL01: 'debtor has limited direct debits',
};

const reasonOf = (code: string | undefined): string => (code === undefined ? 'returned by the bank of the debtor' : (reasons[code] ?? `returned with reason ${code}`));
