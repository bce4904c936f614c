import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './repository-files';

const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

/** What the boundary check says of a repository that holds nothing but these files. */
function verdictOn(files: Readonly<Record<string, string>>): string {
  const planted = mkdtempSync(join(tmpdir(), 'daybook-boundaries-'));
  try {
    for (const config of ['.dependency-cruiser.cjs', 'tsconfig.json', '.dependency-cruiser.tsconfig.json']) copyFileSync(join(root, config), join(planted, config));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(planted, path)), { recursive: true });
      writeFileSync(join(planted, path), text);
    }
    const { stdout, stderr } = spawnSync(process.execPath, [cruiser, '--config', '.dependency-cruiser.cjs', 'libs'], { cwd: planted, encoding: 'utf8' });
    return stdout + stderr;
  } finally {
    rmSync(planted, { recursive: true, force: true });
  }
}

/** One tree that breaks every rule named below; the check is slow, so it runs once. */
const planted = {
  'libs/money/index.ts': "export * from '#ledger';\n",
  'libs/ledger/index.ts': "import './nowhere';\nexport * from './deep';\nexport * from '#event-store';\n",
  'libs/ledger/deep.ts': "import { readFileSync } from 'node:fs';\nimport './turn';\nexport const deep = readFileSync;\n",
  'libs/ledger/turn.ts': "import { deep } from './deep';\nexport const turn = deep;\n",
  'libs/ledger/lonely.ts': 'export const lonely = 1;\n',
  'libs/event-store/index.ts': "export * from '#billing';\n",
  'libs/read-models/index.ts': "export * from '#billing';\n",
  'libs/documents/index.ts': "export * from '#read-models';\n",
  'libs/audit/index.ts': "export * from '#billing';\n",
  'libs/billing/index.ts': "import '../ledger/deep';\nexport const billing = 1;\n",
};

// The check is worth nothing if an alias is not followed to its source: then every import looks harmless.
test('the boundary check finds what is planted, through aliases too', () => {
  const found = verdictOn(planted).split('\n').filter((line) => line.trim().startsWith('error ')).map((line) => line.trim());
  for (const violation of [
    'ledger-is-pure: libs/ledger/index.ts → libs/event-store/index.ts',
    'ledger-is-pure: libs/ledger/deep.ts → fs',
    'money-knows-only-decimal: libs/money/index.ts → libs/ledger/index.ts',
    'store-knows-no-business: libs/event-store/index.ts → libs/billing/index.ts',
    'read-models-do-not-write: libs/read-models/index.ts → libs/billing/index.ts',
    'channels-know-no-log: libs/documents/index.ts → libs/read-models/index.ts',
    'proofs-and-exports-decide-nothing: libs/audit/index.ts → libs/billing/index.ts',
    'libs-through-their-root: libs/billing/index.ts → libs/ledger/deep.ts',
    'everything-resolves: libs/ledger/index.ts → ./nowhere',
    'no-orphans: libs/ledger/lonely.ts',
  ]) expect(found).toContain(`error ${violation}`);
  expect(found.some((line) => line.startsWith('error no-cycles: libs/ledger/'))).toBe(true);
});

test('the boundary check takes what is allowed', () => {
  const allowed = { 'libs/ledger/index.ts': 'export const ledger = 1;\n', 'libs/billing/index.ts': "export * from '#ledger';\n" };
  expect(verdictOn(allowed)).toContain('no dependency violations');
});
