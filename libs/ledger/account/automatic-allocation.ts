import { knownCurrency, parseAmount } from '#money';
import type { PaymentAllocated } from './account.events';
import type { AccountState, EnteredInvoice, Instruction, OpenItem, Source } from './account.state';
import { byDueDate, type Wish } from './allocation-plan';
import { findInvoice } from './find-invoice';

type NamedItem = NonNullable<Instruction['items']>[number];

/** What a receipt asks to be applied to, and by which rule. */
export interface Wishes {
  readonly rule: PaymentAllocated['data']['rule'];
  readonly wishes: readonly Wish[];
}

/**
 * By explicit instruction, else by structured reference, else oldest due first without the disputed items. Only
 * items in the currency of the money count. Items the instruction names and the account does not know yet are
 * waited for, not replaced by others.
 */
export function automaticWishes(
  state: AccountState,
  receipt: Pick<Source, 'currency' | 'reference' | 'instruction'>,
  imported = false,
): Wishes {
  const { currency, reference, instruction } = receipt;
  if (instruction?.allocate === 'none') {
    return { rule: 'instruction', wishes: [] };
  }
  if (instruction?.items !== undefined) {
    const rule = imported ? 'import' : 'instruction';
    return { rule, wishes: instruction.items.flatMap((named) => namedWish(findInvoice(state, named.invoiceId), named, currency)) };
  }
  const referred = reference === null ? undefined : findInvoice(state, reference.trim());
  if (referred !== undefined && referred.currency === currency) {
    return { rule: 'reference', wishes: [{ items: byDueDate(referred), atMost: null }] };
  }
  return { rule: 'oldest-due-first', wishes: [{ items: state.queues.get(currency) ?? [], atMost: null }] };
}

/** What a receipt that waited asks of the invoice that has come, or null when it did not name it. */
export function awaitedWishes(receipt: Source, invoice: EnteredInvoice): Wishes | null {
  const { currency, reference, instruction } = receipt;
  const names = [invoice.invoiceId, invoice.documentNumber];
  if (instruction?.allocate === 'none' || invoice.currency !== currency) {
    return null;
  }
  if (instruction?.items !== undefined) {
    const named = instruction.items.filter(({ invoiceId }) => names.includes(invoiceId));
    return { rule: 'instruction', wishes: named.flatMap((item) => namedWish(invoice, item, currency)) };
  }
  return reference !== null && names.includes(reference.trim()) ? { rule: 'reference', wishes: [{ items: byDueDate(invoice), atMost: null }] } : null;
}

function namedWish(invoice: EnteredInvoice | undefined, named: NamedItem, currency: string): Wish[] {
  if (invoice === undefined || invoice.currency !== currency) {
    return [];
  }
  const items: OpenItem[] = byDueDate(invoice).filter(({ instalment }) => named.instalment === undefined || instalment === named.instalment);
  if (named.amount === undefined) {
    return [{ items, atMost: null }];
  }
  // An amount that is none of the currency can be on record from before receipts were checked for it. It cannot be
  // paid, and must not keep the money from entering the account: the wish is passed over.
  const asked = parseAmount(named.amount, knownCurrency(currency));
  return asked.ok && asked.money.minor > 0n ? [{ items, atMost: asked.money.minor }] : [];
}
