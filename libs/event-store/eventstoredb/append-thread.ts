import { parentPort, workerData } from 'node:worker_threads';
import { MaxAppendSizeExceededError, NO_STREAM, WrongExpectedVersionError, type EventData, type JSONType } from '@eventstore/db-client';
import type { EventToAppend } from '../port';
import type { AppendAnswer, AppendAnswers, AppendOrders, AppendThreadData, FrozenGroup } from './append-messages';
import { asError, faultKind, isUnknownUser } from './client-fault';
import { ClientSource } from './client-source';
import { connectionSettings } from './connection-string';
import { LedgerClient } from './ledger-client';
import { positionOf } from './position';

/**
 * The thread in which one store's appends run; `AppendLink` says why they have one. It tries each group once and says
 * what came of it.
 */
const port = parentPort;
if (port === null) throw new Error('the append thread is started by the adapter, not by hand');
const owner = port;
const { connectionString } = workerData as AppendThreadData;
const settings = connectionSettings(connectionString);
const clients = new ClientSource(() => new LedgerClient(settings));
let answers: { id: number; answer: AppendAnswer }[] = [];

// When a stream breaks under waiting writes, the client leaves rejected promises behind that nobody can reach. The
// appends they belong to are told of it another way, so the thread goes on. A defect of the client is another thing: its
// stream reads no further, so the thread ends at once instead of falling silent.
process.on('unhandledRejection', (reason) => {
  if (reason instanceof TypeError) throw reason;
});

owner.on('message', (orders: AppendOrders) => {
  for (const { id, group } of orders) void attempt(group).then((answer) => reply(id, answer));
});

// Loaded: from now on, silence means that the server does not answer.
owner.postMessage([] satisfies AppendAnswers);

function reply(id: number, answer: AppendAnswer): void {
  if (answers.length === 0) setImmediate(flush);
  answers.push({ id, answer });
}

function flush(): void {
  owner.postMessage(answers satisfies AppendAnswers);
  answers = [];
}

async function attempt({ stream, expected, events }: FrozenGroup): Promise<AppendAnswer> {
  let group: EventData[];
  try {
    group = events.map(eventData);
  } catch (error) {
    return { kind: 'refused', reason: 'not-json', message: asError(error).message };
  }
  const lease = clients.lease();
  try {
    const expectedRevision = expected === 'no_stream' ? NO_STREAM : BigInt(expected);
    const { success, nextExpectedRevision, position } = await lease.client.appendToStream(stream, group, { expectedRevision, requiresLeader: true });
    if (!success || position === undefined) return { kind: 'uncertain', message: 'the server gave no position', isConnectionAtFault: false };
    return { kind: 'appended', revision: Number(nextExpectedRevision), position: positionOf(position) };
  } catch (error) {
    const answer = failed(error);
    if (answer.kind === 'uncertain' && answer.isConnectionAtFault) lease.fail();
    return answer;
  } finally {
    lease.release();
  }
}

/** Metadata goes as the bytes it is; data has to be parsed, since the client writes it as JSON itself. */
function eventData({ id, type, data, metadata }: EventToAppend): EventData {
  return { id, type, contentType: 'application/json', data: JSON.parse(data) as JSONType, metadata: Uint8Array.from(Buffer.from(metadata)) };
}

function failed(error: unknown): AppendAnswer {
  const { message } = asError(error);
  if (error instanceof WrongExpectedVersionError) {
    const { actualVersion: actual } = error;
    return { kind: 'conflict', actual: actual === 'no_stream' || actual < 0n ? 'no_stream' : Number(actual) };
  }
  if (error instanceof MaxAppendSizeExceededError) return { kind: 'refused', reason: 'too-large', message: String(error.maxAppendSize) };
  const kind = faultKind(error);
  if (kind === 'stream-deleted') return { kind: 'refused', reason: 'stream-deleted', message };
  if (kind === 'access-denied') return { kind: 'refused', reason: isUnknownUser(error) ? 'unknown-user' : 'access-denied', message };
  return { kind: 'uncertain', message, isConnectionAtFault: kind === 'transient' && !isBusy(error) };
}

/** The server took the group and did not finish in time: the connection is sound. */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && (error.type === 'timeout' || error.type === 'deadline-exceeded');
