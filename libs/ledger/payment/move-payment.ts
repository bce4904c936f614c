import { formatMinor, knownCurrency, minorOf } from '#money';
import { recall } from '../account/repeated-request';
import { emptyTimeline, lowestFrom } from '../account/timeline';
import { accept, refuse, type Decision } from '../refusal';
import type { PaymentIdentificationReversed, PaymentIdentified } from './payment.events';
import { unknownPayment } from './identify-payment';
import type { PaymentState } from './payment.state';

/** Identified money that an account has released goes to another account, in one append. */
export interface MoveIdentification {
  readonly paymentId: string;
  /** That of the release; the identification there has it too. */
  readonly requestId: string;
  readonly inputHash: string;
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly movedOn: string;
  readonly amount: string;
  /** As the account released it, so that both sides stand in the books with the same. */
  readonly baseAmount: string;
  readonly reason: string;
}

export interface IdentificationMovedAnswer {
  readonly paymentId: string;
  readonly requestId: string;
  /** `short`: the bank has taken some of it since it was released; the account has to hear of that first. */
  readonly outcome: 'moved' | 'short';
}

type Events = PaymentIdentificationReversed | PaymentIdentified;

/** Never refused for an amount that was released: what lacks was taken by the bank, and its account voids that much. */
export function decideMoveIdentification(command: MoveIdentification, state: PaymentState): Decision<Events, IdentificationMovedAnswer> {
  const { paymentId, requestId, inputHash, fromAccountId, movedOn, amount, baseAmount, reason } = command;
  const subject = { key: `identification-reversal:${requestId}`, code: 'PAYMENT.IDENTIFICATION_REVERSAL_CONFLICT', what: `Request ${requestId}` };
  const known = recall(state.requests, subject, inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated') {
    return accept([], { paymentId, requestId, outcome: 'moved' });
  }
  const { received } = state;
  if (received === null) {
    return refuse(unknownPayment(paymentId));
  }
  const { currency, baseCurrency } = received;
  const { digits } = knownCurrency(currency);
  const theirs = lowestFrom(state.byAccount.get(fromAccountId) ?? emptyTimeline(), movedOn);
  if (minorOf(amount, digits) > theirs.amount) {
    return accept([], { paymentId, requestId, outcome: 'short' });
  }
  const texts = { amount: formatMinor(minorOf(amount, digits), digits), baseAmount };
  const common = { paymentId, requestId, currency, baseCurrency };
  const reversed: PaymentIdentificationReversed = {
    type: 'PaymentIdentificationReversed',
    data: { ...common, reversedOn: movedOn, accountId: fromAccountId, ...texts, reason },
  };
  const identified: PaymentIdentified = {
    type: 'PaymentIdentified',
    data: { ...common, identifiedOn: movedOn, splits: [{ accountId: command.toAccountId, ...texts }] },
  };
  return accept([reversed, identified], { paymentId, requestId, outcome: 'moved' });
}
