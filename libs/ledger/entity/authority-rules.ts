import { knownCurrency, parseAmount } from '#money';
import { refusal, type Refusal } from '../refusal';
import type { AuthorityLimits } from './entity.state';

/** Why limits cannot become a fact; `last` are the ones on record. */
export function refuseLimits(proposed: AuthorityLimits, last: AuthorityLimits | undefined, baseCurrency: string): Refusal | undefined {
  const expected = (last?.version ?? 0) + 1;
  if (proposed.version !== expected) {
    const message = `authority limits are on record up to version ${expected - 1}; version ${proposed.version} cannot follow. Send changed limits as version ${expected}.`;
    return refusal('conflict', 'AUTHORITY.VERSION', message, {
      field: 'authority.version',
      version: proposed.version,
      expected,
    });
  }
  const named = proposed.limits.map(({ role, act }) => `${role} ${act}`);
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice !== undefined) {
    return refusal('invalid', 'AUTHORITY.TWICE', `the limit of ${twice} stands twice. Send one for each role and act.`, { field: 'authority.limits' });
  }
  for (const { role, act, maximumAmount } of proposed.limits) {
    const parsed = maximumAmount === undefined ? undefined : parseAmount(maximumAmount, knownCurrency(baseCurrency), { allowNegative: false });
    if (parsed?.ok === false) {
      return refusal('invalid', 'AUTHORITY.AMOUNT', `the maximum of ${role} ${act} ${parsed.problem.message}. Send it in ${baseCurrency}.`, { field: 'authority.limits' });
    }
  }
  return undefined;
}
