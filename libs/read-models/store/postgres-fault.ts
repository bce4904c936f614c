/** SQLSTATE classes that pass: connection lost, out of connections or memory or disk, the server going down or coming up. */
const passingClasses = new Set(['08', '53']);
/** Shut down by an administrator or after a crash, starting up, serialization, deadlock, and a standby that is not yet the primary. */
const passingStates = new Set(['57P01', '57P02', '57P03', '40001', '40P01', '25006']);
const passingSystemErrors = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EAI_AGAIN', 'ENOTFOUND', 'ENOENT',
]);
/** What the driver says, without a code, of a connection that has gone. */
const passingTexts = /connection terminated|not queryable|timeout exceeded when trying to connect|connection timeout|read timeout/i;

const undefinedTable = '42P01';

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

function textOf(error: unknown): string {
  const text = (error as { readonly message?: unknown } | null)?.message;
  return typeof text === 'string' ? text : '';
}

/** Whether the same transaction may well work later: the database was away, not wrong. Nothing is known of its commit. */
function isPassingFault(error: unknown): boolean {
  const code = codeOf(error);
  if (code === '') return passingTexts.test(textOf(error));
  return passingStates.has(code) || passingSystemErrors.has(code) || (code.length === 5 && passingClasses.has(code.slice(0, 2)));
}

/** The database was away. Code `READ_STORE_UNAVAILABLE`; the cause is the driver's error. */
export class ReadStoreUnavailable extends Error {
  readonly code = 'READ_STORE_UNAVAILABLE';

  constructor(database: string, cause: unknown) {
    super(`${database} does not answer (${textOf(cause)}): start it, or correct its URL; then try again`, { cause });
  }
}

/** Gives a failure that passes its name; any other stays what it is. */
export const asReadStoreError = (database: string, error: unknown): unknown => (isPassingFault(error) ? new ReadStoreUnavailable(database, error) : error);

/** A table was dropped between a reader's look at the checkpoint and its query: a rebuild has put another generation live. */
export const isDroppedTable = (error: unknown): boolean => codeOf(error) === undefinedTable;
