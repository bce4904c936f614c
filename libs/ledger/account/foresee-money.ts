import type { Refusal } from '../refusal';
import type { PaymentEntered } from './account.events';
import type { AccountState } from './account.state';
import { decideApplyMoney, type ApplyMoney, type FactsOf } from './apply-money';
import { findInvoice } from './find-invoice';
import { foldPayment } from './receipt.fold';
import { sandbox } from './sandbox';

/**
 * Whether money that has not come yet could be applied as asked, the day it came: what would be refused after it was
 * received is refused before. Undefined: it could; the account is left as it was.
 *
 * @param money the receipt as it would enter the account. One that is there already is not looked at: its own command decides.
 */
export function foreseeMoney(money: PaymentEntered['data'], command: Omit<ApplyMoney, 'source' | 'accountId'>, state: AccountState, factsOf: FactsOf): Refusal | undefined {
  if (state.receipts.has(money.paymentId)) {
    return undefined;
  }
  const names = [...command.items, ...(command.deductions ?? [])].flatMap(({ invoiceId }) => findInvoice(state, invoiceId)?.invoiceId ?? []);
  const seen = { ...sandbox(state, new Set(names)), receipts: new Map(state.receipts), awaited: new Map(state.awaited), allocations: new Map(state.allocations) };
  foldPayment(seen, money);
  const decision = decideApplyMoney({ ...command, accountId: money.accountId, source: { kind: 'receipt', id: money.paymentId } }, seen, factsOf);
  return decision.kind === 'refused' ? decision.refusal : undefined;
}
