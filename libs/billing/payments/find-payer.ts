import { accountIdOf, accountParts, refusal, unknownCustomer, type Refusal } from '#ledger';
import { findEntity } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { findInvoiceByName } from './find-invoice';

interface NamedAccount {
  readonly customerId?: string;
  readonly accountId?: string;
}

/** The debtor account a request names by its id or by its customer; refuses what is not registered or elsewhere. */
export async function findAccount(ledger: LedgerContext, entityId: string, named: NamedAccount): Promise<string | Refusal> {
  if (named.accountId !== undefined && accountParts(named.accountId).entityId !== entityId) {
    const message = `account ${JSON.stringify(named.accountId)} is not one of legal entity ${entityId}. Send {entityId}~{customerId} of this entity.`;
    return refusal('invalid', 'ACCOUNT.OTHER_ENTITY', message, { accountId: named.accountId, entityId });
  }
  const customerId = named.accountId === undefined ? named.customerId : accountParts(named.accountId).customerId;
  if (customerId === undefined || customerId === '') {
    return refusal('invalid', 'ACCOUNT.UNNAMED', 'neither customerId nor accountId says whose account it is. Send one of them.', {});
  }
  const registered = (ageMax: number): Promise<boolean> =>
    ledger.streams.customer.query(customerId, (state) => state.registered !== null, ageMax);
  return (await registered(1_000)) || (await registered(0)) ? accountIdOf(entityId, customerId) : unknownCustomer(customerId);
}

interface ReceiptWords extends NamedAccount {
  readonly reference?: string;
  readonly items?: readonly { readonly invoiceId?: string; readonly documentNumber?: string }[];
}

/** Whose money a receipt is: as the sender says, else the account of an invoice it names; null: unidentified. */
export async function findPayer(ledger: LedgerContext, entityId: string, words: ReceiptWords): Promise<string | Refusal | null> {
  if (words.accountId !== undefined || words.customerId !== undefined) {
    return findAccount(ledger, entityId, words);
  }
  const first = words.items?.[0];
  const name = first?.invoiceId ?? first?.documentNumber ?? words.reference;
  if (name === undefined) {
    return null;
  }
  return (await findInvoiceByName(ledger, entityId, name))?.accountId ?? null;
}

/** The entity a stored account belongs to, with today's date there. */
export const entityOfAccount = (ledger: LedgerContext, accountId: string) => findEntity(ledger, accountParts(accountId).entityId);
