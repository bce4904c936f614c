import { reversedParts } from '#ledger';
import type { LoggedEvent } from '../log/own-events';
import { CheckBuilder, finishRemedy, type Check, type LogCheck } from './check';

/** What one fact makes another stream owe, until it is there. */
interface Due {
  readonly what: string;
  readonly amount: string;
}

/**
 * What must follow in the debtor accounts: every identified part of a receipt is entered with its amount, and every
 * part that the bank took back is entered as gone. Holds only what is still owed.
 */
export class MoneyStepsCheck implements LogCheck {
  private readonly steps = new CheckBuilder('money entered', 'identified and reversed parts of receipts, each entered in its debtor account');
  private readonly due = new Map<string, Due>();

  see({ fact, event, sequence }: LoggedEvent): void {
    const at = `sequence ${sequence}: ${event.stream}@${event.revision}`;
    switch (fact.type) {
      case 'PaymentIdentified':
        for (const { accountId, amount } of fact.data.splits) {
          const what = `${at} identifies ${amount} of payment ${fact.data.paymentId} (${fact.data.requestId}) for account ${accountId}`;
          this.expect(keyOf('in', accountId, fact.data.paymentId, fact.data.requestId), { what, amount });
        }
        break;
      case 'PaymentIdentificationReversed':
      case 'PaymentReversed':
        for (const { accountId, paymentId, reversalId, amount } of reversedParts(fact)) {
          const what = `${at} takes ${amount} of payment ${paymentId} (${reversalId}) back from account ${accountId}`;
          this.expect(keyOf('out', accountId, paymentId, reversalId), { what, amount });
        }
        break;
      case 'PaymentEntered':
        this.settle(keyOf('in', fact.data.accountId, fact.data.paymentId, fact.data.identificationId), fact.data.amount, `${at} enters payment ${fact.data.paymentId}`);
        break;
      case 'PaymentReversalEntered':
        this.settle(keyOf('out', fact.data.accountId, fact.data.paymentId, fact.data.reversalId), fact.data.amount, `${at} enters the reversal of payment ${fact.data.paymentId}`);
        break;
      default:
    }
  }

  results(): readonly Check[] {
    for (const { what } of this.due.values()) {
      this.steps.problem(`${what}, which was never entered there: ${finishRemedy}`);
    }
    return [this.steps.result()];
  }

  private expect(key: string, due: Due): void {
    this.steps.look();
    this.due.set(key, due);
  }

  private settle(key: string, amount: string, what: string): void {
    const due = this.due.get(key);
    if (due === undefined) {
      this.steps.problem(`${what}, which nothing before it asks for, or a second time`);
    } else if (due.amount !== amount) {
      this.steps.problem(`${what} with ${amount}, but ${due.what}`);
    }
    this.due.delete(key);
  }
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
