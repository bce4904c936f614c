/** What the event store throws. Each has a stable `code`; none of the append errors has written anything. */
export abstract class EventStoreError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** One group is larger than a store takes in one append. Cut it into several appends. */
export class AppendTooLargeError extends EventStoreError {
  readonly code = 'STORE_APPEND_TOO_LARGE';

  constructor(
    readonly stream: string,
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`append to ${stream} holds ${bytes} bytes of data and metadata; one append takes at most ${limit}: cut the group`);
  }
}

/** No room on the disk, or the file's own limit is reached. Reads go on; appends work again once there is room. */
export class StoreFullError extends EventStoreError {
  readonly code = 'STORE_FULL';

  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`no room left for ${file}: nothing was written; free disk space or raise the limit, then send again`, options);
  }
}

/** Another process writes this log. `pid` is null when the holder could not be told. */
export class StoreLockedError extends EventStoreError {
  readonly code = 'STORE_LOCKED';

  constructor(
    readonly file: string,
    readonly pid: number | null,
  ) {
    const holder = pid === null ? 'another process' : `process ${pid}`;
    super(`${file} is already written by ${holder}: stop it, or open the log read-only`);
  }
}

/** The store was closed. */
export class StoreClosedError extends EventStoreError {
  readonly code = 'STORE_CLOSED';

  constructor(readonly file: string) {
    super(`the store on ${file} is closed`);
  }
}

/** Another program holds SQLite's write lock longer than we wait. Nothing was written; send again. */
export class StoreBusyError extends EventStoreError {
  readonly code = 'STORE_BUSY';

  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`${file} is held by another program: nothing was written; send again, and let only Daybook open the file`, options);
  }
}

/** A write or fsync failed. The store refuses appends until it is opened again, because only a reopen shows what is stored. */
export class StoreFailedError extends EventStoreError {
  readonly code = 'STORE_FAILED';

  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`a write to ${file} failed, so it takes no more appends: look at the disk, then open the store again`, options);
  }
}

/** The file is missing, is no Daybook log, was written by a newer Daybook, or is damaged. The message says which. */
export class StoreUnreadableError extends EventStoreError {
  readonly code = 'STORE_UNREADABLE';

  constructor(
    readonly file: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
  }
}

/** The data of an event does not fit the schema of its type: a defect of the writer, never a user's mistake. */
export class SchemaViolation extends EventStoreError {
  readonly code = 'EVENT_SCHEMA_VIOLATION';

  constructor(
    readonly eventType: string,
    /** JSON pointer of the first field at fault; empty for the event itself. */
    readonly field: string,
    reason: string,
  ) {
    super(`${eventType}${field}: ${reason}`);
  }
}

/** An own event whose type or version this program does not know: it was written by a newer one. */
export class UnknownEventType extends EventStoreError {
  readonly code = 'EVENT_TYPE_UNKNOWN';

  constructor(
    readonly eventType: string,
    readonly version: number,
    readonly stream: string,
    readonly revision: number,
  ) {
    super(`${stream}@${revision} is ${eventType} version ${version}, which this Daybook does not know: use the version that wrote it`);
  }
}

/** The log was opened read-only. */
export class StoreReadOnlyError extends EventStoreError {
  readonly code = 'STORE_READ_ONLY';

  constructor(readonly file: string) {
    super(`${file} was opened read-only: open it for writing to append`);
  }
}

/** The stream carries a tombstone: it can be neither written nor read, for good. Nothing was written. */
export class StreamDeletedError extends EventStoreError {
  readonly code = 'STREAM_DELETED';

  constructor(readonly stream: string) {
    super(`${stream} was deleted for good: it can be neither read nor written again; use another stream`);
  }
}

/** The write is one that no stream takes, whatever stands in it. Nothing was written. */
export class WriteRefusedError extends EventStoreError {
  readonly code = 'STORE_WRITE_REFUSED';

  constructor(
    readonly stream: string,
    reason: string,
  ) {
    super(`${JSON.stringify(stream)} takes no such write: ${reason}`);
  }
}

/** The connection string cannot be used. The message names the part at fault and shows no secret. */
export class ConnectionStringError extends EventStoreError {
  readonly code = 'STORE_CONNECTION_STRING';

  constructor(reason: string) {
    super(`the connection string of the event store cannot be used: ${reason}`);
  }
}

/** The server did not answer for longer than we wait. Reads may be begun again from where they stood. */
export class StoreUnavailableError extends EventStoreError {
  readonly code = 'STORE_UNAVAILABLE';

  constructor(
    readonly server: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${server} cannot be reached (${reason}): start it, or correct the connection string; then try again`, options);
  }
}

/** The server refuses this user, or does not know him. Nothing was written. */
export class StoreAccessDeniedError extends EventStoreError {
  readonly code = 'STORE_ACCESS_DENIED';

  constructor(
    readonly server: string,
    what: string,
    options?: ErrorOptions,
  ) {
    super(`${server} refuses ${what}`, options);
  }
}

/** The server lacks something that the ledger needs. */
export class StoreUnsupportedError extends EventStoreError {
  readonly code = 'STORE_UNSUPPORTED';

  constructor(
    readonly server: string,
    reason: string,
  ) {
    super(`${server} cannot hold this ledger: ${reason}`);
  }
}
