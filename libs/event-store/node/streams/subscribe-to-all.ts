import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogEvent } from '../../embedded/stream-reader';
import { positionStride } from '../../embedded/position';
import type { Caller } from '../access/caller';
import type { Outgoing } from '../calls/outgoing';
import { invalidArgument } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage, type ReadableEvent } from '../wire/read-messages';
import { AllPages } from './all-pages';
import { logNumberAt } from './all-position';
import { Checkpoints } from './checkpoints';
import { linksFor, unresolved } from './link-resolution';
import { nextCommit } from './next-commit';
import type { AllSubscription } from './read-request';
import { PageSize } from './page-size';

/** A live subscription that falls further behind than this counts as catching up again. */
export const liveEvents = 32;

/** Sends what stands in the log after a position, then everything that is added, until the client goes. */
export async function subscribeToAll(context: NodeContext, request: AllSubscription, out: Outgoing<Buffer>, caller: Caller): Promise<void> {
  const { reader, wakeups, access } = context;
  access.require(caller, 'read', '$all');
  const pages = new AllPages(reader, request.filter);
  const start = startOf(context, request);
  await out.send(confirmationMessage(context.newId()));
  const sender = new AllSender(context, request, out, start, caller);
  const size = new PageSize();
  let isLive = false;
  for (let readTo = start; ; ) {
    const end = reader.lastNumber();
    if (end - readTo > liveEvents * positionStride) isLive = false;
    while (readTo < end) {
      // Access may have been taken away since; whoever lost it sees nothing that was written afterwards.
      access.require(caller, 'read', '$all');
      const page = pages.forwards(readTo, end, size.next());
      size.learn(page.events);
      readTo = page.readTo;
      await sender.send(page.events, readTo);
      await nextTurn();
    }
    if (!isLive) {
      await sender.reachedEnd(readTo);
      await out.send(caughtUpMessage);
      isLive = true;
    }
    // Waiting for the client may have taken a while; nothing is committed between this look and the wait.
    if (reader.lastNumber() <= readTo) await nextCommit(wakeups, out.signal);
  }
}

function startOf({ reader }: NodeContext, { from }: AllSubscription): number {
  if (from === 'start') return 0;
  if (from === 'end') return reader.lastNumber();
  const number = logNumberAt(reader, from);
  if (number === null) throw invalidArgument(`invalid position C:${from.commit}/P:${from.prepare}: no event stands there`);
  return number;
}

/** Sends events, and with a filter the checkpoints that are due between them. */
class AllSender {
  private readonly checkpoints: Checkpoints | null;
  private readonly resolve: (event: LogEvent) => ReadableEvent;

  constructor(
    context: NodeContext,
    private readonly request: AllSubscription,
    private readonly out: Outgoing<Buffer>,
    start: number,
    caller: Caller,
  ) {
    this.resolve = request.resolveLinks ? linksFor(context, caller) : unresolved;
    this.checkpoints = request.filter === null ? null : new Checkpoints(start, request.filter.checkpointInterval * positionStride);
  }

  /** @param readTo how far the log has been looked at: beyond the last of the events, if need be. */
  async send(events: readonly LogEvent[], readTo: number): Promise<void> {
    const { request, out } = this;
    for (const event of events) {
      await this.sendCheckpoints(event.number - 1);
      const waiting = out.send(eventMessage(this.resolve(event), request.uuids));
      if (waiting !== undefined) await waiting;
    }
    await this.sendCheckpoints(readTo);
  }

  async reachedEnd(readTo: number): Promise<void> {
    if (this.checkpoints?.isNews(readTo) === true) await this.out.send(checkpointMessage(readTo));
  }

  private async sendCheckpoints(upTo: number): Promise<void> {
    for (let due = this.checkpoints?.next(upTo); due != null; due = this.checkpoints?.next(upTo)) await this.out.send(checkpointMessage(due));
  }
}
