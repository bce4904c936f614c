import type { ContractItem, RecognitionRule } from '../contract-terms';
import type { ItemCheck } from './item-check';

interface Fit {
  readonly fits: (item: ContractItem) => boolean;
  /** What it would need, after the rule's name. */
  readonly needs: string;
}

const recurs = ({ model }: ContractItem): boolean => model === 'subscription' || model === 'retainer';
const always: Fit = { fits: () => true, needs: '' };
const overDays: Fit = {
  fits: (item) => recurs(item) || item.fixedFee?.servicePeriod !== undefined,
  needs: 'spreads revenue over days of service. Send fixedFee.servicePeriod, or another rule.',
};

const rules: Readonly<Record<RecognitionRule, Fit>> = {
  'at-issue': always,
  'point-in-time': always,
  daily: overDays,
  'equal-months': overDays,
  'as-used': { fits: (item) => recurs(item) || item.model === 'hourly', needs: 'needs time or usage. Take another rule for this model.' },
  milestones: {
    fits: ({ model, fixedFee }) => model === 'value-based' || fixedFee?.milestones !== undefined,
    needs: 'needs a fixed fee with milestones, or an outcome. Send milestones, or another rule.',
  },
  'draw-down': { fits: ({ fixedFee }) => fixedFee?.prepaid !== undefined, needs: 'needs prepaid units. Send fixedFee.prepaid, or another rule.' },
  prepayment: { fits: () => false, needs: 'is for prepayment invoices, which a credit note settles. Send another rule.' },
};

/** A rule has to be one that the item's work, use or days can be recognised by. */
export function checkRecognition(check: ItemCheck): void {
  const { item } = check;
  const isPrepaid = item.fixedFee?.prepaid !== undefined;
  check.ensure(!isPrepaid || item.recognition === 'draw-down', 'CONTRACT.RECOGNITION', 'fixedFee.prepaid', 'goes with recognition "draw-down" alone. Send that, or leave it out.');
  const { fits, needs } = rules[item.recognition];
  check.ensure(fits(item), 'CONTRACT.RECOGNITION', 'recognition', `"${item.recognition}" ${needs}`);
}
