import { uuidV5, type EventStore } from '#event-store';
import type { AnchorSink } from '../seal/log-sealer';
import { readAnchor, type Anchor } from './anchor';

const anchorType = 'LedgerSealed';
const attemptsMax = 5;

/** The stream of a second store in which the seals of one ledger are kept. It belongs to no ledger there. */
export const anchorStream = (ledgerId: string): string => `anchors-${ledgerId}`;

/** Appends each seal to a second event store, opened for the moment. */
export const storeAnchor = (name: string, open: () => Promise<EventStore>): AnchorSink => ({
  name,
  keep: async ({ ledgerId }, line) => {
    const store = await open();
    try {
      await append(store, anchorStream(ledgerId), line);
    } finally {
      await store.close();
    }
  },
});

async function append(store: EventStore, stream: string, line: string): Promise<void> {
  const event = { id: uuidV5(`anchor ${line}`), type: anchorType, data: line, metadata: '{}' };
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    let head: number | 'no_stream' = 'no_stream';
    for await (const { revision } of store.readStream(stream, { direction: 'backwards', maxCount: 1 })) head = revision;
    const outcome = await store.append(stream, head, [event]);
    if (outcome.kind === 'appended') return;
    if (outcome.kind === 'unknown') throw outcome.cause;
  }
  throw new Error(`others write ${stream} at the same time`);
}

/** The anchors kept in a second store. */
export async function readAnchorStream(store: EventStore, ledgerId: string): Promise<{ readonly anchors: readonly Anchor[]; readonly problems: readonly string[] }> {
  const anchors: Anchor[] = [];
  const problems: string[] = [];
  for await (const { revision, data } of store.readStream(anchorStream(ledgerId))) {
    const reading = readAnchor(data);
    if (reading.ok) anchors.push(reading.anchor);
    else problems.push(`${anchorStream(ledgerId)}@${revision} ${reading.problem}`);
  }
  return { anchors, problems };
}
