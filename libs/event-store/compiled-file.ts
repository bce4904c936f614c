import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the compiled files of this lib stand: here, or in the build beside the source where the source runs, as in tests. */
const compiled = __filename.endsWith('.ts') ? resolve(__dirname, '../../dist/libs/event-store') : __dirname;

/**
 * The compiled file of a thread or of a child program, which run by themselves and so run no source.
 *
 * @param name its path below `libs/event-store`, without its ending.
 * @throws Error where the build is missing.
 */
export function compiledFile(name: string): string {
  const file = join(compiled, `${name}.js`);
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first, threads and child programs run the compiled code`);
  return file;
}
