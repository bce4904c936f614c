import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { DeleteResp, TombstoneResp, type DeleteReq, type TombstoneReq } from '@eventstore/db-client/generated/streams_pb';
import type { ExpectedState, LogWrite } from '../../embedded/log-write';
import type { CallInfo } from '../calls/handlers';
import { invalidArgument, streamDeleted, wrongExpectedVersion } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { streamNameOf } from '../wire/stream-name';
import { unknownOutcome } from './unknown-outcome';

/** `Streams.Delete`: the stream reads as absent, and may be begun again. */
export async function softDelete(context: NodeContext, request: DeleteReq, { caller }: CallInfo): Promise<DeleteResp> {
  const target = targetOf(request.getOptions());
  context.access.require(caller, 'delete', target.stream);
  const number = await carriedOut(context, { kind: 'delete', ...target });
  const response = new DeleteResp();
  if (number === null) return response.setNoPosition(new Empty());
  return response.setPosition(new DeleteResp.Position().setCommitPosition(String(number)).setPreparePosition(String(number)));
}

/** `Streams.Tombstone`: for good. */
export async function tombstone(context: NodeContext, request: TombstoneReq, { caller }: CallInfo): Promise<TombstoneResp> {
  const target = targetOf(request.getOptions());
  context.access.require(caller, 'delete', target.stream);
  const number = await carriedOut(context, { kind: 'tombstone', ...target });
  const response = new TombstoneResp();
  if (number === null) return response.setNoPosition(new Empty());
  return response.setPosition(new TombstoneResp.Position().setCommitPosition(String(number)).setPreparePosition(String(number)));
}

function targetOf(options: DeleteReq.Options | TombstoneReq.Options | undefined): { stream: string; expected: ExpectedState } {
  if (options === undefined) throw invalidArgument('options are missing');
  return { stream: streamNameOf(options.getStreamIdentifier()), expected: expectedOf(options) };
}

function expectedOf(options: DeleteReq.Options | TombstoneReq.Options): ExpectedState {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  if (options.hasAny()) return 'any';
  throw invalidArgument('say what is expected of the stream');
}

/** How the trailers write what was expected. */
const expectedVersions = { no_stream: -1, any: -2, stream_exists: -4 } as const;

async function carriedOut(context: NodeContext, write: LogWrite): Promise<number | null> {
  const outcome = await context.writer.write(write);
  switch (outcome.kind) {
    case 'written':
      return outcome.number;
    case 'wrong-expected-revision': {
      const expected = typeof write.expected === 'number' ? write.expected : expectedVersions[write.expected];
      throw wrongExpectedVersion(write.stream, expected, outcome.actual);
    }
    case 'stream-deleted':
      throw streamDeleted(write.stream);
    case 'unknown':
      throw unknownOutcome(outcome.cause);
  }
}
