import { ReadReq } from '@eventstore/db-client/generated/persistent_pb';
import type { CallInfo } from '../calls/handlers';
import { CallEnded, type Outgoing } from '../calls/outgoing';
import { invalidArgument, type Refusal } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { confirmationMessage, eventMessage } from '../wire/read-messages';
import { uuidText, type UuidForm } from '../wire/uuid';
import type { NackAction } from './group/group-rules';
import { groupOf } from './group-requests';
import type { PersistentSubscriptions } from './persistent-subscriptions';
import type { RunningGroup, Subscriber } from './running-group';

/** Most events one client may hold unanswered: they stay in the node's memory as long. */
const slotsMost = 10_000;

/** Answers one `PersistentSubscriptions.Read`: sends events to one client, and hears what became of them. */
export class GroupReading {
  constructor(
    private readonly context: NodeContext,
    private readonly subscriptions: PersistentSubscriptions,
  ) {}

  async read(requests: AsyncIterable<ReadReq>, out: Outgoing<Buffer>, info: CallInfo): Promise<void> {
    const received = requests[Symbol.asyncIterator]();
    const first = await received.next();
    if (first.done === true) return;
    const options = first.value.getOptions();
    const name = groupOf(options);
    this.context.access.require(info.caller, 'read', name.stream);
    const group = this.subscriptions.find(name);
    const id = this.context.newId();
    const ending = new AbortController();
    const leave = (): void => {
      group.disconnect(id);
      ending.abort(new CallEnded());
    };
    info.signal.addEventListener('abort', leave, { once: true });
    try {
      group.connect(id, subscriberOf(options, out, info, (reason) => ending.abort(reason)), () => {
        void sent(out, confirmationMessage(`${name.stream}::${name.group}`));
      });
      const ended = reasonOf(ending.signal);
      await Promise.race([ended, takeAnswers(received, group, ended)]);
    } finally {
      info.signal.removeEventListener('abort', leave);
      group.disconnect(id);
    }
  }
}

/** Rejects with the reason once the signal aborts. */
const reasonOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const refuse = (): void => reject(signal.reason as Error);
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });

/** A client that has ended its half still gets events until it goes. */
async function takeAnswers(received: AsyncIterator<ReadReq>, group: RunningGroup, ending: Promise<never>): Promise<never> {
  for (let next = await received.next(); next.done !== true; next = await received.next()) takeAnswer(next.value, group);
  return ending;
}

function takeAnswer(request: ReadReq, group: RunningGroup): void {
  const ack = request.getAck();
  if (ack !== undefined) return group.ack(ack.getIdsList().map((id) => uuidText(id, 'the id of an acknowledged event')));
  const nack = request.getNack();
  if (nack === undefined) throw invalidArgument('after the options come answers to events');
  const ids = nack.getIdsList().map((id) => uuidText(id, 'the id of a refused event'));
  group.nack(ids, actionOf(nack.getAction()), nack.getReason());
}

function actionOf(action: ReadReq.Nack.Action): NackAction {
  switch (action) {
    case ReadReq.Nack.Action.PARK:
      return 'park';
    case ReadReq.Nack.Action.SKIP:
      return 'skip';
    case ReadReq.Nack.Action.STOP:
      return 'stop';
    case ReadReq.Nack.Action.UNKNOWN:
    case ReadReq.Nack.Action.RETRY:
      return 'retry';
    default:
      throw invalidArgument(`${String(action)} is nothing that can be done with an event`);
  }
}

function subscriberOf(options: ReadReq.Options | undefined, out: Outgoing<Buffer>, { caller, metadata }: CallInfo, end: (reason: Refusal) => void): Subscriber {
  const slots = options?.getBufferSize() ?? 0;
  if (slots < 1) throw invalidArgument('buffer_size is at least 1: it is how many events the client takes at once');
  const uuids: UuidForm = options?.getUuidOption()?.hasString() === true ? 'string' : 'structured';
  const [connectionName = '<unknown>'] = metadata.get('connection-name');
  return {
    identity: { user: caller.name ?? 'anonymous', connectionName: String(connectionName) },
    slots: Math.min(slots, slotsMost),
    send: (event, retryCount) => sent(out, eventMessage(event.readable, uuids, retryCount)),
    end,
  };
}

/** A call that has ended is taken out of the group by its signal; until then what it is sent goes nowhere. */
function sent(out: Outgoing<Buffer>, message: Buffer): Promise<void> | undefined {
  if (out.signal.aborted) return undefined;
  return out.send(message)?.catch(() => undefined);
}
