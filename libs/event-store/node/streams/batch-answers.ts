import type { Message } from 'google-protobuf';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { status } from '@grpc/grpc-js';
import { Code } from '@eventstore/db-client/generated/code_pb';
import {
  AccessDenied,
  AllStreamPosition,
  BadRequest,
  MaximumAppendSizeExceeded,
  StreamDeleted,
  Timeout,
  Unknown,
  WrongExpectedVersion,
  type UUID,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { ExpectedState, LogWriteOutcome } from '../../embedded/log-write';
import type { Refusal } from '../calls/refusal';
import { streamIdentifier } from '../wire/stream-name';
import { appendBytesMost } from './append-limits';

interface Target {
  readonly stream: string;
  readonly expected: ExpectedState;
}

const empty = new Empty();

/** The id as it came, the stream and what was expected of it: clients fail on an error that lacks any of them. */
function answerTo(correlation: UUID | undefined, { stream, expected }: Target): BatchAppendResp {
  const message = new BatchAppendResp().setCorrelationId(correlation).setStreamIdentifier(streamIdentifier(stream));
  switch (expected) {
    case 'any':
      return message.setAny(empty);
    case 'no_stream':
      return message.setNoStream(empty);
    case 'stream_exists':
      return message.setStreamExists(empty);
    default:
      return message.setStreamPosition(String(expected));
  }
}

/** A status with exactly one detail, which clients find by the end of its type URL. */
function errorOf(code: Code, message: string, detail: { readonly name: string; readonly message: Message }): Status {
  const any = new Any();
  any.setTypeUrl(`type.googleapis.com/event_store.client.${detail.name}`);
  any.setValue(detail.message.serializeBinary());
  return new Status().setCode(code).setMessage(message).setDetails(any);
}

export function answerOf(correlation: UUID | undefined, target: Target, outcome: LogWriteOutcome): BatchAppendResp {
  const answer = answerTo(correlation, target);
  switch (outcome.kind) {
    case 'written':
      return answer.setSuccess(success(outcome.revision, outcome.number));
    case 'wrong-expected-revision': {
      const detail = { name: 'WrongExpectedVersion', message: wrongVersion(target.expected, outcome.actual) };
      return answer.setError(errorOf(Code.ALREADY_EXISTS, `the stream ${target.stream} is not as expected: its last revision is ${outcome.actual}`, detail));
    }
    case 'stream-deleted': {
      const detail = { name: 'StreamDeleted', message: new StreamDeleted().setStreamIdentifier(streamIdentifier(target.stream)) };
      return answer.setError(errorOf(Code.NOT_FOUND, `Event stream '${target.stream}' is deleted.`, detail));
    }
    case 'unknown':
      return answer.setError(timeout(`the outcome is unknown: ${outcome.cause.message}; send the very same again to find out`));
  }
}

export const timedOut = (correlation: UUID | undefined, target: Target): BatchAppendResp =>
  answerTo(correlation, target).setError(timeout('the append took longer than it was given; send the very same again to find out'));

const timeout = (message: string): Status => errorOf(Code.DEADLINE_EXCEEDED, message, { name: 'Timeout', message: new Timeout() });

export function refusedAnswer(correlation: UUID | undefined, target: Target, refusal: Refusal): BatchAppendResp {
  return answerTo(correlation, target).setError(refusedStatus(refusal));
}

function refusedStatus({ code, message, trailers }: Refusal): Status {
  if (code === status.PERMISSION_DENIED) return errorOf(Code.PERMISSION_DENIED, message, { name: 'AccessDenied', message: new AccessDenied() });
  if (trailers.exception === 'maximum-append-size-exceeded') {
    const detail = new MaximumAppendSizeExceeded().setMaxappendsize(appendBytesMost);
    return errorOf(Code.INVALID_ARGUMENT, message, { name: 'MaximumAppendSizeExceeded', message: detail });
  }
  if (code === status.INVALID_ARGUMENT) return errorOf(Code.INVALID_ARGUMENT, message, { name: 'BadRequest', message: new BadRequest().setMessage(message) });
  return errorOf(Code.UNKNOWN, message, { name: 'Unknown', message: new Unknown() });
}

function success(revision: number, number: number | null): BatchAppendResp.Success {
  const message = new BatchAppendResp.Success();
  if (revision < 0) message.setNoStream(empty);
  else message.setCurrentRevision(String(revision));
  if (number === null) return message.setNoPosition(empty);
  return message.setPosition(new AllStreamPosition().setCommitPosition(String(number)).setPreparePosition(String(number)));
}

function wrongVersion(expected: ExpectedState, actual: number): WrongExpectedVersion {
  const message = new WrongExpectedVersion();
  if (actual < 0) message.setCurrentNoStream(empty);
  else message.setCurrentStreamRevision(String(actual));
  switch (expected) {
    case 'any':
      return message.setExpectedAny(empty);
    case 'stream_exists':
      return message.setExpectedStreamExists(empty);
    case 'no_stream':
      return message.setExpectedNoStream(empty);
    default:
      return message.setExpectedStreamPosition(String(expected));
  }
}
