import type { decideConfigureEntity } from './configure-entity';
import type { EntityEvent } from './entity.events';
import { entityFold, targetKey, type EntityState } from './entity.state';
import { decideSetSalesTarget, type SetSalesTarget } from './set-sales-target';

const configuration = {
  entityId: 'UK', legalName: 'Sample Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', waysToPay: [],
} as unknown as Parameters<typeof decideConfigureEntity>[0]['configuration'];

function entityWith(...events: readonly (readonly [EntityEvent, string])[]): EntityState {
  let state = entityFold.initial();
  const configured: EntityEvent = { type: 'EntityConfigured', data: configuration };
  for (const [revision, [event, hash]] of [[configured, 'c'] as const, ...events].entries()) state = entityFold.evolve(state, event, revision, hash);
  return state;
}

const target: SetSalesTarget = { entityId: 'UK', requestId: 'T1', month: '2011-11', currency: 'GBP', amount: '1000', inputHash: 'h1' };
const fact = (command: SetSalesTarget): EntityEvent => {
  const decision = decideSetSalesTarget(command, entityWith());
  if (decision.kind !== 'accepted') throw new Error('not accepted');
  return decision.events[0]!;
};

describe('a sales target', () => {
  it('becomes a fact at the scale of its currency, a yen without decimals', () => {
    expect(fact(target)).toEqual({ type: 'SalesTargetSet', data: { entityId: 'UK', requestId: 'T1', month: '2011-11', currency: 'GBP', amount: '1000.00' } });
    expect(fact({ ...target, currency: 'JPY' })).toMatchObject({ data: { amount: '1000' } });
  });

  it('is replaced by a later one of the same month, product and customer, and by no other', () => {
    const later = fact({ ...target, requestId: 'T2', amount: '900' });
    const ofProduct = fact({ ...target, requestId: 'T3', amount: '10', productCode: '85123A' });
    const state = entityWith([fact(target), 'h1'], [later, 'h2'], [ofProduct, 'h3']);
    expect(state.targets.get(targetKey(target))?.amount).toBe('900.00');
    expect(state.targets.size).toBe(2);
  });

  it('sent again is answered as the first time; other content under the same request is a conflict', () => {
    const state = entityWith([fact(target), 'h1'], [fact({ ...target, requestId: 'T2' }), 'h2']);
    expect(decideSetSalesTarget(target, state)).toMatchObject({ kind: 'accepted', events: [], answer: { entityId: 'UK', revision: 1 } });
    expect(decideSetSalesTarget({ ...target, inputHash: 'x' }, state)).toMatchObject({ kind: 'refused', refusal: { code: 'REQUEST.CONFLICT' } });
  });

  it.each([
    [{ amount: '-1' }, 'SALES_TARGET.AMOUNT'],
    [{ amount: '1.001' }, 'SALES_TARGET.AMOUNT'],
    [{ currency: 'XQX' }, 'CURRENCY.UNKNOWN'],
    [{ productCode: 'P', customerId: 'C' }, 'SALES_TARGET.BOTH'],
  ])('%o is refused with %s', (change, code) => {
    expect(decideSetSalesTarget({ ...target, ...change }, entityWith())).toMatchObject({ kind: 'refused', refusal: { code } });
  });

  it('needs a legal entity', () => {
    expect(decideSetSalesTarget(target, entityFold.initial())).toMatchObject({ kind: 'refused', refusal: { code: 'ENTITY.UNKNOWN' } });
  });
});
