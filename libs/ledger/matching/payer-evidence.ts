import type { BankLine, Reason } from './matching.types';
import { compactIban, type OpenItemIndex } from './open-item-index';
import { nameKey, namesOverlap } from './payer-name';

/** What the other side of a line says of whose money it is. */
export interface PayerEvidence {
  /** Accounts that paid from this bank account before. */
  readonly byIban: readonly string[];
  /** Accounts of exactly this name. */
  readonly byName: readonly string[];
  readonly name: string;
}

export function payerEvidence(index: OpenItemIndex, line: BankLine): PayerEvidence {
  const name = line.name === undefined ? '' : nameKey(line.name);
  return {
    byIban: line.iban === undefined ? [] : (index.byIban.get(compactIban(line.iban)) ?? []),
    byName: name === '' ? [] : (index.byName.get(name) ?? []),
    name,
  };
}

export interface PayerSupport {
  readonly bankAccount: 'same' | 'other' | 'unknown';
  readonly name: 'same' | 'similar' | 'other' | 'unknown';
  readonly reasons: readonly Reason[];
}

/** What the payer says for, or against, the line being this account's. */
export function payerSupport(index: OpenItemIndex, evidence: PayerEvidence, accountId: string): PayerSupport {
  const bankAccount = evidence.byIban.length === 0 ? 'unknown' : evidence.byIban.includes(accountId) ? 'same' : 'other';
  const name = nameSupport(index, evidence, accountId);
  const reasons: Reason[] = [];
  if (bankAccount === 'same') reasons.push({ rule: 'bank-account', detail: 'this customer paid from this bank account before' });
  if (bankAccount === 'other') reasons.push({ rule: 'bank-account', detail: 'against it: another customer paid from this bank account before' });
  if (name === 'same') reasons.push({ rule: 'name', detail: 'the payer has the name of the customer' });
  if (name === 'similar') reasons.push({ rule: 'name', detail: 'the name of the payer is like that of the customer' });
  if (name === 'other') reasons.push({ rule: 'name', detail: 'against it: the payer has the name of another customer' });
  return { bankAccount, name, reasons };
}

function nameSupport(index: OpenItemIndex, { byName, name }: PayerEvidence, accountId: string): PayerSupport['name'] {
  if (byName.includes(accountId)) return 'same';
  if (name === '') return 'unknown';
  const known = [...(index.accounts.get(accountId)?.names ?? [])];
  if (known.some((one) => namesOverlap(one, name))) return 'similar';
  return byName.length > 0 ? 'other' : 'unknown';
}
