import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { eventDefinitions } from '#ledger';
import { EventCodec } from '../event-codec';
import type { EventToAppend, Position, RecordedEvent } from '../port';
import { copyPrivateFile, openKeyFile } from './key-file';
import { personalHash } from './personal-hash';
import { keyIdOf, openText, sealText } from './sealed-text';
import { SubjectKeyMissing, type SubjectKeys } from './subject-keys';

const key = { keyId: 'k'.repeat(16), key: Buffer.alloc(32, 7) };

describe('a sealed text', () => {
  test('opens with its key at its place, and is the same whenever it is sealed there', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, place) => {
      const sealed = sealText(key, place, text);
      expect(sealText(key, place, text)).toBe(sealed);
      expect(openText(key.key, place, sealed)).toBe(text);
      expect(keyIdOf(sealed)).toBe(key.keyId);
    }));
  });

  test('opens neither elsewhere, nor with another key, nor changed in any character', () => {
    const sealed = sealText(key, 'place', 'Ada Sample');
    expect(() => openText(key.key, 'elsewhere', sealed)).toThrow();
    expect(() => openText(Buffer.alloc(32, 8), 'place', sealed)).toThrow();
    for (let at = 16; at < sealed.length - 1; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(() => openText(key.key, 'place', changed)).toThrow();
    }
    expect(() => openText(key.key, 'place', sealed.slice(0, 30))).toThrow();
  });

  test('never takes one nonce for two texts', () => {
    const nonces = Array.from({ length: 5_000 }, (_, index) => sealText(key, 'place', String(index)).slice(16, 32));
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});

describe('the key file', () => {
  let folder: string;
  let file: string;
  let keys: SubjectKeys;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
    file = join(folder, 'subject-keys.db');
    keys = openKeyFile(file);
  });
  afterEach(() => {
    keys.close();
    rmSync(folder, { recursive: true });
  });

  /** Files of the folder that hold the bytes. */
  const found = (bytes: Buffer): string[] => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(bytes));

  test('is its owner’s alone', () => {
    keys.forSealing('customer:1');
    for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    expect(readdirSync(folder).length).toBeGreaterThan(1);
  });

  test('gives a subject one key, which is there again after a restart', async () => {
    const made = keys.forSealing('customer:1')!;
    expect(keys.forSealing('customer:1')).toEqual(made);
    expect(keys.forSealing('customer:2')!.key.equals(made.key)).toBe(false);
    expect(keys.unsaved).toBe(true);
    await keys.save();
    expect(keys.unsaved).toBe(false);
    keys.close();
    keys = openKeyFile(file);
    expect(keys.forSealing('customer:1')).toEqual(made);
    expect(keys.find(made.keyId)?.equals(made.key)).toBe(true);
  });

  test('leaves no byte of a destroyed key, and makes none again for its subject', async () => {
    const made = keys.forSealing('customer:1')!;
    await keys.save();
    expect(found(made.key)).not.toEqual([]);
    keys.destroy(['customer:1', 'customer:never']);
    expect(found(made.key)).toEqual([]);
    expect(keys.find(made.keyId)).toBeNull();
    for (const subject of ['customer:1', 'customer:never']) expect(keys.forSealing(subject)).toBeNull();
    keys.destroy(['customer:1']);
    keys.close();
    expect(found(made.key)).toEqual([]);
    keys = openKeyFile(file);
    expect([keys.forSealing('customer:1'), keys.find(made.keyId)]).toEqual([null, null]);
  });

  test('stops at a key it never had', () => {
    expect(() => keys.find('x'.repeat(16))).toThrow(SubjectKeyMissing);
  });

  test('is copied while it is open, without what was destroyed', async () => {
    const [gone, kept] = [keys.forSealing('customer:gone')!, keys.forSealing('customer:kept')!];
    await keys.save();
    keys.destroy(['customer:gone']);
    await copyPrivateFile(file, join(folder, 'copy.db'));
    expect(readFileSync(join(folder, 'copy.db')).includes(gone.key)).toBe(false);
    const copy = openKeyFile(join(folder, 'copy.db'), { readOnly: true });
    expect(copy.find(kept.keyId)?.equals(kept.key)).toBe(true);
    expect(copy.find(gone.keyId)).toBeNull();
    copy.close();
  });

  describe('under a codec', () => {
    const origin = { actor: 'test', commandId: 'c', correlationId: 'c', causationId: 'c', inputHash: 'h' };
    const registered = { type: 'CustomerRegistered', data: { customerId: '1', kind: 'person', country: 'GB', personal: { name: 'Ada Sample', email: 'ada@example.com' } } };
    const recorded = (event: EventToAppend): RecordedEvent => ({ ...event, stream: 'customer-1', revision: 0, position: '1' as unknown as Position, createdAt: 5 });
    const codec = () => new EventCodec({ definitions: eventDefinitions, ledgerId: 'l', keys });

    test('stores nothing in clear, reads it back, and seals a group sent again alike', () => {
      const stored = codec().encode('customer-1', 0, registered, origin);
      expect(stored.data).not.toMatch(/Ada|example\.com/);
      expect(codec().encode('customer-1', 0, registered, origin)).toEqual(stored);
      expect(codec().decode(recorded(stored))?.data).toEqual(registered.data);
      expect(codec().verifyContentHash(recorded(stored))).toBe(true);
    });

    test('reads what its schema asks for and nothing else once the key is destroyed, or without keys', async () => {
      const logged = {
        type: 'ContactLogged',
        data: {
          accountId: 'UK~1',
          contactId: 'k',
          contactedOn: '2026-01-01',
          channel: 'phone',
          direction: 'outgoing',
          outcome: 'reached',
          personal: { person: 'Ada', note: 'ill' },
        },
      };
      const stored = codec().encode('collection-UK~1', 0, logged, origin);
      const blank = { ...logged.data, personal: { note: '' } };
      const placed = { ...recorded(stored), stream: 'collection-UK~1' };
      expect(new EventCodec({ definitions: eventDefinitions, ledgerId: 'l' }).decode(placed)?.data).toEqual(blank);
      await keys.save();
      keys.destroy(['customer:1']);
      expect(codec().decode(placed)?.data).toEqual(blank);
      expect(codec().verifyContentHash(placed)).toBe(true);
      const later = codec().encode('collection-UK~1', 1, logged, origin);
      expect(later.data).not.toMatch(/Ada|ill/);
      expect(codec().decode({ ...placed, ...later, revision: 1 })?.data).toEqual(blank);
    });

    test('refuses a sealed field moved to another person', () => {
      const stored = codec().encode('customer-1', 0, registered, origin);
      const moved = { ...recorded(stored), data: stored.data.replace('"customerId":"1"', '"customerId":"2"') };
      expect(() => codec().decode(moved)).toThrow();
    });

    test('hashes personal content under the key, so that it cannot be guessed without it', async () => {
      const hash = personalHash(keys, 'customer:1', { name: 'Ada' });
      expect(personalHash(keys, 'customer:1', { name: 'Ada' })).toBe(hash);
      expect(personalHash(keys, 'customer:2', { name: 'Ada' })).not.toBe(hash);
      await keys.save();
      keys.destroy(['customer:1']);
      expect(personalHash(keys, 'customer:1', { name: 'Ada' })).toBe('erased');
    });
  });
});
