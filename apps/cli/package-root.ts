import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The installed package's folder: files that are not code are read from there, compiled or not. */
export function packageRoot(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) {
      return folder;
    }
    if (folder === dirname(folder)) {
      throw new Error(`no package.json above ${from}: the installation is incomplete`);
    }
  }
}

export const samplePath = (): string => join(packageRoot(), 'apps/cli/demo/sample/online-retail-2010-12-01_08.csv.gz');
export const demoConfigPath = (): string => join(packageRoot(), 'apps/cli/demo/demo-entities.json');
