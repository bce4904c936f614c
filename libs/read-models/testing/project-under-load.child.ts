import { join } from 'node:path';
import { EventCodec, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions } from '#ledger';
import { ReadModels } from '../runner/read-models';
import { openReadStore } from '../store/open-read-store';
import { RandomHistory, type PlacedEvent } from './random-history';

/** How many events the writer may be ahead of the read models: so that kills find both at work. */
const aheadMax = 60;
const waitMs = 60_000;
/** A rebuild begins with the first and with every so many events more, and the writer waits for the one before. */
const rebuildEvery = 20;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/**
 * Appends a random history from where the log ends, while the read models follow it and, when asked to, are rebuilt
 * again and again, until it is killed. Writes `appended SEQUENCE`, `projected SEQUENCE` and `rebuilt`.
 */
async function main([folder = '', url = '', steps = '', rebuilds = '']: readonly string[]): Promise<void> {
  const store = await openEmbeddedStore({ file: join(folder, 'log.db') });
  const codec = new EventCodec({ definitions: eventDefinitions, ledgerId: 'test-ledger' });
  const readStore = await openReadStore(url === '' ? { file: join(folder, 'read.db') } : { url });
  const models = new ReadModels(readStore, { store, codec, ledgerId: 'test-ledger' }, { onStopped: (projection, reason) => fail(`${projection} stopped: ${reason}`) });
  const { events } = new RandomHistory(7).grow(Number(steps));
  const before = await lengthOf(store);
  const revisions = revisionsOf(events.slice(0, before));
  await models.start();

  let projected = before;
  let rebuilt = Promise.resolve();
  for (let sequence = before + 1; sequence <= events.length; sequence += 1) {
    await append(store, codec, { ...events[sequence - 1]!, sequence }, revisions);
    void models.waitFor({ sequence }, waitMs).then((reached) => {
      if (!reached) fail(`the read models never came to ${sequence}`);
      projected = Math.max(projected, sequence);
      say(`projected ${sequence}`);
    });
    if (rebuilds === 'rebuilds' && sequence % rebuildEvery === (before + 1) % rebuildEvery) {
      await rebuilt;
      rebuilt = rebuild(models).catch(fail);
    }
    if (sequence - projected > aheadMax) await models.waitFor({ sequence: sequence - aheadMax / 2 }, waitMs);
  }
  fail('the history is too short for so many kills');
}

async function lengthOf(store: EventStore): Promise<number> {
  let length = 0;
  for await (const page of store.readAll(null)) length += page.length;
  return length;
}

/** The last revision of each stream after these events. */
function revisionsOf(events: readonly PlacedEvent[]): Map<string, number> {
  const revisions = new Map<string, number>();
  for (const { stream } of events) revisions.set(stream, (revisions.get(stream) ?? -1) + 1);
  return revisions;
}

async function append(store: EventStore, codec: EventCodec, { stream, event, sequence }: PlacedEvent & { readonly sequence: number }, revisions: Map<string, number>): Promise<void> {
  const revision = (revisions.get(stream) ?? -1) + 1;
  revisions.set(stream, revision);
  const command = `command-${sequence}`;
  const origin = { actor: 'tester', commandId: command, correlationId: command, causationId: command, inputHash: `v1:${sequence}` };
  const outcome = await store.append(stream, revision === 0 ? 'no_stream' : revision - 1, [codec.encode(stream, revision, event, origin)]);
  if (outcome.kind !== 'appended') throw new Error(`event ${sequence} was not appended: ${outcome.kind}`);
  say(`appended ${sequence}`);
}

async function rebuild(models: ReadModels): Promise<void> {
  const wrong = (await models.rebuild()).filter(({ same }) => same === false);
  if (wrong.length > 0) fail(`a rebuild found other rows in ${wrong.map(({ projection }) => projection).join(', ')}`);
  say('rebuilt');
}

function fail(reason: unknown): void {
  process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`, () => process.exit(1));
}

main(process.argv.slice(2)).catch(fail);
