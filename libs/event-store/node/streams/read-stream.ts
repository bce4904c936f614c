import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogEvent, StreamState } from '../../embedded/stream-reader';
import type { Caller } from '../access/caller';
import type { Outgoing } from '../calls/outgoing';
import { streamDeleted, unknownFailure } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { eventMessage, firstPositionMessage, lastPositionMessage, streamNotFoundMessage, type ReadableEvent } from '../wire/read-messages';
import { linksFor, unresolved } from './link-resolution';
import { PageSize } from './page-size';
import type { StreamRead } from './read-request';

/** The page a real server reads at once: it decides when a reader is told that the stream begins later. */
const serverPage = 32;

/** Sends a stream's readable events, then ends. */
export async function readStream(context: NodeContext, request: StreamRead, out: Outgoing<Buffer>, caller: Caller): Promise<void> {
  const { reader, access } = context;
  const { stream, direction } = request;
  access.require(caller, 'read', stream);
  if (direction === 'forwards' && request.from === 'end') throw unknownFailure(`a stream cannot be read forwards from its end (${stream})`);
  const state = reader.state(stream);
  if (state.isTombstoned) throw streamDeleted(stream);
  if (state.lastRevision < 0 || state.isSoftDeleted) return out.send(streamNotFoundMessage(stream));
  const from = firstWanted(request, state);
  const later = laterBeginning(request, from, state);
  if (later !== null) await out.send(firstPositionMessage(later));
  await sendPages(context, { ...request, resolve: request.resolveLinks ? linksFor(context, caller) : unresolved }, from, out);
  if (request.compatibility >= 1) await out.send(lastPositionMessage(state.lastRevision));
}

type Resolving<Request> = Request & { readonly resolve: (event: LogEvent) => ReadableEvent };

async function sendPages({ reader, clock }: NodeContext, request: Resolving<StreamRead>, first: number, out: Outgoing<Buffer>): Promise<void> {
  const { stream, direction, uuids, resolve } = request;
  const size = new PageSize();
  let from = first;
  for (let left = request.count; left > 0 && from >= 0; ) {
    const page = reader.page(stream, from, direction, size.next(left), clock());
    size.learn(page);
    const last = page.at(-1);
    if (last === undefined) return;
    await sendAll(page, resolve, (event) => out.send(eventMessage(event, uuids)));
    left -= page.length;
    from = last.revision + (direction === 'forwards' ? 1 : -1);
    await nextTurn();
  }
}

/** Where a reader goes on whose first page would be empty on a real server, because the stream begins later; null when it is not. */
function laterBeginning({ compatibility, direction, count }: StreamRead, from: number, { firstReadable, lastRevision }: StreamState): number | null {
  if (compatibility < 1 || direction === 'backwards') return null;
  if (from + Math.min(serverPage, count) <= firstReadable) return firstReadable;
  // Within the page, but nothing is left to read: it goes on behind the last event.
  return from <= lastRevision && lastRevision < firstReadable ? lastRevision + 1 : null;
}

function firstWanted({ from }: StreamRead, { lastRevision }: StreamState): number {
  if (from === 'start') return 0;
  return from === 'end' ? lastRevision : from;
}

/** One after another, waiting whenever the client is behind. */
export async function sendAll(
  events: readonly LogEvent[],
  resolve: (event: LogEvent) => ReadableEvent,
  send: (event: ReadableEvent) => Promise<void> | undefined,
): Promise<void> {
  for (const event of events) {
    const waiting = send(resolve(event));
    if (waiting !== undefined) await waiting;
  }
}
