import type { LedgerEvent } from '#ledger';
import { effectiveDayOf } from '../log/fact-days';

/** Words that are written in one piece or otherwise than their letters say. */
const spelled = (type: string): string => {
  const words = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

type Data = Readonly<Record<string, unknown>>;
const textOf = (data: Data, field: string): string | undefined => (typeof data[field] === 'string' && data[field] !== '' ? data[field] : undefined);

function amountOf(data: Data): string | undefined {
  const totals = data['totals'] as { readonly gross?: string } | undefined;
  const amount = textOf(data, 'amount') ?? totals?.gross;
  return amount === undefined ? undefined : `${textOf(data, 'currency') ?? ''} ${amount}`.trim();
}

/** What a fact is about, by the first name it has for it. */
const subjects = [
  ['documentNumber', 'document'], ['invoiceId', 'invoice'], ['paymentId', 'payment'], ['creditNoteId', 'credit note'], ['refundId', 'refund'], ['contractId', 'contract'],
  ['saleId', 'sale'], ['allocationId', 'allocation'], ['entityId', 'legal entity'],
] as const;

/** One sentence a reader understands without the schema: what happened, to what, how much, for whom, on which day, why. No personal data. */
export function factInWords({ type, data }: LedgerEvent): string {
  const plain = data as Data;
  const subject = subjects.find(([field]) => textOf(plain, field) !== undefined);
  const parts = [
    subject === undefined ? undefined : `${subject[1]} ${textOf(plain, subject[0])}`,
    amountOf(plain),
    textOf(plain, 'accountId') === undefined ? undefined : `account ${textOf(plain, 'accountId')}`,
    effectiveDayOf({ type, data } as LedgerEvent) === null ? undefined : `on ${effectiveDayOf({ type, data } as LedgerEvent)}`,
    textOf(plain, 'reason') === undefined ? undefined : `“${textOf(plain, 'reason')}”`,
  ];
  return [spelled(type), ...parts.filter((part) => part !== undefined)].join(', ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '·');
}
