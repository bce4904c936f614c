import type { LogEvent } from '../../embedded/stream-reader';
import { nameMatcher } from './name-matcher';

const event = (stream: string, type: string): LogEvent => ({ number: 100, stream, revision: 0, id: '', type, createdAt: 0, data: '', metadata: '' });
const events = [event('sale-1', 'Sold'), event('$settings', '$>'), event('account-7', 'Paid'), event('sal', 'Paid')];

function streamsKept(regex: string): readonly string[] | 'in store' {
  const found = nameMatcher({ on: 'stream', regex });
  return 'inStore' in found ? 'in store' : found.matches(events).map(({ stream }) => stream);
}

describe('a filter of names', () => {
  it('leaves plain prefixes to the store, however they are written', () => {
    expect(nameMatcher({ on: 'stream', regex: '^sale-' })).toEqual({ inStore: { streamPrefixes: ['sale-'] } });
    expect(nameMatcher({ on: 'type', regex: '^\\$a\\.b.*' })).toEqual({ inStore: { typePrefixes: ['$a.b'] } });
    expect(nameMatcher({ streamPrefixes: ['a', 'b'] })).toEqual({ inStore: { streamPrefixes: ['a', 'b'] } });
  });

  it('finds a regular expression anywhere in the name', () => {
    expect(streamsKept('a.[0-9]$')).toEqual([]);
    expect(streamsKept('-[0-9]$')).toEqual(['sale-1', 'account-7']);
    expect(streamsKept('^(sale|account)-')).toEqual(['sale-1', 'account-7']);
    expect(streamsKept('^[^$].*')).toEqual(['sale-1', 'account-7', 'sal']);
  });

  it('refuses what another engine would read otherwise', () => {
    for (const regex of ['\\Asale', 'sale\\z', '(?i)sale', '(?>a+)b', '[a-z-[aeiou]]', '(', 'x'.repeat(2_000)]) {
      expect(() => nameMatcher({ on: 'stream', regex: `${regex}.?` })).toThrow(/filter/);
    }
    expect(streamsKept('\\\\Az|7')).toEqual(['account-7']);
  });

  it('stops an expression that would not end, and remembers it', () => {
    const hostile = nameMatcher({ on: 'type', regex: '^(a+)+$' });
    if ('inStore' in hostile) throw new Error('it is no prefix');
    expect(() => hostile.matches([event('x', `${'a'.repeat(60)}!`)])).toThrow(/takes too long/);
    expect(() => nameMatcher({ on: 'type', regex: '^(a+)+$' })).toThrow(/takes too long/);
  });
});
