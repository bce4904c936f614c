import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { Message } from 'google-protobuf';
import { StreamDeleted, Timeout, WrongExpectedVersion } from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { Code } from '@eventstore/db-client/generated/code_pb';
import type { ExpectedState, LogWriteOutcome } from '../../embedded/log-write';
import { streamIdentifier } from '../wire/stream-name';

/** The error inside a batch's answer: a status with exactly one detail, which clients find by the end of its type URL. */
export function batchStatus(code: Code, message: string, detail: { readonly name: string; readonly message: Message }): Status {
  const any = new Any();
  any.setTypeUrl(`type.googleapis.com/event_store.client.${detail.name}`);
  any.setValue(detail.message.serializeBinary());
  return new Status().setCode(code).setMessage(message).setDetails(any);
}

export function batchError(stream: string, expected: ExpectedState, outcome: Exclude<LogWriteOutcome, { kind: 'written' }>): Status {
  switch (outcome.kind) {
    case 'wrong-expected-revision':
      return batchStatus(Code.ALREADY_EXISTS, 'Wrong expected version', { name: 'WrongExpectedVersion', message: wrongVersion(expected, outcome.actual) });
    case 'stream-deleted': {
      const detail = new StreamDeleted().setStreamIdentifier(streamIdentifier(stream));
      return batchStatus(Code.NOT_FOUND, `Event stream '${stream}' is deleted.`, { name: 'StreamDeleted', message: detail });
    }
    case 'unknown':
      return batchStatus(Code.DEADLINE_EXCEEDED, `the outcome is unknown: ${outcome.cause.message}`, { name: 'Timeout', message: new Timeout() });
  }
}

function wrongVersion(expected: ExpectedState, actual: number): WrongExpectedVersion {
  const message = new WrongExpectedVersion();
  if (actual < 0) message.setCurrentNoStream(new Empty());
  else message.setCurrentStreamRevision(String(actual));
  switch (expected) {
    case 'any':
      return message.setExpectedAny(new Empty());
    case 'stream_exists':
      return message.setExpectedStreamExists(new Empty());
    case 'no_stream':
      return message.setExpectedNoStream(new Empty());
    default:
      return message.setExpectedStreamPosition(String(expected));
  }
}
