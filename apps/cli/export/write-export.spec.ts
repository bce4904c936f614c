import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeExport } from './write-export';

describe('an export to a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'write-export-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function* parts(count: number, failAt = -1): AsyncGenerator<string> {
    for (let number = 0; number < count; number += 1) {
      if (number === failAt) throw new Error('the source failed');
      // The file does not stand under its name before it is whole.
      expect(readdirSync(folder)).toEqual(['out.txt.part']);
      yield await Promise.resolve(`${number}\n`.padStart(1000, 'é'));
    }
  }

  it('appears when it is whole, its owner alone may read it', async () => {
    const file = join(folder, 'out.txt');
    await writeExport(parts(700), file);
    expect(readFileSync(file, 'utf8')).toHaveLength(700_000);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toEqual(['out.txt']);
  });

  it('leaves nothing behind when it fails, and what stood there before stays', async () => {
    const file = join(folder, 'out.txt');
    await expect(writeExport(parts(700, 600), file)).rejects.toThrow('the source failed');
    expect(readdirSync(folder)).toEqual([]);
  });
});
