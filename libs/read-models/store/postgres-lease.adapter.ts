import { Client, type QueryConfig } from 'pg';
import { backOff } from './back-off';
import type { Lease, LeaseTerm } from './lease';

/** How long one wait for the lock lasts before it is begun again: the sign that the server is still there. */
const waitMs = 30_000;
const answerMs = 10_000;
const beatMs = 15_000;

/**
 * What the session needs: nothing ends it while it waits or sits idle, and the server soon notices when this machine is
 * gone, which would keep the lock from the others. A setting that a server does not know is left out.
 */
const settings: Readonly<Record<string, string>> = {
  lock_timeout: `${waitMs}ms`,
  statement_timeout: '0',
  idle_session_timeout: '0',
  client_connection_check_interval: '5s',
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
};

/** Advisory locks are per database; the schema is part of the key, so that two read stores in one do not meet. */
const lockText = `select pg_advisory_lock(hashtextextended($1 || '/' || coalesce(current_schema(), ''), 0))`;

const lockNotAvailable = '55P03';

const within = (milliseconds: number, text: string, values: readonly string[] = []): QueryConfig =>
  ({ text, values: [...values], query_timeout: milliseconds }) as QueryConfig;

/**
 * A session-level advisory lock on a connection of its own. Whoever waits for it stands in the server's own queue, so
 * it takes over at once when the holder's process dies, because the lock ends with the holder's connection.
 *
 * It needs a real session: through a pooler that shares sessions between clients, several would hold it at once, and
 * all of them would work.
 */
export function postgresLease(url: string, name: string): Lease {
  return {
    acquire: async (signal) => {
      for (let attempt = 0; !signal.aborted; attempt += 1) {
        try {
          const term = await wait(url, name, signal);
          if (term !== null) return term;
        } catch {
          // The database is away or has ended the session: the projections tell that too, and louder.
          await backOff(attempt, signal);
        }
      }
      return null;
    },
  };
}

async function wait(url: string, name: string, signal: AbortSignal): Promise<LeaseTerm | null> {
  const client = new Client({ connectionString: url, keepAlive: true, keepAliveInitialDelayMillis: answerMs, connectionTimeoutMillis: answerMs });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  // Ending a session whose query waits cuts the connection, which is what sends the waiter home.
  const leave = (): void => void client.end();
  signal.addEventListener('abort', leave, { once: true });
  try {
    await client.connect();
    for (const [setting, value] of Object.entries(settings)) {
      await client.query(within(answerMs, 'select set_config(name, $2, false) from pg_settings where name = $1', [setting, value]));
    }
    while (!signal.aborted) {
      if (await locked(client, name)) return heldBy(client, lost);
    }
    return null;
  } catch (error) {
    await client.end();
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** False: not in this while. */
async function locked(client: Client, name: string): Promise<boolean> {
  try {
    await client.query(within(waitMs + answerMs, lockText, [name]));
    return true;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === lockNotAvailable) return false;
    throw error;
  }
}

function heldBy(client: Client, lost: AbortController): LeaseTerm {
  // A connection that is half gone keeps silent; only asking shows it.
  const beat = setInterval(() => {
    client.query(within(answerMs, 'select 1')).catch(() => {
      lost.abort();
      void client.end();
    });
  }, beatMs);
  beat.unref();
  lost.signal.addEventListener('abort', () => clearInterval(beat), { once: true });
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(beat);
      await client.end();
    },
  };
}
