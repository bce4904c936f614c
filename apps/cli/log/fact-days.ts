import type { LedgerEvent } from '#ledger';

/** Where events say when they count, in the order to look. */
const dayFields = [
  'issueDate', 'requestedIssueDate', 'closedOn', 'allocatedOn', 'identifiedOn', 'reversedOn', 'valueDate', 'receivedOn', 'openedOn',
  'resolvedOn', 'releasedOn', 'heldOn', 'cancelledOn', 'runDate', 'effectiveFrom',
] as const;

/** The day from which a fact counts, or null for facts that have none, such as a configuration. */
export function effectiveDayOf(fact: LedgerEvent): string | null {
  const data = fact.data as Readonly<Record<string, unknown>>;
  for (const field of dayFields) {
    const day = data[field];
    if (typeof day === 'string') {
      return day;
    }
  }
  return null;
}

/** Whether a fact is about a customer, by its own field or by the debtor accounts it names. */
export function concernsCustomer(fact: LedgerEvent, customerId: string): boolean {
  const data = fact.data as Readonly<Record<string, unknown>>;
  if (data['customerId'] === customerId) {
    return true;
  }
  const accounts = [data['accountId'], ...partsOf(data['splits']), ...partsOf(data['parts']), (data['instruction'] as { accountId?: unknown } | undefined)?.accountId];
  return accounts.some((account) => typeof account === 'string' && account.slice(account.indexOf('~') + 1) === customerId);
}

const partsOf = (parts: unknown): unknown[] =>
  Array.isArray(parts) ? parts.map((part: { readonly accountId?: unknown }) => part.accountId) : [];
