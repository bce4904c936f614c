import { EventCodec, type EventStore } from '#event-store';
import { eventDefinitions, streamName, type LedgerFounded } from '#ledger';

/** Where the ledger's own id stands, as the first own event of every log. */
const identityStream = streamName('ledger', 'identity');

/**
 * The id of the ledger in this store; an empty store is founded with `freshId`. Two nodes that start at once agree:
 * the first append wins and both read it.
 *
 * @throws Error when the store's identity stream holds something else.
 */
export async function foundLedger(store: EventStore, freshId: string): Promise<string> {
  const found = await readLedgerId(store);
  if (found !== null) {
    return found;
  }
  const founded: LedgerFounded = { type: 'LedgerFounded', data: { ledgerId: freshId } };
  const codec = new EventCodec({ definitions: eventDefinitions, ledgerId: freshId });
  const origin = { actor: 'setup', commandId: freshId, correlationId: freshId, causationId: freshId, inputHash: 'v1:founding' };
  await store.append(identityStream, 'no_stream', [codec.encode(identityStream, 0, founded, origin)]);
  const stored = await readLedgerId(store);
  if (stored === null) {
    throw new Error(`the event store ${store.description} took no founding event; check that it can be written`);
  }
  return stored;
}

/** The id of the ledger in this store, or null when the store holds no ledger yet. */
export async function readLedgerId(store: EventStore): Promise<string | null> {
  for await (const recorded of store.readStream(identityStream, { from: 0, maxCount: 1 })) {
    const data = JSON.parse(recorded.data) as { readonly ledgerId?: unknown };
    if (recorded.type !== 'LedgerFounded' || typeof data.ledgerId !== 'string') {
      throw new Error(`${identityStream} in ${store.description} does not begin with LedgerFounded; this is not a Daybook log`);
    }
    return data.ledgerId;
  }
  return null;
}
