import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { AllStreamPosition, UUID } from '@eventstore/db-client/generated/shared_pb';
import { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { EventToStore, ExpectedState, LogWriteOutcome } from '../../embedded/log-write';
import type { Caller } from '../access/caller';
import type { CallInfo } from '../calls/handlers';
import type { Outgoing } from '../calls/outgoing';
import { invalidArgument } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { streamIdentifier, streamNameOf } from '../wire/stream-name';
import { uuidText } from '../wire/uuid';
import { batchError } from './batch-errors';
import { eventToStore } from './proposed-event';

interface Batch {
  readonly stream: string;
  readonly expected: ExpectedState;
  readonly events: EventToStore[];
}

/** `Streams.BatchAppend`: many appends over one long call, each answered once under its correlation id. */
export async function batchAppend(
  context: NodeContext,
  requests: AsyncIterable<BatchAppendReq>,
  out: Outgoing<BatchAppendResp>,
  { caller }: CallInfo,
): Promise<void> {
  const batches = new Map<string, Batch>();
  const answering = new Set<Promise<void>>();
  for await (const request of requests) {
    const correlation = request.getCorrelationId();
    const id = uuidText(correlation, 'a correlation id');
    const batch = batches.get(id) ?? begin(context, request, caller);
    for (const message of request.getProposedMessagesList()) batch.events.push(eventToStore(message));
    batches.set(id, batch);
    if (!request.getIsFinal()) continue;
    batches.delete(id);
    const answer = context.writer
      .write({ kind: 'append', ...batch })
      .then((outcome) => out.send(response(correlation, batch, outcome)))
      .finally(() => answering.delete(answer));
    answering.add(answer);
  }
  await Promise.all(answering);
}

function begin(context: NodeContext, request: BatchAppendReq, caller: Caller): Batch {
  const options = request.getOptions();
  if (options === undefined) throw invalidArgument('the first chunk of a batch carries its options');
  const stream = streamNameOf(options.getStreamIdentifier());
  context.access.require(caller, 'write', stream);
  return { stream, expected: expectedOf(options), events: [] };
}

function expectedOf(options: BatchAppendReq.Options): ExpectedState {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

function response(correlation: UUID | undefined, { stream, expected }: Batch, outcome: LogWriteOutcome): BatchAppendResp {
  const message = new BatchAppendResp().setCorrelationId(correlation).setStreamIdentifier(streamIdentifier(stream));
  if (outcome.kind !== 'written') return message.setError(batchError(stream, expected, outcome));
  return message.setSuccess(success(outcome.revision, outcome.number));
}

function success(revision: number, number: number | null): BatchAppendResp.Success {
  const message = new BatchAppendResp.Success();
  if (revision < 0) message.setNoStream(new Empty());
  else message.setCurrentRevision(String(revision));
  if (number === null) return message.setNoPosition(new Empty());
  return message.setPosition(new AllStreamPosition().setCommitPosition(String(number)).setPreparePosition(String(number)));
}
