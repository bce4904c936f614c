/** The stream families, and with them the categories an own event may stand in. */
export const categories = [
  'ledger', 'entity', 'customer', 'sale', 'invoices', 'return', 'creditnotes', 'payment', 'account', 'collection',
  'external', 'period', 'contract', 'usage', 'billingrun', 'rates', 'approval', 'draft',
  'delivery', 'bankstatement', 'bankfee', 'gatewaypayout', 'directdebit', 'inquiry', 'satisfaction', 'seal', 'webhookendpoint', 'mapping', 'audit',
] as const;
export type Category = (typeof categories)[number];

const unescaped = /^[A-Za-z0-9_.~-]$/;

/** Longest stream name, in ASCII characters. */
export const streamNameLengthMax = 250;

/**
 * `category-id`: the id in UTF-8 with every byte outside `A–Z a–z 0–9 _ . ~ -` written `%XX`. Two different ids
 * never share a name. The first `-` ends the category.
 *
 * @throws RangeError when the name would be longer than `streamNameLengthMax`; the edge refuses such ids first.
 */
export function streamName(category: Category, id: string): string {
  let escaped = '';
  for (const char of id) {
    if (unescaped.test(char)) {
      escaped += char;
      continue;
    }
    for (const byte of new TextEncoder().encode(char)) {
      escaped += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    }
  }
  const name = `${category}-${escaped}`;
  if (escaped === '' || name.length > streamNameLengthMax) {
    throw new RangeError(`stream id of ${id.length} characters makes no stream name: 1 to ${streamNameLengthMax} characters when escaped`);
  }
  return name;
}

const grammar = new RegExp(`^(${categories.join('|')})-([A-Za-z0-9_.~-]|%[0-9A-F]{2})+$`);

/** Whether a name fits the grammar; only events in such streams can be own events. */
export function isOwnStreamName(name: string): boolean {
  return name.length <= streamNameLengthMax && grammar.test(name);
}

/** The id inside an own stream name. */
export function streamId(name: string): string {
  return decodeURIComponent(name.slice(name.indexOf('-') + 1));
}

/** One paying customer at one legal entity. Entity ids hold no `~`, so the pair can be read back. */
export const accountIdOf = (entityId: string, customerId: string): string => `${entityId}~${customerId}`;

export function accountParts(accountId: string): { readonly entityId: string; readonly customerId: string } {
  const split = accountId.indexOf('~');
  return { entityId: accountId.slice(0, split), customerId: accountId.slice(split + 1) };
}
