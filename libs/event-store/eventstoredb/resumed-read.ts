import type { RecordedEvent } from '../port';
import type { LedgerClient } from './ledger-client';
import type { Pulled, PulledStream } from './pulled-stream';
import { SilenceError, type ServerLink } from './server-link';

/** A read that knows how far it has come, so that it can be taken up again where it stood. */
export interface ResumableRead {
  /** What is asked of the server, for messages. */
  readonly what: string;
  readonly isDone: boolean;
  /** Begins behind what has been given out. */
  open(client: LedgerClient): PulledStream;
  /** Events at most in the next page. */
  readonly pageMax: number;
  /** Takes in what came: the events that are to be given out, or `end`. @throws what makes the connection count as broken. */
  take(pulled: Exclude<Pulled, { kind: 'silent' }>): readonly RecordedEvent[] | 'end';
  /** An error that the read itself knows: `end` for one that means there is nothing (more), an error to throw, null for others. */
  known(error: unknown): 'end' | Error | null;
}

/**
 * Runs a read over as many connections as it takes. What a connection has buffered when it breaks is read again.
 *
 * @throws StoreUnavailableError when there was no progress for as long as the link is patient.
 */
export async function* resumedRead(link: ServerLink, read: ResumableRead): AsyncGenerator<readonly RecordedEvent[]> {
  const patience = link.patience();
  while (!read.isDone) {
    const open = link.begin((client) => read.open(client));
    try {
      for (;;) {
        const events = await nextEvents(link, read, open.stream);
        if (events === 'end') return;
        patience.progress();
        if (events.length > 0) yield events;
        link.assertOpen();
        if (read.isDone) return;
      }
    } catch (error) {
      const known = read.known(error);
      if (known === 'end') return;
      if (known !== null) throw known;
      await patience.recover(error, open.lease, read.what);
    } finally {
      link.end(open);
    }
  }
}

async function nextEvents(link: ServerLink, read: ResumableRead, stream: PulledStream): Promise<readonly RecordedEvent[] | 'end'> {
  const pulled = await stream.pull(read.pageMax, link.silenceMs, link.closed);
  link.assertOpen();
  if (pulled.kind === 'silent') throw new SilenceError(link.silenceMs);
  return read.take(pulled);
}
