import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { copyKeysToDatabase } from './copy-keys';
import { openKeyDatabase } from './key-database';
import { openKeyFile } from './key-file';
import { SubjectKeyMissing, type SubjectKeys } from './subject-keys';

const testPostgres = process.env['DAYBOOK_TEST_POSTGRES'] ?? '';

(testPostgres === '' ? describe.skip : describe)('keys in a PostgreSQL that nodes share', () => {
  let url: string;
  const opened: SubjectKeys[] = [];
  const open = (onDestroyed?: () => void): SubjectKeys => {
    const keys = openKeyDatabase(url, onDestroyed);
    opened.push(keys);
    return keys;
  };
  async function administer(statement: string, to = testPostgres): Promise<readonly unknown[]> {
    const client = new Client({ connectionString: to });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(statement);
    await client.end();
    return rows;
  }
  beforeEach(async () => {
    const database = `daybook_test_${randomBytes(8).toString('hex')}`;
    await administer(`create database ${database}`);
    const place = new URL(testPostgres);
    place.pathname = `/${database}`;
    url = place.href;
  });
  afterEach(async () => {
    for (const keys of opened.splice(0)) keys.close();
    await administer(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`);
  });

  test('one node finds what another made, once it is saved', async () => {
    const [one, other] = [open(), open()];
    const made = one.forSealing('customer:1')!;
    expect(() => other.find(made.keyId)).toThrow(SubjectKeyMissing);
    await one.save();
    expect(other.find(made.keyId)?.equals(made.key)).toBe(true);
    expect(other.forSealing('customer:1')).toEqual(made);
  });

  test('two nodes that make a key for one subject at once both open what they sealed, and lose both keys together', async () => {
    const [one, other] = [open(), open()];
    const made = [one.forSealing('customer:1')!, other.forSealing('customer:1')!];
    await one.save();
    await other.save();
    for (const { keyId, key } of made) for (const keys of [one, other]) expect(keys.find(keyId)?.equals(key)).toBe(true);
    one.destroy(['customer:1']);
    const later = open();
    expect(made.map(({ keyId }) => later.find(keyId))).toEqual([null, null]);
    expect(later.forSealing('customer:1')).toBeNull();
  });

  test('what one node destroyed the other forgets by itself', async () => {
    const one = open();
    let told: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => (told = resolve));
    let destroyed = false;
    const other = open(() => destroyed && told());
    const made = one.forSealing('customer:1')!;
    await one.save();
    expect(other.find(made.keyId)).not.toBeNull();
    destroyed = true;
    one.destroy(['customer:1', 'customer:never']);
    await heard;
    expect([other.find(made.keyId), other.forSealing('customer:1'), other.forSealing('customer:never')]).toEqual([null, null, null]);
    expect(await administer('select subject from daybook_subject_key where key is not null', url)).toEqual([]);
  });

  test('keys of a file come along, destroyed ones as destroyed, as often as it is asked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const file = openKeyFile(join(folder, 'subject-keys.db'));
    const [kept, gone] = [file.forSealing('customer:kept')!, file.forSealing('customer:gone')!];
    await file.save();
    file.destroy(['customer:gone']);
    file.close();
    for (let time = 0; time < 2; time += 1) expect(copyKeysToDatabase(join(folder, 'subject-keys.db'), url)).toBe(2);
    const keys = open();
    expect([keys.find(kept.keyId)?.equals(kept.key), keys.find(gone.keyId), keys.forSealing('customer:gone')]).toEqual([true, null, null]);
    rmSync(folder, { recursive: true });
  });

  test('a database that is not there is named without its password', () => {
    const wrong = new URL(url);
    wrong.pathname = '/daybook_nowhere';
    wrong.password = 'secret';
    expect(() => openKeyDatabase(wrong.href)).toThrow(/the key store PostgreSQL .*daybook_nowhere failed/);
    expect(() => openKeyDatabase(wrong.href)).not.toThrow(/secret/);
  });
});
if (testPostgres === '') {
  test.skip('keys in PostgreSQL: skipped, because DAYBOOK_TEST_POSTGRES names no server (postgres://…)', () => undefined);
}
