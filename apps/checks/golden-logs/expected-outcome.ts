import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logManifestFile, type LogManifest } from '#audit';
import { expectedFile } from './golden-files';
import type { Outcome } from './replayed-log';

/** What a golden log came to when it was added. */
export interface Expected extends Omit<Outcome, 'digests' | 'broken'> {
  /** By name and version of the read model, as `journal 2`: another version makes other rows from the same log. */
  readonly digests: Readonly<Record<string, string>>;
}

export const recordedOutcome = ({ facts, rootHash, digests, bodies }: Outcome, versions: ReadonlyMap<string, number>): Expected => ({
  facts, rootHash, bodies, digests: Object.fromEntries(Object.entries(digests).map(([name, digest]) => [`${name} ${versions.get(name) ?? 0}`, digest])),
});

export const expectedOf = (folder: string): Expected => JSON.parse(readFileSync(join(folder, expectedFile), 'utf8')) as Expected;

export const ledgerIdOf = (folder: string): string => (JSON.parse(readFileSync(join(folder, logManifestFile), 'utf8')) as LogManifest).ledgerId;
