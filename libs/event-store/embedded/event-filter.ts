import type { EventFilter } from '../port';

/** A condition over `events` that fits the filter, with its parameters; an empty one lets everything through. */
export interface FilterSql {
  readonly condition: string;
  readonly parameters: readonly string[];
}

/** Prefixes become half-open ranges, compared bytewise as SQLite's default collation does. */
export function filterSql(filter: EventFilter | undefined): FilterSql {
  if (filter === undefined) return { condition: '', parameters: [] };
  const [column, prefixes] = 'streamPrefixes' in filter ? ['stream', filter.streamPrefixes] : ['type', filter.typePrefixes];
  if (prefixes.includes('')) return { condition: '', parameters: [] };
  if (prefixes.length === 0) return { condition: ' AND 0', parameters: [] };
  const ranges = prefixes.map(() => `(${column} >= ? AND ${column} < ?)`);
  return {
    condition: ` AND (${ranges.join(' OR ')})`,
    // U+10FFFF has the highest code point, so every text with the prefix sorts below prefix + that, but for texts that hold it there.
    parameters: prefixes.flatMap((prefix) => [prefix, `${prefix}\u{10ffff}`]),
  };
}
