import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openEmbeddedStore } from '#event-store/embedded';
import { fileAnchor } from '../anchor/file-anchor';
import { LogSealer, type AnchorSink } from '../seal/log-sealer';
import { openSealKey, sealKeyFile } from '../seal/seal-key-file';
import { SealTimer } from '../seal/seal-timer';
import { SealingPlace } from '../seal/sealing-place';
import { madeCodec, madeFact, madeLedgerId } from './made-log';

/** Facts that wait before a seal is made: so few that kills find seals half made. */
const factsPerSeal = 5;
const writers = 3;
/** Writers are faster than the first seal of a process: they wait for it here, so that kills find both at work. */
const unsealedMax = 15;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/**
 * Appends facts to a log while two sealers seal it, until it is killed. Facts of a round have numbers of their own.
 * Writes `appended STREAM` and `sealed SIZE`, each once it is acknowledged.
 */
async function main([folder = '', round = '0']: readonly string[]): Promise<void> {
  const store = await openEmbeddedStore({ file: join(folder, 'log.db') });
  const key = await openSealKey(sealKeyFile(folder));
  let next = 0;
  let sealedTo = 0;
  let goOn: () => void = () => undefined;
  let sealed = new Promise<void>((resolve) => { goOn = resolve; });
  const keep: AnchorSink['keep'] = async ({ size }) => {
    say(`sealed ${size}`);
    sealedTo = next;
    goOn();
    sealed = new Promise((resolve) => { goOn = resolve; });
  };
  for (const node of [1, 2]) {
    const sealer = new LogSealer({
      store, codec: madeCodec, key, place: new SealingPlace(join(folder, `place-${node}`), madeLedgerId), sinks: [fileAnchor(join(folder, 'seals.jsonl')), { name: 'output', keep }],
      actor: `node ${node}`, ids: { next: randomUUID },
    });
    new SealTimer({ sealer, onTrouble: fail, facts: factsPerSeal, waitMs: 50, tickMs: 1 }).start();
  }
  const write = async (): Promise<void> => {
    for (;;) {
      while (next - sealedTo >= unsealedMax) await sealed;
      const { stream, ...event } = madeFact(Number(round) * 1_000_000 + (next += 1));
      const outcome = await store.append(stream, 'no_stream', [event]);
      if (outcome.kind !== 'appended') return fail(`${stream} was not appended: ${outcome.kind}`);
      say(`appended ${stream}`);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}

function fail(reason: unknown): void {
  const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  // Both nodes seal at once here, more often than any real ones: being outrun five times in a row is no fault.
  if (text.includes('other nodes seal at the same time')) return;
  process.stderr.write(`${text}\n`, () => process.exit(1));
}

main(process.argv.slice(2)).catch(fail);
