import { amountMinorMax, formatMinor, minorOf, type Currency } from '#money';
import { failed, passed, type Checked } from '../../input-rules';
import { refusal, type Refusal } from '../../refusal';
import type { ContractItem } from '../contract-terms';
import { ItemCheck, type ItemFrame } from './item-check';
import { checkTerms, termsByModel } from './model-rules';
import { checkRecognition } from './recognition-fit';

export type { ItemFrame } from './item-check';

/** The items with their amounts at the currency's scale, or the first rule that one of them breaks. */
export function checkItems(items: readonly ContractItem[], frame: ItemFrame): Checked<readonly ContractItem[]> {
  const checked: ContractItem[] = [];
  for (const item of items) {
    const check = new ItemCheck(item, frame);
    const atScale = checkItem(check);
    if (check.refused !== undefined) {
      return failed(check.refused);
    }
    checked.push(atScale);
  }
  const reason = refuseTooLarge(checked, frame.currency);
  return reason === undefined ? passed(checked) : failed(reason);
}

function checkItem(check: ItemCheck): ContractItem {
  const { item } = check;
  check.ensure(/^[^~]{1,64}$/.test(item.itemId), 'CONTRACT.ITEM_ID', 'itemId', 'has 1 to 64 characters and no "~". Send another id.');
  check.ensure(item.description.length <= 500, 'CONTRACT.DESCRIPTION', 'description', 'has more than 500 characters. Shorten it; days and quantities are added to it.');
  const given = Object.values(termsByModel).filter((field) => item[field] !== undefined);
  const wanted = termsByModel[item.model];
  check.ensure(given.length === 1 && given[0] === wanted, 'CONTRACT.TERMS', wanted, `is the one part that model ${item.model} takes; given: ${given.join(', ') || 'none'}. Send exactly that.`);
  if (check.refused !== undefined) {
    return item;
  }
  checkTax(check);
  if (item.discountPercent !== undefined) {
    check.percent('discountPercent', item.discountPercent);
  }
  const atScale = checkTerms(check);
  checkRecognition(check);
  return atScale;
}

function checkTax(check: ItemCheck): void {
  const { taxCategory, taxRate, taxNote } = check.item;
  const rate = check.percent('taxRate', taxRate);
  check.ensure(taxCategory === 'S' || rate.isZero(), 'CONTRACT.TAX', 'taxRate', `is ${taxRate}, but category ${taxCategory} bears no tax. Send rate "0" or category "S".`);
  const needsNote = taxCategory === 'AE' || taxCategory === 'E';
  check.ensure(!needsNote || (taxNote ?? '').trim() !== '', 'CONTRACT.TAX', 'taxNote', `is missing. Category ${taxCategory} has to say why no tax is charged.`);
}

/** What the items may come to on one day has to fit one invoice. */
function refuseTooLarge(items: readonly ContractItem[], { digits, code }: Currency): Refusal | undefined {
  const sum = items.reduce((all, { fixedFee, retainer }) => all + minorOf(fixedFee?.amount ?? retainer?.monthlyFee ?? '0', digits), 0n);
  return sum <= amountMinorMax
    ? undefined
    : refusal('invalid', 'CONTRACT.TOO_LARGE', `the items sum to ${formatMinor(sum, digits)} ${code}; that is more than one invoice may be. Split the contract.`, {
        field: 'items',
      });
}

export function refuseDuplicateItems(items: readonly { readonly itemId: string }[]): Refusal | undefined {
  const seen = new Set<string>();
  const twice = items.find(({ itemId }) => seen.size === seen.add(itemId).size);
  return twice === undefined
    ? undefined
    : refusal('invalid', 'CONTRACT.DUPLICATE_ID', `item ${JSON.stringify(twice.itemId)} stands twice. Give every item of the contract its own id.`, { itemId: twice.itemId });
}
