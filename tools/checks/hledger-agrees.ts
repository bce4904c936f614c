import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Asks the real hledger whether our books balance: exports the journal of a data folder, lets hledger check it, and
 * compares its balance of every account with our trial balance. Started as `node dist/tools/checks/hledger-agrees.js FOLDER`.
 */

interface TrialBalanceRow {
  readonly accountCode: string;
  readonly base: { readonly closing: string };
}

interface TrialBalance {
  readonly body: {
    readonly sections: readonly { readonly entityId: string; readonly baseCurrency: string; readonly rows: readonly TrialBalanceRow[] }[];
  };
}

const main = join(__dirname, '..', '..', 'apps', 'cli', 'main.js');
/** After every fact. */
const endOfTime = '9999-12-31';

function run(program: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status ?? error?.message}: ${stderr}`);
  return stdout;
}

const daybook = (...args: string[]): string => run(process.execPath, [main, ...args]);

/** `entity:code` → minor units by a fixed scale of 4, so that 0, 0.00 and -0.00 are one. */
function scaled(amount: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(amount.replaceAll(',', '')) ?? [];
  const value = BigInt(whole + fraction.padEnd(4, '0'));
  return sign === '-' ? -value : value;
}

function ourBalances(folder: string): Map<string, bigint> {
  const { body } = JSON.parse(daybook('report', 'trial-balance', '--as-of', endOfTime, '--format', 'json', '--data', folder)) as TrialBalance;
  const balances = new Map<string, bigint>();
  for (const { entityId, rows } of body.sections) {
    for (const { accountCode, base } of rows) {
      const key = `${entityId}:${accountCode}`;
      balances.set(key, (balances.get(key) ?? 0n) + scaled(base.closing));
    }
  }
  return balances;
}

function theirBalances(folder: string): Map<string, bigint> {
  const journal = daybook('export', 'journal', '--format', 'hledger', '--data', folder);
  run('hledger', ['-f', '-', 'check'], journal);
  const csv = run('hledger', ['-f', '-', 'balance', '--flat', '--no-total', '--empty', '-O', 'csv'], journal);
  const balances = new Map<string, bigint>();
  for (const [, account = '', balance = ''] of csv.matchAll(/^"([^"]*)","([^"]*)"$/gm)) {
    if (account === 'account') continue;
    balances.set(account.split(' ')[0] ?? account, scaled(balance.split(' ')[0] ?? balance));
  }
  return balances;
}

function compare(folder: string): void {
  const [ours, theirs] = [ourBalances(folder), theirBalances(folder)];
  const accounts = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  const apart = accounts.filter((account) => (ours.get(account) ?? 0n) !== (theirs.get(account) ?? 0n));
  if (accounts.length === 0 || apart.length > 0) {
    for (const account of apart) console.error(`${account}: trial balance ${ours.get(account) ?? 'none'}, hledger ${theirs.get(account) ?? 'none'} (in 1/10000)`);
    throw new Error(accounts.length === 0 ? 'there is nothing to compare' : `${apart.length} of ${accounts.length} accounts differ`);
  }
  console.log(`hledger accepts the journal; ${accounts.length} accounts agree with the trial balance`);
}

compare(process.argv[2] ?? './data');
