import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { killAgainAndAgain, killCount } from '../../event-store/testing/killed-program';
import { Receiver, type Received } from '../testing';
import { ToldLedger } from '../testing/told-ledger';

const program = resolve(__dirname, '../../../dist/libs/integration/testing/tell-under-load.child.js');
const kills = killCount(6);

it(`loses nothing over ${kills} kills during delivery, and never passes what was not delivered`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'killed-deliveries-'));
  const seen = new Set<string>();
  const taken: Received[] = [];
  // Every ninth delivery fails at its first attempt.
  const receiver = await Receiver.open((received) => {
    const fails = received.body.sequence % 9 === 0 && !seen.has(received.id);
    seen.add(received.id);
    if (!fails) taken.push(received);
    return { status: fails ? 503 : 200 };
  });
  try {
    await killAgainAndAgain({
      program, args: () => [folder, receiver.url], kills, seed: 20_261_123, linesMax: 80,
      afterKill: async (round) => {
        const ledger = await ToldLedger.open(folder);
        const cursor = (await ledger.webhooks.endpoint('e'))?.cursor.sequence ?? 0;
        const waiting = await ledger.webhooks.deliveries('e', 'waiting', { after: 0, limit: 10_000 });
        const safe = new Set([...taken.map(({ body }) => body.sequence), ...waiting.map(({ sequence }) => sequence)]);
        const passed = Array.from({ length: Math.max(0, cursor - 1) }, (_, at) => at + 2).filter((sequence) => !safe.has(sequence));
        await ledger.close();
        expect({ round, passed }).toEqual({ round, passed: [] });
      },
    });
    const ledger = await ToldLedger.open(folder);
    ledger.tell();
    await ledger.broughtTo('e', ledger.head);
    await ledger.kept('e', 'waiting', (all) => all.length === 0);
    const { head } = ledger;
    await ledger.close();
    expect(head).toBeGreaterThan(kills * 5);
    const firsts = taken.filter(({ id }, at) => taken.findIndex((other) => other.id === id) === at);
    expect(firsts.map(({ body }) => body.sequence).sort((one, other) => one - other)).toEqual(Array.from({ length: head - 1 }, (_, at) => at + 2));
    for (const stream of new Set(firsts.map(({ body }) => body.stream))) {
      const order = firsts.filter(({ body }) => body.stream === stream).map(({ body }) => body.sequence);
      expect([stream, order]).toEqual([stream, [...order].sort((one, other) => one - other)]);
    }
  } finally {
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000 + kills * 10_000);
