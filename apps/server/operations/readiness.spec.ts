import { behindHead, troubles } from './readiness';

const live = { projection: 'revenue', state: 'live', lagEvents: 0 } as const;

describe('readiness', () => {
  it('is given when everything is live and follows', () => {
    expect(troubles({ projections: [live], hasBeenLevel: true, followsUp: true, storeOutOfReachMs: null })).toEqual([]);
    expect(troubles({ projections: [{ ...live, state: 'catching-up', lagEvents: 500 }], hasBeenLevel: true, followsUp: true, storeOutOfReachMs: null })).toEqual([]);
  });

  it('is withheld while starting, when a projection stopped or is far behind, and when follow-ups do not happen', () => {
    expect(troubles({ projections: [live], hasBeenLevel: false, followsUp: true, storeOutOfReachMs: null })).toEqual([expect.stringContaining('catching up')]);
    expect(troubles({ projections: [{ ...live, state: 'stopped', lagEvents: 3 }], hasBeenLevel: true, followsUp: true, storeOutOfReachMs: null })).toEqual([
      'Projection revenue has stopped, 3 events behind. Look at /health for the reason, then run "daybook rebuild revenue".',
    ]);
    expect(troubles({ projections: [{ ...live, lagEvents: 10_001 }], hasBeenLevel: true, followsUp: true, storeOutOfReachMs: null })).toEqual([expect.stringContaining('10001 events behind')]);
    expect(troubles({ projections: [live], hasBeenLevel: true, followsUp: false, storeOutOfReachMs: null })).toEqual([expect.stringContaining('restart it')]);
  });

  it('is withheld while the event store is out of reach, not for one broken connection', () => {
    expect(troubles({ projections: [live], hasBeenLevel: true, followsUp: true, storeOutOfReachMs: 500 })).toEqual([]);
    expect(troubles({ projections: [live], hasBeenLevel: true, followsUp: true, storeOutOfReachMs: 7_300 })).toEqual([
      expect.stringMatching(/^The event store has not answered for 7 s: .* goes on by itself\.$/),
    ]);
  });

  it('counts the lag from the head of the log', () => {
    const stopped = { projection: 'revenue', generation: 1, position: null, sequence: 4, lagEvents: 0, state: 'stopped' as const };
    expect(behindHead([stopped], 10)).toMatchObject([{ lagEvents: 6 }]);
  });
});
