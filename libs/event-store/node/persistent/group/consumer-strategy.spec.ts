import { start } from '../testing/told-group';
import type { StrategyName } from './consumer-strategy';

describe('the strategies of a persistent group', () => {
  const share = (strategy: StrategyName, pin?: (place: number) => string) => {
    const made = start({ strategy });
    made.connect('a', 4);
    made.connect('b', 4);
    made.give([0, 1, 2, 3, 4, 5], pin);
    return { a: made.sent('a'), b: made.sent('b'), made };
  };

  it('RoundRobin gives each client one in its turn', () => {
    expect(share('RoundRobin')).toMatchObject({ a: ['e0', 'e2', 'e4'], b: ['e1', 'e3', 'e5'] });
  });

  it('DispatchToSingle fills one client before the next', () => {
    const { a, b, made } = share('DispatchToSingle');
    expect({ a, b }).toEqual({ a: ['e0', 'e1', 'e2', 'e3'], b: ['e4', 'e5'] });
    made.group.ack(['e0'], 1);
    made.give([6]);
    expect(made.sent('b')).toContain('e6');
  });

  it('Pinned keeps a key with its client, and keeps waiting what does not fit there', () => {
    const { a, b, made } = share('Pinned', (place) => (place === 5 ? 'other' : 'one'));
    expect({ a, b }).toEqual({ a: ['e0', 'e1', 'e2', 'e3'], b: ['e5'] });
    made.group.ack(['e0'], 1);
    expect(made.sent('a')).toContain('e4');
    made.group.disconnect('a', 2);
    expect(made.sent('b')).toEqual(expect.arrayContaining(['e1', 'e2', 'e3']));
  });

  it('Pinned gives a new client its share of the keys', () => {
    const { connect, give, sent } = start({ strategy: 'Pinned', historyBufferSize: 1_000 });
    connect('a', 500);
    give(Array.from({ length: 200 }, (_, place) => place), (place) => `key${place}`);
    connect('b', 500);
    give(Array.from({ length: 200 }, (_, place) => 200 + place), (place) => `key${place - 200}`);
    expect(sent('b').length).toBeGreaterThan(50);
    expect(sent('b').length).toBeLessThan(150);
  });
});
