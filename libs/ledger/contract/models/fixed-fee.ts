import { decimalOf } from '#money';
import { laterDay } from '../../dates';
import { netOf, type Claim, type ClaimContext, type LinePart } from '../claim';
import type { ContractItem, FixedFeeTerms } from '../contract-terms';
import { contractEndsOn, type ItemVersion } from '../contract.state';
import { itemStartsOn, termsOn } from '../item-terms';

type Agreed = ContractItem & { readonly fixedFee: FixedFeeTerms };

const isAgreed = (item: ContractItem | null | undefined): item is Agreed => item?.fixedFee !== undefined;

/** A price agreed as a whole: at once when the item starts, by milestones as they are accepted, or in instalments. */
export function fixedFeeClaims(context: ClaimContext): Claim[] {
  // What was agreed last counts, also after the item or the contract ended: what was owed by then stays owed.
  const agreed = context.sold.versions.findLast(({ item }) => isAgreed(item))?.item;
  if (!isAgreed(agreed)) {
    return [];
  }
  switch (agreed.fixedFee.billing) {
    case 'at-once':
      return atOnce(context, agreed);
    case 'milestones':
      return milestones(context);
    case 'instalments':
      return instalments(context);
  }
}

function atOnce(context: ClaimContext, item: Agreed): Claim[] {
  const { sold, state, through } = context;
  const dueOn = itemStartsOn(sold);
  if (dueOn > through) {
    return [];
  }
  const begins = termsOn(sold, dueOn) !== null && dueOn <= (contractEndsOn(state) ?? dueOn);
  return [{ key: 'fee', kind: 'fee', dueOn, earned: false, parts: () => (begins ? [part(item, item.fixedFee.amount, item.description, context)] : []) }];
}

function milestones(context: ClaimContext): Claim[] {
  return [...context.sold.milestones.values()]
    .filter(({ acceptedOn }) => acceptedOn <= context.through)
    .flatMap(({ milestoneId, acceptedOn, amount }): Claim[] => {
      const item = lastAgreed(context.sold.versions, acceptedOn);
      if (item === undefined) return [];
      const text = item.fixedFee.milestones?.find((each) => each.milestoneId === milestoneId)?.description ?? milestoneId;
      const parts = (): LinePart[] => [part(item, amount, `${item.description}: ${text}`, context)];
      return [{ key: `milestone~${milestoneId}`, kind: 'milestone', dueOn: acceptedOn, earned: true, parts }];
    });
}

/** Instalments of each set of terms fall due while it is in force. */
function instalments(context: ClaimContext): Claim[] {
  const { sold, state, through } = context;
  const endsOn = contractEndsOn(state);
  const claims = new Map<string, Claim>();
  for (const version of sold.versions) {
    const { item } = version;
    for (const [index, { on, amount }] of (isAgreed(item) ? (item.fixedFee.instalments ?? []) : []).entries()) {
      const inForce = termsOn(sold, laterDay(on, itemStartsOn(sold))) === item && (endsOn === null || on <= endsOn);
      if (isAgreed(item) && inForce && on <= through) {
        const text = `${item.description}, instalment ${index + 1} of ${item.fixedFee.instalments?.length ?? 1}`;
        claims.set(on, { key: `instalment~${on}`, kind: 'instalment', dueOn: on, earned: false, parts: () => [part(item, amount, text, context)] });
      }
    }
  }
  return [...claims.values()];
}

const lastAgreed = (versions: readonly ItemVersion[], day: string): Agreed | undefined => {
  const item = versions.findLast((version) => version.from <= day && isAgreed(version.item))?.item;
  return isAgreed(item) ? item : undefined;
};

function part(item: Agreed, amount: string, description: string, context: ClaimContext): LinePart {
  const { servicePeriod } = item.fixedFee;
  const exact = decimalOf(amount);
  return {
    item,
    description,
    amount: netOf(exact, item, context),
    units: { quantity: decimalOf('1'), unitPrice: amount },
    ...(servicePeriod === undefined ? {} : { servicePeriod }),
  };
}
