import { status } from '@grpc/grpc-js';
import { Refusal } from '../calls/refusal';

/** Nobody knows whether it was written; ABORTED is how a server says so, and clients take it for a timeout. */
export const unknownOutcome = (cause: Error): Refusal =>
  new Refusal(status.ABORTED, `the outcome of the write is unknown: ${cause.message}; send the very same again to find out`);
