import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { openLedger } from '#billing';
import type { BillingAssigned, InvoiceEntered, InvoiceIssued } from '#ledger';

const program = resolve(__dirname, '../../../dist/libs/billing/testing/sell-under-load.child.js');
/** How many answers each of the killed processes gives before it dies. */
const answersBeforeKill = [1, 37, 160, 90, 11, 250, 64, 3];

/** Opens the ledger, lets the policy finish what was begun, and reads all that was assigned, issued and entered. */
async function finishedBooks(dataFolder: string) {
  const ledger = await openLedger({ dataFolder, followLog: false });
  await ledger.finishFollowUps();
  const numbers = new Map<string, string>();
  const assigned: string[] = [];
  const entered: string[] = [];
  for await (const page of ledger.store.readAll(null)) {
    for (const { type, data, revision } of page) {
      if (type === 'BillingAssigned') {
        assigned.push((JSON.parse(data) as BillingAssigned['data']).saleId);
      } else if (type === 'InvoiceEntered') {
        entered.push((JSON.parse(data) as InvoiceEntered['data']).documentNumber);
      } else if (type === 'InvoiceIssued') {
        const { number, documentNumber, saleIds } = JSON.parse(data) as InvoiceIssued['data'];
        expect([revision, number]).toEqual([numbers.size, numbers.size + 1]);
        numbers.set(String(saleIds), documentNumber);
      }
    }
  }
  await ledger.close();
  return { numbers, assigned, entered };
}

describe('50 concurrent issuers, killed again and again', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kills-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the load until so many answers came, kills it, and tells all it answered. */
  function sellUntilKilled(round: number, answers: number): Promise<string[]> {
    const child = spawn(process.execPath, [program, folder, String(round)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (lines.length >= answers) {
        child.kill('SIGKILL');
      }
    });
    return new Promise((done, failed) =>
      child.on('close', (code, signal) => {
        if (signal === 'SIGKILL') {
          done(lines);
        } else {
          failed(new Error(`the load ended with ${String(code)}: ${complaint}`));
        }
      }),
    );
  }

  it('leaves no gap, no repeat, no sale without its invoice, and every answer true', async () => {
    if (!existsSync(program)) {
      throw new Error(`${program} is missing: run "npm run build" first, children run the compiled code`);
    }
    const answered = new Map<string, string>();
    for (const [round, answers] of answersBeforeKill.entries()) {
      for (const line of await sellUntilKilled(round, answers)) {
        const [saleId = '', number = ''] = line.split(' ');
        answered.set(saleId, number);
      }
    }
    const { numbers, assigned, entered } = await finishedBooks(folder);
    expect(answered.size).toBeGreaterThanOrEqual(answersBeforeKill.reduce((sum, answers) => sum + answers, 0));
    expect([...answered].filter(([saleId, number]) => numbers.get(saleId) !== number)).toEqual([]);
    expect([...numbers.keys()].sort()).toEqual([...assigned].sort());
    expect([...numbers.values()].sort()).toEqual([...entered].sort());
  }, 240_000);
});
