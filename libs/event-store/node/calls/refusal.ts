import { Metadata, status } from '@grpc/grpc-js';

/** How a call ends when the node cannot or will not do what it asks: a gRPC status, and the trailers clients look at. */
export class Refusal extends Error {
  constructor(
    readonly code: status,
    message: string,
    readonly trailers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** What grpc-js sends as status and trailers. */
export interface CallStatus {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

export function callStatus(refusal: Refusal): CallStatus {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(refusal.trailers)) metadata.set(key, trailerText(value));
  return { code: refusal.code, details: refusal.message, metadata };
}

/** Trailers carry printable ASCII only; everything else is percent-encoded, as in a URL. */
const trailerText = (text: string): string => text.replace(/[^\x20-\x7e]+/gu, (part) => encodeURIComponent(part));

export const invalidArgument = (message: string): Refusal => new Refusal(status.INVALID_ARGUMENT, message);

export const accessDenied = (message: string): Refusal =>
  new Refusal(status.PERMISSION_DENIED, `Access Denied: ${message}`, { exception: 'access-denied' });

export const streamDeleted = (stream: string): Refusal =>
  new Refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });

export const appendTooLarge = (limit: number): Refusal =>
  new Refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

export const missingProperty = (names: readonly string[]): Refusal =>
  new Refusal(status.INVALID_ARGUMENT, `Required Metadata Property '${names.join(', ')}' is missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': names.join(','),
  });

/** @param expected −1 no stream, −2 any, −4 exists, else a revision. @param actual −1 none. */
export const wrongExpectedVersion = (stream: string, expected: number, actual: number): Refusal =>
  new Refusal(
    status.FAILED_PRECONDITION,
    `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
    { exception: 'wrong-expected-version', 'stream-name': stream, 'expected-version': String(expected), 'actual-version': String(actual) },
  );

export const unknownFailure = (message: string): Refusal => new Refusal(status.UNKNOWN, message);
