import { reports } from '#read-models';
import { customerContact, customerPreference } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';
import { deliveryStream } from './document-delivery';
import { statementIdOf } from './found-document';

/** A document that a run may send. */
export interface WaitingDocument {
  readonly kind: 'invoice' | 'credit-note' | 'statement';
  /** Of a statement: its account. */
  readonly documentId: string;
  readonly period?: { readonly from: string; readonly asOf: string };
}

export interface StatementsAsked {
  readonly entityId: string;
  readonly from: string;
  readonly asOf: string;
}

/**
 * Statements to send to everybody who owes an invoice on the last day, wants e-mail and was not sent this statement yet,
 * by account. A walk-in customer has none: strangers share the account.
 *
 * @throws ReportRefused when the period is none.
 */
export async function* owingAccounts(ledger: LedgerContext, { entityId, from, asOf }: StatementsAsked): AsyncGenerator<WaitingDocument> {
  const { body } = await reports(ledger.readStore).receivables({ entityId, asOf });
  const owing = new Map<string, string>();
  for (const { accounts } of body.sections) {
    for (const { accountId, customerId, items } of accounts) {
      if (items.some(({ kind }) => kind === 'invoice')) {
        owing.set(accountId, customerId);
      }
    }
  }
  for (const [accountId, customerId] of [...owing].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const wanted = await ledger.streams.customer.query(customerId, (state) => customerPreference(state)?.channel === 'email' && customerContact(state)?.kind !== 'walk-in');
    const sent = wanted && (await ledger.streams.delivery.query(deliveryStream(statementIdOf(accountId, from, asOf)), ({ sendings }) => sendings.size > 0));
    if (wanted && !sent) {
      yield { kind: 'statement', documentId: accountId, period: { from, asOf } };
    }
  }
}
