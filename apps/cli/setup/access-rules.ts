/** Who may do what with the ledger's streams. */
export interface AccessWish {
  /** The user the server runs as; besides it only administrators write. */
  readonly writer: string;
  /** Users and groups that may read; none named: everybody who has a login. */
  readonly readers: readonly string[];
}

type Content = Readonly<Record<string, unknown>>;

/** What a record says now, and what it should say. */
export interface PlannedRecord {
  readonly state: 'right' | 'missing' | 'other';
  /** The part that concerns us, as it stands. */
  readonly before: unknown;
  /** As it should stand. */
  readonly after: unknown;
  /** The whole record as it should be written; whatever else it says is kept. */
  readonly content: Content;
}

const administrators = '$admins';
const everybody = '$all';

const writersOf = ({ writer }: AccessWish): readonly string[] => [...new Set([administrators, ...(writer === 'admin' ? [] : [writer])])];

/** Default rules of user streams, in `$settings`: only the writer and administrators write, delete, and change metadata. */
export function plannedDefaults(content: Content | null, wish: AccessWish): PlannedRecord {
  const writers = writersOf(wish);
  const readers = wish.readers.length === 0 ? [everybody] : [...new Set([...writers, ...wish.readers])];
  return planned(content, '$userStreamAcl', { $r: readers, $w: writers, $d: writers, $mr: readers, $mw: writers });
}

/**
 * The rules of `$all`, in its metadata: whoever follows the log reads it there, system streams included, so everybody
 * is not let in; only the writer, administrators and the readers who are named.
 */
export function plannedAll(content: Content | null, wish: AccessWish): PlannedRecord {
  const acl = content?.['$acl'];
  const kept = typeof acl === 'object' && acl !== null ? acl : {};
  return planned(content, '$acl', { ...kept, $r: [...new Set([...writersOf(wish), ...wish.readers])] });
}

function planned(content: Content | null, key: string, after: Content): PlannedRecord {
  const before = content?.[key];
  const state = before === undefined ? 'missing' : meaning(before) === meaning(after) ? 'right' : 'other';
  return { state, before: before ?? null, after, content: { ...content, [key]: after } };
}

/** The same rules written in another order, or one role without a list, mean the same. */
function meaning(rules: unknown): string {
  if (typeof rules !== 'object' || rules === null) {
    return JSON.stringify(rules);
  }
  const roles = (value: unknown): unknown => (Array.isArray(value) ? value.map(String).sort() : [value]);
  return JSON.stringify(Object.entries(rules).map(([right, value]) => [right, roles(value)]).sort());
}
