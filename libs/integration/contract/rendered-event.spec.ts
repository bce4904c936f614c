import { contractVersions, currentContractVersion, eventDefinitions } from '#ledger';
import type { PublicEvent } from './public-event';
import { contractHistory, renderedEvent } from './rendered-event';

const event: PublicEvent = {
  sequence: 7, id: '3a1c7a4e-8f3a-5d0e-9a64-0b8f6e2d4c11', type: 'SaleClosed', stream: 'sale-1', revision: 0, recordedAt: '2010-12-01T08:26:00.000Z', actor: 'shop', commandId: 'c',
  correlationId: 'c', causationId: 'c', schemaVersion: 3, data: { name: 'a b' },
};
const history = {
  today: new Map([['SaleClosed', 3]]),
  types: new Map([[1, {}], [2, { SaleClosed: 2 }], [3, { SaleClosed: 3 }]]),
  downcasts: {
    'SaleClosed.v3': (data: unknown) => ({ names: (data as { name: string }).name.split(' ') }),
    'SaleClosed.v2': (data: unknown) => ({ first: (data as { names: string[] }).names[0] }),
  },
};

describe('a pinned version of the contract', () => {
  it('shows a newer event as it was then', () => {
    expect(renderedEvent(event, 3, history)).toEqual(event);
    expect(renderedEvent(event, 2, history)).toEqual({ ...event, schemaVersion: 2, data: { names: ['a', 'b'] } });
    expect(renderedEvent(event, 1, history)).toEqual({ ...event, schemaVersion: 1, data: { first: 'a' } });
    expect(() => renderedEvent(event, 2, { ...history, downcasts: {} })).toThrow('SaleClosed version 3 cannot be shown as version 2');
    expect(() => renderedEvent(event, 9, history)).toThrow('no version 9');
  });

  it.each([...contractVersions])('%i can show every type of today', (version) => {
    for (const { type, version: schemaVersion } of eventDefinitions) {
      if (version === currentContractVersion) expect([type, contractHistory.types.get(version)?.[type] ?? 1]).toEqual([type, schemaVersion]);
      for (let from = schemaVersion; from > (contractHistory.types.get(version)?.[type] ?? 1); from -= 1) {
        expect(Object.keys(contractHistory.downcasts)).toContain(`${type}.v${from}`);
      }
    }
  });
});
