import { accountIdOf, accountParts, refusal, unknownCustomer, type Refusal } from '#ledger';
import { findEntity } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { findInvoiceByName } from './find-invoice';

interface NamedAccount {
  readonly customerId?: string;
  readonly accountId?: string;
}

/** The customer a request names, by its id, by its account or by both; refuses names that lead to different accounts. */
export function namedCustomer(entityId: string, { accountId, customerId = '' }: NamedAccount): { readonly customerId: string } | Refusal {
  const inAccount = accountId === undefined ? customerId : customerOf(accountId, entityId);
  if (typeof inAccount !== 'string') {
    return inAccount;
  }
  if (customerId !== '' && customerId !== inAccount) {
    const message = `customerId ${JSON.stringify(customerId)} and accountId ${JSON.stringify(accountId)} name different accounts. Send the right one of them alone.`;
    return refusal('invalid', 'ACCOUNT.CONTRADICTION', message, { customerId, accountId: accountId ?? '' });
  }
  return inAccount === ''
    ? refusal('invalid', 'ACCOUNT.UNNAMED', 'neither customerId nor accountId says whose account it is. Send one of them.', {})
    : { customerId: inAccount };
}

function customerOf(accountId: string, entityId: string): string | Refusal {
  const account = accountParts(accountId);
  const message = `account ${JSON.stringify(accountId)} is not one of legal entity ${entityId}. Send {entityId}~{customerId} of this entity.`;
  return account.entityId === entityId ? account.customerId : refusal('invalid', 'ACCOUNT.OTHER_ENTITY', message, { accountId, entityId });
}

/** The debtor account a request names by its id or by its customer; refuses what is not registered or elsewhere. */
export async function findAccount(ledger: LedgerContext, entityId: string, named: NamedAccount): Promise<string | Refusal> {
  const found = namedCustomer(entityId, named);
  if ('code' in found) {
    return found;
  }
  const { customerId } = found;
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
