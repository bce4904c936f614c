import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogEvent, StreamState } from '../../embedded/stream-reader';
import { positionStride } from '../../embedded/position';
import type { Caller } from '../access/caller';
import type { Outgoing } from '../calls/outgoing';
import { streamDeleted } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { caughtUpMessage, confirmationMessage, eventMessage, type ReadableEvent } from '../wire/read-messages';
import { linksFor, unresolved } from './link-resolution';
import { nextCommit } from './next-commit';
import { PageSize } from './page-size';
import { sendAll } from './read-stream';
import type { StreamSubscription } from './read-request';
import { liveEvents } from './subscribe-to-all';

/** Sends a stream's events after a revision, then everything that is added; a tombstone is the last thing it sends. */
export async function subscribeToStream(context: NodeContext, request: StreamSubscription, out: Outgoing<Buffer>, caller: Caller): Promise<void> {
  const { reader, wakeups, access } = context;
  const { stream } = request;
  access.require(caller, 'read', stream);
  const first = reader.state(stream);
  if (first.isTombstoned) throw streamDeleted(stream);
  await out.send(confirmationMessage(context.newId()));
  const resolve = request.resolveLinks ? linksFor(context, caller) : unresolved;
  const size = new PageSize();
  let isLive = false;
  for (let next = firstWanted(request, first); ; ) {
    const looked = reader.lastNumber();
    const state = reader.state(stream);
    // What was written before the tombstone comes first, to whoever was live by then.
    const written = isLive ? reader.written(stream, next, size.next()) : [];
    if (state.isTombstoned && written.length === 0) return endWithTombstone(context, request, out, state);
    // Access may have been taken away since; whoever lost it sees nothing that was written afterwards.
    access.require(caller, 'read', stream);
    // What is written while somebody follows is shown to them, also when the metadata hides it a moment later.
    const page = isLive ? written : reader.page(stream, next, 'forwards', size.next(), context.clock());
    if (state.lastRevision - next >= liveEvents) isLive = false;
    size.learn(page);
    const sentTo = await sendPage(page, resolve, (event) => out.send(eventMessage(event, request.uuids)));
    if (sentTo !== null) {
      next = sentTo + 1;
      await nextTurn();
      continue;
    }
    if (!isLive) {
      // Live begins behind all that was there, what was hidden included.
      next = Math.max(next, state.lastRevision + 1);
      isLive = true;
      await out.send(caughtUpMessage);
    }
    // Nothing is committed between this look and the wait.
    if (reader.lastNumber() <= looked) await nextCommit(wakeups, out.signal);
  }
}

function firstWanted({ from }: StreamSubscription, { lastRevision }: StreamState): number {
  if (from === 'start') return 0;
  return from === 'end' ? lastRevision + 1 : from + 1;
}

/** @returns the revision of the last event sent, null when there was none. */
async function sendPage(
  page: readonly LogEvent[],
  resolve: (event: LogEvent) => ReadableEvent,
  send: (event: ReadableEvent) => Promise<void> | undefined,
): Promise<number | null> {
  await sendAll(page, resolve, send);
  return page.at(-1)?.revision ?? null;
}

/** A live subscriber sees the tombstone itself before it is told that the stream is gone. */
async function endWithTombstone(context: NodeContext, request: StreamSubscription, out: Outgoing<Buffer>, state: StreamState): Promise<never> {
  const { events } = context.reader.allForwards(state.lastNumber - positionStride, state.lastNumber, 1);
  for (const event of events) await out.send(eventMessage(unresolved(event), request.uuids));
  throw streamDeleted(request.stream);
}
