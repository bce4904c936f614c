import { StoreAccessDeniedError, StoreUnsupportedError } from '../errors';
import { Appending } from './appending';
import { AppendLink } from './append-link';
import { asError } from './client-fault';
import { connectionSettings, describeHosts } from './connection-string';
import { EventStoreDBStore } from './eventstoredb-store';
import { LedgerClient } from './ledger-client';
import { readHead } from './log-reading';
import { ServerLink } from './server-link';

export interface EventStoreDBOptions {
  /** `esdb://[user:password@]host[:port][,host…][?tls=false…]` or `esdb+discover://…`. */
  readonly connectionString: string;
  /** How long one append is tried before its outcome is given as unknown, milliseconds. Default 10,000. */
  readonly appendDeadlineMs?: number;
  /** How long a connection may be silent while something is asked of it, milliseconds. Default 5,000. */
  readonly silenceMs?: number;
  /** How long a read is taken up again without any progress, milliseconds. Default 30,000. */
  readonly readPatienceMs?: number;
  /** How long opening waits for a server that does not answer, milliseconds. Default 5,000. */
  readonly openPatienceMs?: number;
}

/** The first with `caught_up`, without which nobody knows where a filtered read ends. */
const oldest: readonly [number, number] = [23, 10];

/**
 * Opens the port over EventStoreDB. The server is asked first: whether it answers, what it is, and whether this user may
 * read.
 *
 * @throws ConnectionStringError, StoreUnavailableError, StoreUnsupportedError, StoreAccessDeniedError.
 */
export async function openEventStoreDB(options: EventStoreDBOptions): Promise<EventStoreDBStore> {
  const { connectionString, appendDeadlineMs = 10_000, silenceMs = 5_000, readPatienceMs = 30_000, openPatienceMs = 5_000 } = options;
  const settings = connectionSettings(connectionString);
  const server = describeHosts(settings);
  const linkOptions = { server, makeClient: () => new LedgerClient(settings), silenceMs };
  const asking = new ServerLink({ ...linkOptions, patienceMs: openPatienceMs });
  let version: string;
  try {
    version = await supportedVersion(asking);
  } catch (error) {
    if (error instanceof StoreAccessDeniedError && settings.credentials === null) {
      throw new StoreAccessDeniedError(server, 'callers without a name: put user:password@ before the host in the connection string', { cause: error });
    }
    throw error;
  } finally {
    await asking.close();
  }
  const link = new AppendLink({ connectionString, silenceMs: Math.min(silenceMs, appendDeadlineMs / 3) });
  link.warm();
  return new EventStoreDBStore(new ServerLink({ ...linkOptions, patienceMs: readPatienceMs }), new Appending({ server, link, deadlineMs: appendDeadlineMs }), version);
}

async function supportedVersion(link: ServerLink): Promise<string> {
  const patience = link.patience();
  for (;;) {
    const lease = link.lease();
    try {
      const version = await answered(lease.client.serverVersion(), link.silenceMs);
      checkVersion(version, link.server);
      await readHead(link);
      return version;
    } catch (error) {
      await patience.recover(error, lease, 'read the log');
    } finally {
      lease.release();
    }
  }
}

function checkVersion(version: string, server: string): void {
  const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  const isOlder = Number(major) < oldest[0] || (Number(major) === oldest[0] && Number(minor) < oldest[1]);
  if (major === '' || isOlder) throw new StoreUnsupportedError(server, `it says its version is ${version}; ${oldest.join('.')} or later is needed`);
}

/** The client asks this without a deadline. */
function answered<Answer>(answer: Promise<Answer>, ms: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer for ${ms} ms`)), ms);
    answer.then(resolve, (error: unknown) => reject(asError(error))).finally(() => clearTimeout(timer));
  });
}
