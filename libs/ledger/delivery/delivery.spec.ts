import fc from 'fast-check';
import { given, presentHash } from '../specification/given';
import { decideClaimDelivery, mayStillSend, type ClaimDelivery } from './claim-delivery';
import type { DeliveryBounced, DeliveryDue, DeliveryEvent } from './delivery.events';
import { decideRecordBounce, decideRecordDelivered, decideRecordDeliveryFailed, decideRecordOpened, decideResolveDelivery, type ResolveDelivery } from './delivery-outcome';
import { deliveryFold, latestSending, type DeliveryState } from './delivery.state';

const which = { documentId: 'I1', channel: 'email' as const };
const claimOf = (deliveryId: string, changes: Partial<ClaimDelivery> = {}): ClaimDelivery => ({
  ...which, deliveryId, kind: 'invoice', accountId: 'UK~17850', dueOn: '2010-12-01', language: 'en', attachments: ['invoice.pdf'],
  personal: { email: 'ada@example.com' }, ...changes,
});
const due = (deliveryId: string, changes: Partial<ClaimDelivery> = {}): DeliveryDue => ({ type: 'DeliveryDue', data: claimOf(deliveryId, changes) });
const claim = (deliveryId: string, changes: Partial<ClaimDelivery> = {}) => (state: DeliveryState) => decideClaimDelivery(claimOf(deliveryId, changes), state);
const sent = (deliveryId: string) => (state: DeliveryState) => decideRecordDelivered({ ...which, deliveryId, sentOn: '2010-12-01', receipt: '250 ok' }, state);
const failed = (deliveryId: string) => (state: DeliveryState) => decideRecordDeliveryFailed({ ...which, deliveryId, failedOn: '2010-12-01', reason: '550 no' }, state);
const bounce = (deliveryId: string, kind: DeliveryBounced['data']['kind'] = 'hard') => (state: DeliveryState) =>
  decideRecordBounce({ ...which, deliveryId, bouncedOn: '2010-12-02', kind, reason: '5.1.1 no such user' }, state);
const resolve = (deliveryId: string, changes: Partial<ResolveDelivery> = {}) => (state: DeliveryState) =>
  decideResolveDelivery({ ...which, deliveryId, requestId: 'r1', resolvedOn: '2010-12-03', outcome: 'failed', reason: 'not in the mail log', inputHash: presentHash, ...changes }, state);
const opened = (deliveryId: string, openedOn: string) => (state: DeliveryState) => decideRecordOpened({ ...which, deliveryId, openedOn }, state);

describe('claiming a delivery', () => {
  it('happens once; asked for again it sends nothing', () => {
    const first = given(deliveryFold).when(claim('d1'));
    expect(first.types).toEqual(['DeliveryDue']);
    expect(first.answer).toMatchObject({ claimed: true, state: 'unconfirmed' });
    const again = first.then.when(claim('d1'));
    expect(again.types).toEqual([]);
    expect(again.answer).toMatchObject({ claimed: false, state: 'unconfirmed' });
  });

  it('is repeated only by naming the last sending, whose outcome is known', () => {
    const claimed = given<DeliveryState, DeliveryEvent>(deliveryFold, due('d1'));
    expect(claimed.when(claim('d2')).refused).toBe('DELIVERY.SENT_BEFORE');
    expect(claimed.when(claim('d2', { repeats: 'd1' })).refused).toBe('DELIVERY.UNCONFIRMED');
    const refusedByServer = claimed.when(failed('d1')).then;
    expect(refusedByServer.when(claim('d2')).refused).toBe('DELIVERY.SENT_BEFORE');
    const repeated = refusedByServer.when(claim('d2', { repeats: 'd1' })).then.when(sent('d2')).then;
    expect(repeated.when(claim('d2', { repeats: 'd1' })).answer).toMatchObject({ claimed: false, state: 'sent', repeats: 'd1' });
    expect(repeated.when(claim('d3', { repeats: 'd1' })).refused).toBe('DELIVERY.SENT_BEFORE');
    expect(repeated.when(claim('d3', { repeats: 'd2' })).types).toEqual(['DeliveryDue']);
  });

  it('is refused for a sending that never was, and for a document of another kind', () => {
    expect(given(deliveryFold).when(claim('d2', { repeats: 'd1' })).refused).toBe('DELIVERY.UNKNOWN');
    const claimed = given<DeliveryState, DeliveryEvent>(deliveryFold, due('d1'));
    expect(claimed.when(claim('d1', { kind: 'receipt' })).refused).toBe('DELIVERY.OTHER_KIND');
    expect(claimed.when(claim('d2', { kind: 'receipt', repeats: 'd1' })).refused).toBe('DELIVERY.OTHER_KIND');
  });

  it('may be carried out until somebody says what became of it', () => {
    const claimed = given<DeliveryState, DeliveryEvent>(deliveryFold, due('d1'));
    expect(mayStillSend(claimed.state, 'd1')).toBe(true);
    expect(mayStillSend(claimed.state, 'd2')).toBe(false);
    expect(mayStillSend(claimed.when(resolve('d1')).then.state, 'd1')).toBe(false);
  });
});

describe('what became of a delivery', () => {
  const claimed = given<DeliveryState, DeliveryEvent>(deliveryFold, due('d1'));

  it('is recorded once', () => {
    const known = claimed.when(sent('d1'));
    expect(known.answer).toMatchObject({ state: 'sent', detail: '250 ok' });
    expect(known.then.when(sent('d1')).types).toEqual([]);
    expect(known.then.when(failed('d1')).answer.state).toBe('sent');
    expect(claimed.when(failed('d1')).then.when(failed('d1')).types).toEqual([]);
    expect(claimed.when(sent('d2')).refused).toBe('DELIVERY.UNKNOWN');
  });

  it('is said by a person only while it is unknown', () => {
    const resolved = claimed.when(resolve('d1'));
    expect(resolved.answer).toMatchObject({ state: 'failed', detail: 'not in the mail log' });
    expect(resolved.then.when(resolve('d1')).types).toEqual([]);
    expect(resolved.then.when(resolve('d1', { inputHash: 'v1:other' })).refused).toBe('DELIVERY.REQUEST_CONFLICT');
    expect(resolved.then.when(resolve('d1', { requestId: 'r2' })).refused).toBe('DELIVERY.OUTCOME_KNOWN');
    expect(claimed.when(sent('d1')).then.when(resolve('d1')).refused).toBe('DELIVERY.OUTCOME_KNOWN');
  });

  it('is put right when the message turns out to have gone after all', () => {
    const wrong = claimed.when(resolve('d1')).then;
    expect(wrong.when(sent('d1')).answer.state).toBe('sent');
    expect(wrong.when(bounce('d1')).answer.state).toBe('bounced');
  });

  it('may be that it came back: softly, then for good, each told once', () => {
    const soft = claimed.when(sent('d1')).then.when(bounce('d1', 'soft'));
    expect(soft.answer).toMatchObject({ state: 'bounced', detail: '5.1.1 no such user' });
    expect(soft.then.when(bounce('d1', 'soft')).types).toEqual([]);
    const hard = soft.then.when(bounce('d1'));
    expect(hard.types).toEqual(['DeliveryBounced']);
    expect(hard.then.when(bounce('d1', 'soft')).types).toEqual([]);
    expect(hard.then.when(claim('d2', { repeats: 'd1' })).types).toEqual(['DeliveryDue']);
    expect(claimed.when(bounce('d2')).refused).toBe('DELIVERY.UNKNOWN');
  });

  it('may be that it was looked at: recorded once a day', () => {
    const seen = claimed.when(opened('d1', '2010-12-02'));
    expect(seen.types).toEqual(['DocumentOpened']);
    expect(seen.then.when(opened('d1', '2010-12-02')).types).toEqual([]);
    expect(seen.then.when(opened('d1', '2010-12-03')).types).toEqual(['DocumentOpened']);
  });
});

describe('whatever is asked for, in whatever order', () => {
  const ids = ['d1', 'd2', 'd3'] as const;
  const act = fc.oneof(
    fc.tuple(fc.constantFrom(...ids), fc.option(fc.constantFrom(...ids), { nil: undefined })).map(([id, repeats]) => claim(id, repeats === undefined ? {} : { repeats })),
    fc.constantFrom(...ids).map(sent), fc.constantFrom(...ids).map(failed), fc.constantFrom(...ids).map((id) => bounce(id)),
    fc.tuple(fc.constantFrom(...ids), fc.nat(3)).map(([id, request]) => resolve(id, { requestId: `r${request}` })),
  );

  it('at most one sending has an unknown outcome, and it is the last one', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        let stream = given<DeliveryState, DeliveryEvent>(deliveryFold);
        for (const one of acts) {
          stream = stream.when<unknown>(one).then;
          const { state } = stream;
          const open = [...state.sendings.values()].filter(({ outcome }) => outcome === 'unconfirmed');
          expect(open.length).toBeLessThanOrEqual(1);
          expect(open.every((sending) => sending === latestSending(state))).toBe(true);
          expect(stream.events.filter(({ type }) => type === 'DeliveryDue')).toHaveLength(state.sendings.size);
        }
      }),
    );
  });
});
