import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { PublicEvent } from '#integration';

const beatEveryMs = 15_000;

export interface StreamTerms {
  /** Told first, so that a client can see whose sequences it is given. */
  readonly ledgerId: string;
  /** A client that takes nothing for so long is let go, in milliseconds. */
  readonly stallMs: number;
  /** What is written of an event. */
  readonly envelope: (event: PublicEvent) => object;
  readonly signal: AbortSignal;
}

/**
 * Writes events as server-sent events, no faster than the client takes them: the log is read on only when the socket
 * has drained. The event id is the ledger sequence, so a client that comes back with Last-Event-ID misses none.
 *
 * @param events null means caught up: a comment tells the client so.
 */
export async function writeEventStream(
  response: ServerResponse,
  events: AsyncIterable<PublicEvent | null>,
  { ledgerId, stallMs, envelope, signal }: StreamTerms,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
    'daybook-ledger': ledgerId,
  });
  response.write(`: ledger ${ledgerId}\nretry: 1000\n\n`);
  const beat = setInterval(() => response.write(': still here\n\n'), beatEveryMs);
  try {
    for await (const event of events) {
      const roomLeft = response.write(event === null ? ': caught up\n\n' : frame(event, envelope(event)));
      if (!roomLeft) {
        await drained(response, stallMs, signal);
      }
    }
  } finally {
    clearInterval(beat);
    response.end();
  }
}

const frame = ({ sequence, type }: PublicEvent, shown: object): string => `id: ${sequence}\nevent: ${type}\ndata: ${JSON.stringify(shown)}\n\n`;

/** @throws when the client takes nothing in time, or is gone. */
async function drained(response: ServerResponse, stallMs: number, signal: AbortSignal): Promise<void> {
  await once(response, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(stallMs)]) });
}
