import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { CallInfo } from '../calls/handlers';
import type { Outgoing } from '../calls/outgoing';
import type { NodeContext } from '../node-context';
import { readAll } from './read-all';
import { readRequestOf } from './read-request';
import { readStream } from './read-stream';
import { subscribeToAll } from './subscribe-to-all';
import { subscribeToStream } from './subscribe-to-stream';

/** `Streams.Read`: two kinds of reads and two kinds of subscriptions behind one method. */
export async function read(context: NodeContext, message: ReadReq, out: Outgoing<Buffer>, { caller }: CallInfo): Promise<void> {
  const request = readRequestOf(message);
  switch (request.kind) {
    case 'read-stream':
      return readStream(context, request, out, caller);
    case 'read-all':
      return readAll(context, request, out, caller);
    case 'subscribe-stream':
      return subscribeToStream(context, request, out, caller);
    case 'subscribe-all':
      return subscribeToAll(context, request, out, caller);
  }
}
