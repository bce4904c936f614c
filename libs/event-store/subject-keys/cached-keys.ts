import { randomBytes } from 'node:crypto';
import { SubjectKeyMissing, type SubjectKey, type SubjectKeys } from './subject-keys';

/** A row of the key store; `key` null: destroyed. */
export interface KeyRow {
  readonly keyId: string;
  readonly subject: string;
  readonly key: Buffer | null;
}

/** Where keys are kept for good. Every call is durable when it returns. */
export interface KeyTable {
  /** In words, without secrets. */
  readonly place: string;
  /** The subject's row; a destroyed one before any other. */
  ofSubject(subject: string): KeyRow | undefined;
  ofId(keyId: string): KeyRow | undefined;
  insert(rows: readonly KeyRow[]): void;
  destroy(subjects: readonly string[]): void;
  close(): void;
}

/** How many keys stay in memory on either way; the others are read again. */
const cachedMax = 50_000;

/** Keys of a table, kept in memory as long as they are in use. Two nodes may make a key for one subject each: both open what they sealed. */
export class CachedKeys implements SubjectKeys {
  readonly #bySubject = new Map<string, SubjectKey | null>();
  readonly #byId = new Map<string, Buffer | null>();
  #made: KeyRow[] = [];
  #saving: Promise<void> | null = null;

  constructor(private readonly table: KeyTable) {}

  get unsaved(): boolean {
    return this.#made.length > 0;
  }

  forSealing(subject: string): SubjectKey | null {
    const cached = this.#bySubject.get(subject);
    if (cached !== undefined) return cached;
    const row = this.table.ofSubject(subject);
    if (row !== undefined) return remember(this.#bySubject, subject, row.key === null ? null : { keyId: row.keyId, key: row.key });
    const made = { keyId: randomBytes(12).toString('base64url'), key: randomBytes(32) };
    this.#made.push({ subject, ...made });
    remember(this.#byId, made.keyId, made.key);
    return remember(this.#bySubject, subject, made);
  }

  find(keyId: string): Buffer | null {
    const cached = this.#byId.get(keyId);
    if (cached !== undefined) return cached;
    const row = this.table.ofId(keyId);
    if (row === undefined) throw new SubjectKeyMissing(keyId, this.table.place);
    return remember(this.#byId, keyId, row.key);
  }

  save(): Promise<void> {
    this.#saving ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#saving = null;
        try {
          this.#write();
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    return this.#saving;
  }

  #write(): void {
    if (this.#made.length === 0) return;
    this.table.insert(this.#made);
    this.#made = [];
  }

  destroy(subjects: readonly string[]): void {
    this.#write();
    this.table.destroy(subjects);
    this.forget();
  }

  /** Nothing is known any more but what the table says. Keys that are not saved yet are saved first. */
  forget(): void {
    this.#write();
    this.#bySubject.clear();
    this.#byId.clear();
  }

  close(): void {
    this.#write();
    this.table.close();
  }
}

/** Keeps the map bounded; what is dropped is read again, and never before the many that are older. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  map.set(key, value);
  if (map.size > cachedMax) map.delete(map.keys().next().value!);
  return value;
}
