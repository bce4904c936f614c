import { orderedItemsMax, type NamedPurpose, type OrderedItem, type PaymentPurpose, type RefundName } from '../payment-gateway';

type Metadata = Readonly<Record<string, unknown>>;

const ledgerKey = 'daybook_ledger';
const entityKey = 'daybook_entity';
const accountKey = 'daybook_account';
const refundKey = 'daybook_refund';
const itemKey = (index: number): string => `daybook_item_${index + 1}`;

/** Stripe keeps at most 500 characters per value. */
const valueMax = 500;
const itemShape = /^(\d+\.?\d*) (\d{1,3}|-) (.{1,200})$/;

/** What we write beside a payment. One item per key, so that no value grows too long. */
export function purposeMetadata({ ledgerId, entityId, accountId, items }: PaymentPurpose): Record<string, string> {
  const itemTexts = items.slice(0, orderedItemsMax).map(({ invoiceId, instalment, amount }, index) => [itemKey(index), `${amount} ${instalment ?? '-'} ${invoiceId}`] as const);
  return { [ledgerKey]: ledgerId, [entityKey]: entityId, [accountKey]: accountId, ...Object.fromEntries(itemTexts) };
}

/** What stands beside a payment. Anybody with access to the gateway may write there, so nothing of it is believed unchecked. */
export function purposeOf(metadata: Metadata | null | undefined): NamedPurpose {
  if (metadata === null || metadata === undefined || metadata[ledgerKey] === undefined) {
    return { kind: 'none' };
  }
  const [ledgerId, entityId, accountId] = [text(metadata[ledgerKey]), text(metadata[entityKey]), text(metadata[accountKey])];
  const items = itemsOf(metadata);
  if (ledgerId === null || entityId === null || accountId === null || items === null) {
    return { kind: 'broken' };
  }
  return { kind: 'named', purpose: { ledgerId, entityId, accountId, items } };
}

export const refundMetadata = ({ ledgerId, accountId, refundId }: RefundName): Record<string, string> => ({
  [ledgerKey]: ledgerId, [accountKey]: accountId, [refundKey]: refundId,
});

/** Null when the refund was made by hand, not by a ledger. */
export function refundNameOf(metadata: Metadata | null | undefined): RefundName | null {
  const [ledgerId, accountId, refundId] = [text(metadata?.[ledgerKey]), text(metadata?.[accountKey]), text(metadata?.[refundKey])];
  return ledgerId === null || accountId === null || refundId === null ? null : { ledgerId, accountId, refundId };
}

function itemsOf(metadata: Metadata): OrderedItem[] | null {
  const items: OrderedItem[] = [];
  for (let index = 0; index < orderedItemsMax && metadata[itemKey(index)] !== undefined; index += 1) {
    const match = itemShape.exec(text(metadata[itemKey(index)]) ?? '');
    if (match === null) {
      return null;
    }
    const [, amount = '', instalment = '', invoiceId = ''] = match;
    items.push({ invoiceId, amount, ...(instalment === '-' ? {} : { instalment: Number(instalment) }) });
  }
  return items;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' && value.length <= valueMax ? value : null);
