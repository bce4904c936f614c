import { behindHead, troubles } from './readiness';

const live = { projection: 'revenue', state: 'live', lagEvents: 0 } as const;

describe('readiness', () => {
  it('is given when everything is live and follows', () => {
    expect(troubles({ projections: [live], hasBeenLevel: true, followsUp: true })).toEqual([]);
    expect(troubles({ projections: [{ ...live, state: 'catching-up', lagEvents: 500 }], hasBeenLevel: true, followsUp: true })).toEqual([]);
  });

  it('is withheld while starting, when a projection stopped or is far behind, and when follow-ups do not happen', () => {
    expect(troubles({ projections: [live], hasBeenLevel: false, followsUp: true })).toEqual([expect.stringContaining('catching up')]);
    expect(troubles({ projections: [{ ...live, state: 'stopped', lagEvents: 3 }], hasBeenLevel: true, followsUp: true })).toEqual([
      'Projection revenue has stopped, 3 events behind. Look at /health for the reason, then run "daybook rebuild revenue".',
    ]);
    expect(troubles({ projections: [{ ...live, lagEvents: 10_001 }], hasBeenLevel: true, followsUp: true })).toEqual([expect.stringContaining('10001 events behind')]);
    expect(troubles({ projections: [live], hasBeenLevel: true, followsUp: false })).toEqual([expect.stringContaining('restart it')]);
  });

  it('counts the lag from the head of the log', () => {
    const stopped = { projection: 'revenue', generation: 1, position: null, sequence: 4, lagEvents: 0, state: 'stopped' as const };
    expect(behindHead([stopped], 10)).toMatchObject([{ lagEvents: 6 }]);
  });
});
