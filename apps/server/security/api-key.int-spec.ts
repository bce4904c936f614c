import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseKey } from './api-key';
import { ApiKeyFile, createApiKey, listApiKeys, revokeApiKey } from './api-key-file.adapter';

describe('API keys', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'daybook-keys-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('makes a key that gets its caller in and keeps only a hash, readable by the owner alone', () => {
    const { key, record } = createApiKey(dataDir, { name: 'shop', role: 'integrator' });
    const path = join(dataDir, 'api-keys.json');
    expect(key).toMatch(/^dbk_[0-9a-f]{12}_[0-9A-Za-z]{49}$/);
    expect(new ApiKeyFile(dataDir).authenticate(key)).toEqual({ keyId: record.id, name: 'shop', role: 'integrator' });
    expect(readFileSync(path, 'utf8')).not.toContain(parseKey(key)?.secret);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(listApiKeys(dataDir)).toEqual([record]);
    expect(record).not.toHaveProperty('secretHash');
  });

  it('refuses a wrong secret, a mistyped key and any other text', () => {
    const { key } = createApiKey(dataDir, { name: 'shop', role: 'clerk' });
    const other = createApiKey(dataDir, { name: 'other', role: 'admin' }).key;
    const keys = new ApiKeyFile(dataDir);
    const mistyped = `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`;
    const crossed = `${key.slice(0, 17)}${other.slice(17)}`;
    for (const text of [mistyped, crossed, '', 'dbk_', key.toUpperCase(), `${key} `, 'x'.repeat(10_000)]) {
      expect(keys.authenticate(text)).toBeNull();
    }
  });

  it('refuses an expired key from the very moment on', () => {
    const { key } = createApiKey(dataDir, { name: 'temp', role: 'auditor', expiresAt: '2030-01-01T00:00:00Z' });
    const end = Date.parse('2030-01-01T00:00:00Z');
    expect(new ApiKeyFile(dataDir, () => end - 1).authenticate(key)).not.toBeNull();
    expect(new ApiKeyFile(dataDir, () => end).authenticate(key)).toBeNull();
  });

  it('lets nobody in when the file is damaged, and everyone again when it is whole', () => {
    const { key } = createApiKey(dataDir, { name: 'shop', role: 'clerk' });
    const path = join(dataDir, 'api-keys.json');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.slice(0, 40));
    expect(new ApiKeyFile(dataDir).authenticate(key)).toBeNull();
    writeFileSync(path, whole);
    utimesSync(path, 1, 1);
    expect(new ApiKeyFile(dataDir).authenticate(key)).not.toBeNull();
  });

  it('revokes one key and says when there is none', () => {
    const { key, record } = createApiKey(dataDir, { name: 'shop', role: 'clerk' });
    expect(revokeApiKey(dataDir, record.id)).toBe(true);
    expect(revokeApiKey(dataDir, 'ffffffffffff')).toBe(false);
    expect(new ApiKeyFile(dataDir).authenticate(key)).toBeNull();
    expect(listApiKeys(dataDir)[0]).toHaveProperty('revokedAt');
  });

  it('refuses names that would forge a log line or hide who acted', () => {
    for (const name of ['', 'a\nb', ' x', 'x'.repeat(65), 'é']) {
      expect(() => createApiKey(dataDir, { name, role: 'clerk' })).toThrow(RangeError);
    }
  });
});
