import { setImmediate as nextTurn } from 'node:timers/promises';
import { positionStride } from '../../embedded/position';
import type { Caller } from '../access/caller';
import type { Outgoing } from '../calls/outgoing';
import { unknownFailure } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { eventMessage } from '../wire/read-messages';
import { AllPages } from './all-pages';
import { logNumberAt } from './all-position';
import { linksFor, unresolved } from './link-resolution';
import type { AllRead } from './read-request';
import { PageSize } from './page-size';
import { sendAll } from './read-stream';

/** Sends the events of the whole log, then ends. Forwards a position is inclusive, backwards it is exclusive. */
export async function readAll(context: NodeContext, request: AllRead, out: Outgoing<Buffer>, caller: Caller): Promise<void> {
  const { reader, access } = context;
  access.require(caller, 'read', '$all');
  const forwards = request.direction === 'forwards';
  const pages = new AllPages(reader, request.filter);
  const size = new PageSize();
  let at = startOf(context, request);
  for (let left = request.count; left > 0; ) {
    const end = reader.lastNumber();
    if (forwards ? at >= end : at <= 0) return;
    const limit = size.next(request.filter === null ? left : undefined);
    const page = forwards ? pages.forwards(at, end, limit) : pages.backwards(at, limit);
    size.learn(page.events);
    const wanted = page.events.length > left ? page.events.slice(0, left) : page.events;
    const resolve = request.resolveLinks ? linksFor(context, caller) : unresolved;
    await sendAll(wanted, resolve, (event) => out.send(eventMessage(event, request.uuids)));
    left -= wanted.length;
    at = page.readTo;
    await nextTurn();
  }
}

/** The number after which (forwards) or before which (backwards) reading begins. */
function startOf({ reader }: NodeContext, { from, direction }: AllRead): number {
  if (from === 'start') return 0;
  if (from === 'end') return reader.lastNumber() + (direction === 'forwards' ? 0 : positionStride);
  const number = logNumberAt(reader, from);
  if (number === null) throw unknownFailure(`no event stands at position C:${from.commit}/P:${from.prepare}`);
  return direction === 'forwards' ? Math.max(0, number - positionStride) : number;
}
