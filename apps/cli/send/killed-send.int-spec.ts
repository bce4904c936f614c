import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigureEntity, openLedger, RegisterCustomer, type Ledger } from '#billing';
import type { Position } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { accepted, contextOf } from '../command-runner';
import { ownEvents } from '../log/own-events';

const program = resolve(__dirname, '../../../dist/apps/cli/main.js');
const mapping = resolve(__dirname, '../../../docs/recipes/salesforce-mapping.json');
const documentCount = 50;
/** How many events stand in the log when each of the killed programs dies. */
const eventsBeforeKill = [9, 61];

const documents = Array.from({ length: documentCount }, (_unused, index) => {
  const line = { Id: `L${index}`, Name: 'Stand', Quantity: 2, UnitPrice: 10.5 };
  return JSON.stringify({ Id: `006-${index}`, Name: 'x', AccountId: 'A', StageName: 'Closed Won', CloseDate: '2024-03-15', OpportunityLineItems: { done: true, records: [line] } });
}).join('\n');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-send-kills-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function onLedger<Value>(use: (ledger: Ledger) => Promise<Value>): Promise<Value> {
  const ledger = await openLedger({ dataFolder: folder, followLog: false });
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** Waits until so many more events are stored, or the program has ended. */
async function untilStored(more: number, child: ChildProcess): Promise<void> {
  const store = await openEmbeddedStore({ file: join(folder, 'events.db'), readOnly: true });
  try {
    let place: Position | null = null;
    let count = 0;
    for await (const page of store.readAll(null)) place = page.at(-1)?.position ?? place;
    while (count < more && child.exitCode === null) {
      for await (const page of store.readAll(place)) {
        count += page.length;
        place = page.at(-1)?.position ?? place;
      }
      await pause(2);
    }
  } finally {
    await store.close();
  }
}

/** Sends everything, and is killed as soon as so many events more than before are stored. Null: to its end. */
async function sendUntil(more: number | null): Promise<string> {
  const child = spawn(process.execPath, [program, 'send', '--data', folder, '--mapping', mapping, '--as', 'json-lines', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const ended = new Promise<NodeJS.Signals | number | null>((done) => child.on('close', (code, signal) => done(signal ?? code)));
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${documents}\n`);
  if (more === null) {
    child.stdin.end();
    expect([await ended, printed]).toEqual([0, printed]);
    return printed;
  }
  // Its input stays open: it does not end by itself before it is killed.
  await untilStored(more, child);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  return printed;
}

describe('sending that is killed in the middle', () => {
  it('is finished by sending the same again: every document once, whatever it was killed at', async () => {
    await onLedger(async (ledger) => {
      const entity = {
        entityId: 'DE', name: 'Sample', country: 'DE', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30],
        defaultTerms: { netDays: 30 }, series: [{ seriesId: 'DE-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
      };
      await accepted(ledger, () => new ConfigureEntity(entity, contextOf('test', 'test', 'entity')));
      await accepted(ledger, () => new RegisterCustomer({ customerId: 'salesforce~A', kind: 'business', country: 'DE' }, contextOf('test', 'test', 'A')));
    });
    for (const more of eventsBeforeKill) await sendUntil(more);
    const printed = await sendUntil(null);
    const [, taken = '0', repeated = '0'] = /(\d+) taken, (\d+) repeated, 0 not for us, 0 refused/.exec(printed) ?? [];
    expect([Number(taken) + Number(repeated), Number(repeated) > 0]).toEqual([documentCount, true]);
    const closed: string[] = [];
    const issued: (readonly [number, string])[] = [];
    await onLedger(async (ledger) => {
      await ledger.finishFollowUps();
      for await (const { fact } of ownEvents(ledger)) {
        if (fact.type === 'SaleClosed') closed.push(fact.data.saleId);
        if (fact.type === 'InvoiceIssued') issued.push([fact.data.number, fact.data.saleIds[0] ?? '']);
      }
    });
    const ids = Array.from({ length: documentCount }, (_unused, index) => `salesforce~006-${index}`).sort();
    expect([...closed].sort()).toEqual(ids);
    expect(issued.map(([, saleId]) => saleId).sort()).toEqual(ids);
    expect(issued.map(([number]) => number)).toEqual(issued.map((_one, index) => index + 1));
  }, 240_000);
});
