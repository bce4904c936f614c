import { status } from '@grpc/grpc-js';
import { ErrorType } from '@eventstore/db-client';
import { EventStoreError } from '../errors';

/**
 * What a failure of the client means for whoever asked.
 * - `transient`: the connection or the server gave up; asking again may work, and a write may have been written.
 * - `not-leader`: as transient; the client has been told who leads and connects there next.
 * - the others: asking again gives the same answer.
 */
export type FaultKind =
  | 'transient'
  | 'not-leader'
  | 'stream-not-found'
  | 'stream-deleted'
  | 'access-denied'
  | 'wrong-revision'
  | 'too-large'
  | 'no-such-position'
  | 'refused';

const kinds: Readonly<Record<string, FaultKind>> = {
  [ErrorType.NOT_LEADER]: 'not-leader',
  [ErrorType.STREAM_NOT_FOUND]: 'stream-not-found',
  [ErrorType.NO_STREAM]: 'stream-not-found',
  [ErrorType.STREAM_DELETED]: 'stream-deleted',
  [ErrorType.ACCESS_DENIED]: 'access-denied',
  [ErrorType.WRONG_EXPECTED_VERSION]: 'wrong-revision',
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: 'too-large',
  [ErrorType.UNSUPPORTED]: 'refused',
};

/** Statuses that say something about the request itself. */
const refusals: ReadonlySet<unknown> = new Set([status.INVALID_ARGUMENT, status.UNIMPLEMENTED, status.OUT_OF_RANGE, status.FAILED_PRECONDITION]);

/** A place that is none is told in words only: "Unexpected ReadAllResult: InvalidPosition" by the real server. */
const noSuchPosition = /invalid\s?position|no event stands at position/i;

/** Whatever is not known to be a final answer counts as transient: patience is bounded, a wrong refusal is not mended. */
export function faultKind(error: unknown): FaultKind {
  // Our own errors are final answers, and a defect is not mended by doing the same again.
  if (!(error instanceof Error) || error instanceof EventStoreError || error instanceof TypeError || error instanceof RangeError) return 'refused';
  if (noSuchPosition.test(error.message)) return 'no-such-position';
  const kind = 'type' in error && typeof error.type === 'string' ? kinds[error.type] : undefined;
  if (kind !== undefined) return kind;
  return 'code' in error && refusals.has(error.code) ? 'refused' : 'transient';
}

/** Whether the server does not know the user, as against knowing him and denying the right. */
export const isUnknownUser = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === status.UNAUTHENTICATED;

export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
