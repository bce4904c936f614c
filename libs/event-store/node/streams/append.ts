import { type AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import type { ExpectedState, LogWriteOutcome } from '../../embedded/log-write';
import type { CallInfo } from '../calls/handlers';
import { invalidArgument, missingProperty, streamDeleted } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { streamNameOf } from '../wire/stream-name';
import { GatheredEvents } from './gathered-events';
import { unknownOutcome } from './unknown-outcome';
import { unstalled } from './unstalled';

/** How long an append may go without a message before its end. Clients of our own give up after 10 s as a whole. */
const appendPatienceMs = 30_000;

/** `Streams.Append`: the older way, one call per append. */
export async function append(context: NodeContext, requests: AsyncIterable<AppendReq>, { caller }: CallInfo): Promise<AppendResp> {
  const gathered = new GatheredEvents(context.appendRoom);
  try {
    let target: Target | null = null;
    for await (const request of unstalled(requests, appendPatienceMs)) {
      const proposed = request.getProposedMessage();
      if (target === null) {
        target = targetOf(request.getOptions());
        context.access.require(caller, 'write', target.stream);
      } else if (proposed === undefined) {
        throw invalidArgument('options come once, before the events');
      } else {
        gathered.add(proposed);
      }
    }
    if (target === null) throw missingProperty(['options']);
    const outcome = await context.writer.write({ kind: 'append', ...target, events: [...gathered.events] });
    return response(target.stream, target.expected, outcome);
  } finally {
    gathered.release();
  }
}

interface Target {
  readonly stream: string;
  readonly expected: ExpectedState;
}

function targetOf(options: AppendReq.Options | undefined): Target {
  if (options === undefined) throw invalidArgument('an append begins with its options');
  return { stream: streamNameOf(options.getStreamIdentifier()), expected: expectedOf(options) };
}

function expectedOf(options: AppendReq.Options): ExpectedState {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream_exists';
  throw invalidArgument('say what the append expects of the stream');
}

function response(stream: string, expected: ExpectedState, outcome: LogWriteOutcome): AppendResp {
  switch (outcome.kind) {
    case 'written':
      return new AppendResp().setSuccess(success(outcome.revision, outcome.number));
    case 'wrong-expected-revision':
      return new AppendResp().setWrongExpectedVersion(wrongVersion(expected, outcome.actual));
    case 'stream-deleted':
      throw streamDeleted(stream);
    case 'unknown':
      throw unknownOutcome(outcome.cause);
  }
}

function success(revision: number, number: number | null): AppendResp.Success {
  const message = new AppendResp.Success();
  if (revision < 0) message.setNoStream(new Empty());
  else message.setCurrentRevision(String(revision));
  if (number === null) return message.setNoPosition(new Empty());
  return message.setPosition(new AppendResp.Position().setCommitPosition(String(number)).setPreparePosition(String(number)));
}

/** Old clients read the twins of 20.6.0. */
function wrongVersion(expected: ExpectedState, actual: number): AppendResp.WrongExpectedVersion {
  const message = new AppendResp.WrongExpectedVersion();
  const empty = new Empty();
  if (actual < 0) message.setCurrentNoStream(empty).setNoStream2060(empty);
  else message.setCurrentRevision(String(actual)).setCurrentRevision2060(actual);
  switch (expected) {
    case 'any':
      return message.setExpectedAny(empty).setAny2060(empty);
    case 'stream_exists':
      return message.setExpectedStreamExists(empty).setStreamExists2060(empty);
    case 'no_stream':
      return message.setExpectedNoStream(empty);
    default:
      return message.setExpectedRevision(String(expected)).setExpectedRevision2060(expected);
  }
}
