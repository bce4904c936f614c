import { minorOf } from '#money';
import type { AccountRole } from '../entity/entity.events';
import { currencyDigits } from './posting-line';

/** A journal line before the calendar and the chart have had their say. Minor units, debit positive. */
export interface DraftLine {
  readonly role: AccountRole;
  readonly effectiveDate: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly baseCurrency: string;
  readonly baseAmount: bigint;
  readonly accountId?: string;
  readonly taxCode?: string;
}

/** What one event books. Lines of every currency and date balance for themselves. */
export interface Entry {
  readonly entityId: string;
  readonly drafts: readonly DraftLine[];
}

/** When and in which currencies money moves. */
export interface MoneyFrame {
  readonly effectiveDate: string;
  readonly currency: string;
  readonly baseCurrency: string;
}

/** An amount in both currencies, minor units. */
export interface Both {
  readonly amount: bigint;
  readonly baseAmount: bigint;
}

export const minorIn = (amount: string, currency: string): bigint => minorOf(amount, currencyDigits(currency));

export const bothOf = (frame: MoneyFrame, texts: { readonly amount: string; readonly baseAmount: string }): Both => ({
  amount: minorIn(texts.amount, frame.currency),
  baseAmount: minorIn(texts.baseAmount, frame.baseCurrency),
});

/** Roles whose balance is kept per debtor. */
const ofDebtor: ReadonlySet<AccountRole> = new Set<AccountRole>(['receivables', 'unapplied-receipts', 'credits-to-apply']);

/** One line; it names the debtor where the account is kept per debtor. */
export function line(frame: MoneyFrame, role: AccountRole, { amount, baseAmount }: Both, accountId?: string): DraftLine {
  const { effectiveDate, currency, baseCurrency } = frame;
  const debtor = accountId !== undefined && ofDebtor.has(role) ? { accountId } : {};
  return { role, effectiveDate, currency, baseCurrency, amount, baseAmount, ...debtor };
}

export const negative = ({ amount, baseAmount }: Both): Both => ({ amount: -amount, baseAmount: -baseAmount });

/** Debits one account and credits another with the same money. */
export function transfer(frame: MoneyFrame, both: Both, roles: { readonly debit: AccountRole; readonly credit: AccountRole }, accountId?: string): DraftLine[] {
  return [line(frame, roles.debit, both, accountId), line(frame, roles.credit, negative(both), accountId)];
}

/** A difference in base currency alone: positive is a gain. */
export function exchangeDifference(frame: MoneyFrame, gain: bigint): DraftLine[] {
  return gain === 0n ? [] : [line(frame, gain > 0n ? 'realised-gain' : 'realised-loss', { amount: 0n, baseAmount: -gain })];
}

/** Money that a payment gateway holds is not at the bank yet. */
export const placeOf = ({ heldBy }: { readonly heldBy?: 'gateway' }): 'bank' | 'gateway-clearing' => (heldBy === 'gateway' ? 'gateway-clearing' : 'bank');
