import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { PlainTextFormat } from '#exports';

/** A bookkeeping program on this machine that reads our journals. */
export interface BookkeepingTool {
  /** Debian's package, for who has to install it. */
  readonly debianPackage: string;
  /** What the program calls itself; null when it cannot be started here. */
  version(this: void): Promise<string | null>;
  /**
   * Balances by account as the program computes them, with its own checks of the journal passed; accounts at zero may be
   * left out.
   *
   * @returns account name → `amount currency`, or `0`.
   * @throws Error with the program's message when it does not accept the journal.
   */
  balances(this: void, journal: AsyncIterable<string> | Iterable<string>): Promise<ReadonlyMap<string, string>>;
}

async function run(program: string, args: readonly string[], input: readonly string[] = []): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
  // A program that refuses its input closes it early; its own message says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input.join(''));
  await once(child, 'close');
  if (child.exitCode !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${child.exitCode ?? 'a signal'}: ${errors.trim()}`);
  }
  return output;
}

const versionOf = async (program: string): Promise<string | null> => {
  try {
    return (await run(program, ['--version'])).split('\n', 1)[0]!.trim();
  } catch {
    return null;
  }
};

async function whole(journal: AsyncIterable<string> | Iterable<string>): Promise<string[]> {
  const parts: string[] = [];
  for await (const part of journal) {
    parts.push(part);
  }
  return parts;
}

const hledger: BookkeepingTool = {
  debianPackage: 'hledger',
  version: () => versionOf('hledger'),
  balances: async (journal) => {
    const parts = await whole(journal);
    await run('hledger', ['-f', '-', 'check'], parts);
    const csv = await run('hledger', ['-f', '-', 'balance', '--flat', '--no-total', '--empty', '-O', 'csv'], parts);
    const rows = parse<{ readonly account: string; readonly balance: string }>(csv, { columns: true });
    return new Map(rows.map(({ account, balance }) => [account, balance]));
  },
};

const ledger: BookkeepingTool = {
  debianPackage: 'ledger',
  version: () => versionOf('ledger'),
  balances: async (journal) => {
    const format = '%(account)\t%(display_total)\n';
    const args = ['-f', '-', '--pedantic', 'balance', '--flat', '--no-total', '--empty', '--balance-format', format];
    const lines = (await run('ledger', args, await whole(journal))).split('\n').filter((line) => line !== '');
    return new Map(lines.map((line) => line.split('\t') as [string, string]));
  },
};

const beancount: BookkeepingTool = {
  debianPackage: 'beancount',
  version: () => versionOf('bean-check'),
  balances: async (journal) => {
    // It reads files alone, and keeps a cache beside them.
    const folder = await mkdtemp(join(tmpdir(), 'daybook-beancount-'));
    try {
      const file = join(folder, 'journal.beancount');
      await writeFile(file, await whole(journal));
      await run('bean-check', ['--no-cache', file]);
      const csv = await run('bean-query', ['-f', 'csv', file, 'SELECT account, sum(position) AS total GROUP BY account']);
      const rows = parse<{ readonly account: string; readonly total: string }>(csv, { columns: true, trim: true });
      return new Map(rows.map(({ account, total }) => [account, total === '' ? '0' : total.replace(/\s+/, ' ')]));
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

export const bookkeepingTools: Readonly<Record<PlainTextFormat, BookkeepingTool>> = { hledger, ledger, beancount };
