import { refuseRecognition } from '../../revenue/refuse-recognition';
import type { FixedFeeTerms } from '../contract-terms';
import type { ItemCheck } from './item-check';

/** Parts sum to the amount, and are given where they are billed or recognised by. */
export function checkFixedFee(check: ItemCheck, terms: FixedFeeTerms): FixedFeeTerms {
  const { billing, milestones, instalments, prepaid, servicePeriod } = terms;
  const { itemId, recognition } = check.item;
  const amount = check.amount('fixedFee.amount', terms.amount);
  const byMilestones = billing === 'milestones' || recognition === 'milestones';
  check.ensure((milestones !== undefined) === byMilestones, 'CONTRACT.TERMS', 'fixedFee.milestones', byMilestones
    ? 'are missing. Send them; the fee is billed or recognised by them.'
    : 'were given, but the fee is neither billed nor recognised by them. Leave them out.');
  check.ensure((instalments !== undefined) === (billing === 'instalments'), 'CONTRACT.TERMS', 'fixedFee.instalments', `go with billing "instalments"; here it is "${billing}". Send both or neither.`);
  if (servicePeriod !== undefined) {
    check.refused ??= refuseRecognition({ lineId: itemId, recognition: 'daily', servicePeriod }, 'contract');
  }
  if (prepaid !== undefined) {
    const units = check.decimal('fixedFee.prepaid.units', prepaid.units);
    check.ensure(!units.isZero(), 'CONTRACT.NUMBER', 'fixedFee.prepaid.units', 'is zero. Send how many units the fee pays for.');
    if (prepaid.expiresOn !== undefined) {
      check.day('fixedFee.prepaid.expiresOn', prepaid.expiresOn);
      const early = `${prepaid.expiresOn} lies before ${check.frame.startsOn}, the first day of the terms. Send a later one.`;
      check.ensure(prepaid.expiresOn >= check.frame.startsOn, 'CONTRACT.DAYS', 'fixedFee.prepaid.expiresOn', early);
    }
  }
  return {
    ...terms,
    amount,
    ...(milestones === undefined ? {} : { milestones: checkMilestones(check, milestones, amount) }),
    ...(instalments === undefined ? {} : { instalments: checkInstalments(check, instalments, amount) }),
  };
}

type Milestones = NonNullable<FixedFeeTerms['milestones']>;
type Instalments = NonNullable<FixedFeeTerms['instalments']>;

function checkMilestones(check: ItemCheck, milestones: Milestones, total: string): Milestones {
  check.unique('fixedFee.milestones', milestones.map(({ milestoneId }) => milestoneId));
  check.ensure(milestones.every(({ milestoneId }) => /^.{1,64}$/.test(milestoneId)), 'CONTRACT.ITEM_ID', 'fixedFee.milestones', 'have ids of 1 to 64 characters. Send others.');
  check.ensure(milestones.every(({ description }) => description.length <= 400), 'CONTRACT.DESCRIPTION', 'fixedFee.milestones', 'have descriptions of at most 400 characters. Shorten them.');
  const atScale = milestones.map((milestone) => ({ ...milestone, amount: check.amount('fixedFee.milestones.amount', milestone.amount) }));
  check.sumsTo('fixedFee.milestones', atScale.map(({ amount }) => amount), total);
  return atScale;
}

function checkInstalments(check: ItemCheck, instalments: Instalments, total: string): Instalments {
  instalments.forEach(({ on }) => check.day('fixedFee.instalments.on', on));
  check.ensure(
    instalments.every(({ on }, index) => index === 0 || on > (instalments[index - 1]?.on ?? '')),
    'CONTRACT.DAYS', 'fixedFee.instalments', 'do not rise by day. Send each day once, in order.',
  );
  const atScale = instalments.map((instalment) => ({ ...instalment, amount: check.amount('fixedFee.instalments.amount', instalment.amount) }));
  check.sumsTo('fixedFee.instalments', atScale.map(({ amount }) => amount), total);
  return atScale;
}
