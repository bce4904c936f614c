import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const compiled = resolve(__dirname, '../../../dist/libs/event-store/eventstoredb');

/** The compiled file of a thread or child program of this folder. They run without Jest, so under a test, which runs the source, it is in the build. */
export function threadFile(name: string): string {
  const isSource = __filename.endsWith('.ts');
  const file = join(isSource ? compiled : __dirname, `${name}.js`);
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first, threads run the compiled code`);
  return file;
}
