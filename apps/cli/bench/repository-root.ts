import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the repository, found from the built file upwards: the bench's peer and its reports stand in the sources. */
export function repositoryRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'nest-cli.json'))) return folder;
  }
  throw new Error(`no repository above ${__dirname}: the bench runs from a clone`);
}
