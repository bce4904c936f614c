import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { formatKey, isUsable, parseKey, secretMatches, sha256, type ApiKeyRecord, type Caller } from './api-key';
import { isRole, type Role } from './roles';

const fileName = 'api-keys.json';

export interface NewApiKey {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt?: string;
  /** From `newKeyId`, where it has to be known before the key is made; default a new one. */
  readonly id?: string;
}

/** An id that no key has. */
export const newKeyId = (): string => randomBytes(6).toString('hex');

/** What lists and logs may show. */
export type ShownApiKey = Omit<ApiKeyRecord, 'secretHash'>;

/**
 * Makes a key and keeps its hash in `<dataDir>/api-keys.json` (mode 0600).
 *
 * @returns the key text, shown once: it cannot be read again.
 * @throws RangeError when the name or role is unfit.
 */
export function createApiKey(dataDir: string, key: NewApiKey): { readonly key: string; readonly record: ShownApiKey } {
  if (!/^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$/.test(key.name)) {
    throw new RangeError(`key name ${JSON.stringify(key.name)}: 1 to 64 of letters, digits, blank, . _ @ -`);
  }
  if (!isRole(key.role)) {
    throw new RangeError(`role ${JSON.stringify(key.role)}: integrator, clerk, controller, auditor or admin`);
  }
  if (key.expiresAt !== undefined && Number.isNaN(Date.parse(key.expiresAt))) {
    throw new RangeError(`expiry ${JSON.stringify(key.expiresAt)}: an ISO 8601 time`);
  }
  const made = formatKey({ id: Buffer.from(key.id ?? newKeyId(), 'hex'), secret: randomBytes(32) });
  const record: ApiKeyRecord = {
    id: made.id,
    name: key.name,
    role: key.role,
    secretHash: sha256(made.secret).toString('hex'),
    createdAt: new Date().toISOString(),
    ...(key.expiresAt === undefined ? {} : { expiresAt: new Date(key.expiresAt).toISOString() }),
  };
  changed(dataDir, (records) => [...records, record]);
  return { key: made.text, record: shown(record) };
}

export function listApiKeys(dataDir: string): readonly ShownApiKey[] {
  return readRecords(join(dataDir, fileName)).map(shown);
}

/** @returns false when there is no such key. A running server notices within a second. */
export function revokeApiKey(dataDir: string, id: string): boolean {
  let found = false;
  changed(dataDir, (records) =>
    records.map((record) => {
      found ||= record.id === id;
      return record.id === id && record.revokedAt === undefined ? { ...record, revokedAt: new Date().toISOString() } : record;
    }),
  );
  return found;
}

function shown({ secretHash: _kept, ...rest }: ApiKeyRecord): ShownApiKey {
  return rest;
}

/** One process changes the file at a time; readers see the old file or the new one, never half of it. */
function changed(dataDir: string, change: (records: readonly ApiKeyRecord[]) => readonly ApiKeyRecord[]): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, fileName);
  const claim = `${path}.new`;
  let file: number;
  try {
    file = openSync(claim, 'wx', 0o600);
  } catch (cause) {
    throw new Error(`${claim} exists: another command is changing the keys. If none is running, delete that file.`, { cause });
  }
  try {
    writeSync(file, `${JSON.stringify({ version: 1, keys: change(readRecords(path)) }, null, 2)}\n`);
    fsyncSync(file);
    closeSync(file);
    renameSync(claim, path);
  } catch (error) {
    rmSync(claim, { force: true });
    throw error;
  }
}

function readRecords(path: string): readonly ApiKeyRecord[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
  const file = JSON.parse(text) as { readonly version?: unknown; readonly keys?: unknown };
  if (file.version !== 1 || !Array.isArray(file.keys)) {
    throw new Error(`${path} is no key file of version 1`);
  }
  return file.keys as readonly ApiKeyRecord[];
}

/** How long a read key file is trusted before its stamp is looked at again, in milliseconds. */
const trustedForMs = 500;

/** The keys a running server accepts. Whatever goes wrong with the file, nobody gets in. */
export class ApiKeyFile {
  private records = new Map<string, ApiKeyRecord>();
  private stamp = '';
  private checkedAt = Number.NEGATIVE_INFINITY;

  private isRead = false;

  /** @param onChanged told when the keys are others than when they were first read. */
  constructor(
    private readonly dataDir: string,
    private readonly now: () => number = Date.now,
    private readonly onChanged: () => void = () => undefined,
  ) {}

  /** The caller behind a key text, or null: malformed, unknown, wrong, expired, revoked. */
  authenticate(text: string): Caller | null {
    const parts = parseKey(text);
    if (parts === null) {
      return null;
    }
    this.refresh();
    const record = this.records.get(parts.id);
    const matches = secretMatches(record, parts.secret);
    if (record === undefined || !matches || !isUsable(record, this.now()) || !isRole(record.role)) {
      return null;
    }
    return { keyId: record.id, name: record.name, role: record.role };
  }

  private refresh(): void {
    const monotonic = performance.now();
    if (monotonic - this.checkedAt < trustedForMs) {
      return;
    }
    this.checkedAt = monotonic;
    try {
      const path = join(this.dataDir, fileName);
      const { mtimeMs, size, ino } = statSync(path);
      const stamp = `${ino}/${size}/${mtimeMs}`;
      if (stamp !== this.stamp) {
        this.records = new Map(readRecords(path).map((record) => [record.id, record]));
        this.stamp = stamp;
        if (this.isRead) this.onChanged();
        this.isRead = true;
      }
    } catch {
      this.records = new Map();
      this.stamp = '';
    }
  }
}
