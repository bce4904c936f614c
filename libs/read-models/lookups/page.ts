import { sql, type RawBuilder } from 'kysely';

/** A page of a list, newest or oldest first by the sequence that made each entry. */
export interface PageRequest {
  /** Entries per page, 1 to 1,000; default 100. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: number;
  /** Default: newest first. */
  readonly oldestFirst?: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** For the following page; null on the last one. */
  readonly next: number | null;
}

const limitMax = 1_000;

export const limitOf = ({ limit = 100 }: PageRequest): number => Math.min(Math.max(1, Math.trunc(limit)), limitMax);

/** `and sequence … order by sequence … limit …`: one row more than asked, so that the last page is known. */
export function paged(page: PageRequest): RawBuilder<unknown> {
  const after = page.after ?? null;
  const limit = limitOf(page) + 1;
  if (page.oldestFirst === true) {
    return sql`${after === null ? sql`` : sql`and sequence > ${after}`} order by sequence limit ${limit}`;
  }
  return sql`${after === null ? sql`` : sql`and sequence < ${after}`} order by sequence desc limit ${limit}`;
}

export function pageOf<T extends { readonly sequence: number }>(items: readonly T[], page: PageRequest): Page<T> {
  const limit = limitOf(page);
  const shown = items.slice(0, limit);
  return { items: shown, next: items.length > limit ? shown.at(-1)!.sequence : null };
}

/** `and column = value` for every value that is given. */
export function matching(filter: Readonly<Record<string, string | number | undefined>>): RawBuilder<unknown> {
  const conditions = Object.entries(filter).filter(([, value]) => value !== undefined);
  return sql`1 = 1 ${sql.join(conditions.map(([column, value]) => sql`and ${sql.ref(column)} = ${value}`), sql` `)}`;
}
