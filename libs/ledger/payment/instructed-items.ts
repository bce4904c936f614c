import type { Static } from '@sinclair/typebox';
import { parseAmount, toAmount, type Currency } from '#money';
import { refusal, type Refusal } from '../refusal';
import type { PaymentInstruction } from './payment.events';

type Instruction = Static<typeof PaymentInstruction>;
type NamedItem = NonNullable<Instruction['items']>[number];

interface Receipt {
  readonly paymentId: string;
  readonly currency: Currency;
}

/**
 * The payer's instruction with its amounts at the currency's scale; refuses what an account could never pay: an item
 * without a name, an amount that is none of the currency, and an item named twice.
 */
export function checkNamedItems(instruction: Instruction, receipt: Receipt): Instruction | Refusal {
  if (instruction.items === undefined) {
    return instruction;
  }
  const items: NamedItem[] = [];
  const seen = new SeenItems();
  for (const [index, item] of instruction.items.entries()) {
    const checked = checkItem(item, `items[${index}]`, receipt);
    if ('code' in checked) {
      return checked;
    }
    if (seen.overlaps(checked)) {
      const which = checked.instalment === undefined ? '' : `instalment ${checked.instalment} of `;
      const message = `Payment ${receipt.paymentId} names ${which}invoice ${checked.invoiceId} twice (items[${index}]); name it once with the whole amount.`;
      return refusal('invalid', 'PAYMENT.ITEM_TWICE', message, { paymentId: receipt.paymentId, field: `items[${index}]`, invoiceId: checked.invoiceId });
    }
    seen.add(checked);
    items.push(checked);
  }
  return { ...instruction, items };
}

function checkItem(item: NamedItem, field: string, { paymentId, currency }: Receipt): NamedItem | Refusal {
  if (item.invoiceId.trim() === '') {
    const message = `Payment ${paymentId}, ${field} names no invoice. Send the invoice's id or its document number.`;
    return refusal('invalid', 'PAYMENT.ITEM_UNNAMED', message, { paymentId, field: `${field}.invoiceId` });
  }
  if (item.amount === undefined) {
    return item;
  }
  const parsed = parseAmount(item.amount, currency);
  if (parsed.ok && parsed.money.minor > 0n) {
    return { ...item, amount: toAmount(parsed.money) };
  }
  const why = parsed.ok ? `${JSON.stringify(item.amount)} is not more than zero` : parsed.problem.message;
  return refusal('invalid', 'PAYMENT.ITEM_AMOUNT', `Payment ${paymentId}, ${field}.amount: ${why}.`, { paymentId, field: `${field}.amount` });
}

/** Items that were named so far. An invoice named without an instalment is all of its instalments. */
class SeenItems {
  private readonly byInvoice = new Map<string, Set<number | undefined>>();

  overlaps({ invoiceId, instalment }: NamedItem): boolean {
    const seen = this.byInvoice.get(invoiceId);
    return seen !== undefined && (instalment === undefined || seen.has(undefined) || seen.has(instalment));
  }

  add({ invoiceId, instalment }: NamedItem): void {
    this.byInvoice.set(invoiceId, (this.byInvoice.get(invoiceId) ?? new Set()).add(instalment));
  }
}
