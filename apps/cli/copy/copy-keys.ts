import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { copyPrivateFile, copyKeysToDatabase } from '#event-store';
import { CliFailure } from '../cli-failure';
import { subjectKeyFile } from '../data-folder';
import type { LedgerPlace } from '../ledger-place';

/**
 * Takes the keys of the people in the log to where the copied log will be served from, and says what was done.
 *
 * @throws CliFailure when the place has keys of its own.
 */
export async function copyKeys(from: LedgerPlace, to: LedgerPlace, keysTo: string | undefined): Promise<string> {
  const source = subjectKeyFile(from.folder);
  if (from.eventStoreUrl !== null || !existsSync(source)) {
    return keysTo === undefined ? 'No keys of people lie with the source: bring them yourself, if facts are sealed.' : noKeys(source);
  }
  const place = keysTo ?? (to.eventStoreUrl === null ? to.folder : undefined);
  if (place === undefined) {
    return `What the log says of people cannot be read there without ${source}: copy again with --keys-to, naming the new data folder or postgres://…`;
  }
  if (/^postgres(ql)?:\/\//.test(place)) {
    return `${copyKeysToDatabase(source, place)} keys of people are in the database.`;
  }
  const target = subjectKeyFile(place);
  if (target === source) throw new CliFailure('usage', '--keys-to names the folder the keys lie in already.');
  await mkdir(resolve(place), { recursive: true, mode: 0o700 });
  await copyPrivateFile(source, target);
  return `The keys of the people in the log are in ${target}.`;
}

function noKeys(source: string): never {
  throw new CliFailure('usage', `There are no keys in ${source}: leave out --keys-to.`);
}
