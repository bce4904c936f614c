import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkKeyFile, linkKeysKept, openLinkKeys, rotateLinkKeys } from './link-key-file';
import { signLink, verifyLink } from './signed-link';

const claims = { accountId: 'UK~1', expiresAt: 2_000_000_000 };

describe('the key file of links', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'link-keys-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is made on first use, for its owner alone, and read again', async () => {
    const keys = await openLinkKeys(folder);
    expect(statSync(linkKeyFile(folder)).mode & 0o777).toBe(0o600);
    expect(keys[0].secret).toHaveLength(32);
    expect(await openLinkKeys(folder)).toEqual(keys);
  });

  it('is one key, also where several begin at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => openLinkKeys(folder)));
    expect(new Set(all.map(([{ id }]) => id)).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['link-keys.json']);
  });

  it('keeps the last keys when a new one comes, so that links already sent still open', async () => {
    const first = signLink(claims, await openLinkKeys(folder));
    for (let times = 1; times < linkKeysKept; times += 1) {
      expect(verifyLink(first, await rotateLinkKeys(folder), 0).ok).toBe(true);
    }
    expect(verifyLink(first, await rotateLinkKeys(folder), 0)).toEqual({ ok: false, why: 'unknown-key' });
    expect(await openLinkKeys(folder)).toHaveLength(linkKeysKept);
  });

  it.each(['', 'null', '{}', '{"version":1,"keys":[]}', '{"version":1,"keys":[{"id":"a","secret":"short"}]}', '{"version":1,"keys":[null]}'])(
    'is never signed with when it holds %j', async (text) => {
      writeFileSync(linkKeyFile(folder), text);
      await expect(openLinkKeys(folder)).rejects.toThrow(/is no key file for links/);
      expect(readFileSync(linkKeyFile(folder), 'utf8')).toBe(text);
    },
  );
});
