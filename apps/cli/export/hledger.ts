import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parse } from 'csv-parse/sync';

/** Whether the hledger program can be started here. */
export async function hledgerVersion(): Promise<string | null> {
  try {
    return (await run(['--version'], [])).trim();
  } catch {
    return null;
  }
}

/**
 * Balances by account as hledger computes them, with its own checks of the journal passed.
 *
 * @returns account name → `amount currency`.
 * @throws Error with hledger's message when it does not accept the journal.
 */
export async function hledgerBalances(journal: AsyncIterable<string> | Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const parts: string[] = [];
  for await (const part of journal) {
    parts.push(part);
  }
  await run(['-f', '-', 'check'], parts);
  const csv = await run(['-f', '-', 'balance', '--flat', '--no-total', '--empty', '-O', 'csv'], parts);
  const rows = parse<{ readonly account: string; readonly balance: string }>(csv, { columns: true });
  return new Map(rows.map(({ account, balance }) => [account, balance]));
}

async function run(args: readonly string[], input: readonly string[]): Promise<string> {
  const child = spawn('hledger', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
  // A program that refuses its input closes it early; its own message says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input.join(''));
  await once(child, 'close');
  if (child.exitCode !== 0) {
    throw new Error(`hledger ${args.join(' ')} ended with ${child.exitCode ?? 'a signal'}: ${errors.trim()}`);
  }
  return output;
}
