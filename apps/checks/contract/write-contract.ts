import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openLedger } from '#billing';
import { broken, type JsonSchema } from '#integration';
import { createServer, describeApi } from '#server';
import { contractFiles, contractFolder, currentSchemas, openApiText } from './contract-files';

// Started from the repository's root by `npm run docs:contract`; `-- --release` also keeps what consumers may rely on from now on.
const releasedFile = join(contractFolder, 'released.json');
const released = existsSync(releasedFile) ? (JSON.parse(readFileSync(releasedFile, 'utf8')) as Record<string, JsonSchema>) : {};
const current = currentSchemas();
const problems = Object.entries(released).flatMap(([name, schema]) => {
  const now = current.get(name);
  return now === undefined ? [] : broken(schema, now).map((problem) => `${name}${problem}`);
});
if (problems.length > 0) {
  process.stderr.write(`Not written: consumers of a released version would break. Raise the version of the type and upcast.\n  ${problems.join('\n  ')}\n`);
  process.exit(1);
}
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-contract-'));
  const ledger = await openLedger({ dataFolder: folder, followLog: false });
  const app = await createServer(ledger, { dataDir: folder, logTo: { write: () => undefined } });
  writeFileSync(join(contractFolder, 'openapi.json'), openApiText(describeApi(app)));
  await app.close();
  await ledger.close();
  rmSync(folder, { recursive: true });
  execFileSync(process.execPath, [join('node_modules', 'openapi-typescript', 'bin', 'cli.js'), join(contractFolder, 'openapi.json'), '-o', join(contractFolder, 'api.d.ts')]);
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
for (const [path, text] of contractFiles(version)) {
  const file = join(contractFolder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
if (process.argv.includes('--release') || !existsSync(releasedFile)) {
  writeFileSync(releasedFile, `${JSON.stringify({ ...released, ...Object.fromEntries(current) })}\n`);
}
void main();
