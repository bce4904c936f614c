import { setMaxListeners } from 'node:events';
import { EventStoreError, StoreAccessDeniedError, StoreClosedError, StoreUnavailableError } from '../errors';
import { Backoff, pause } from './backoff';
import { asError, faultKind, isUnknownUser } from './client-fault';
import { ClientSource, type Lease } from './client-source';
import type { LedgerClient } from './ledger-client';
import type { PulledStream } from './pulled-stream';

export interface ServerLinkOptions {
  /** Which server, without secrets. */
  readonly server: string;
  readonly makeClient: () => LedgerClient;
  /** How long an answer may keep us waiting before the connection is given up, milliseconds. */
  readonly silenceMs: number;
  /** How long a read goes on without any progress, milliseconds. */
  readonly patienceMs: number;
}

/** A read under way, with the client it runs on. */
export interface OpenRead {
  readonly stream: PulledStream;
  readonly lease: Lease;
}

/** What reads and subscriptions share: the clients, the end of the store, and how long to try. */
export class ServerLink {
  readonly silenceMs: number;
  readonly server: string;
  private readonly clients: ClientSource;
  private readonly closing = new AbortController();
  private lostAt: number | null = null;

  constructor(private readonly options: ServerLinkOptions) {
    this.server = options.server;
    this.silenceMs = options.silenceMs;
    this.clients = new ClientSource(options.makeClient);
    // Every read that waits listens to it: many at once are no leak.
    setMaxListeners(0, this.closing.signal);
  }

  /** Aborts when the store is closed. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  /** @throws StoreClosedError */
  assertOpen(): void {
    if (this.closing.signal.aborted) throw new StoreClosedError(this.server);
  }

  lease(): Lease {
    this.assertOpen();
    return this.clients.lease();
  }

  /** Something that follows the log lost its connection, or could not get one. */
  lost(): void {
    this.lostAt ??= performance.now();
  }

  /** Something that follows the log has an answer again. */
  found(): void {
    this.lostAt = null;
  }

  /** For how long nobody has been answered; null while the server answers. */
  outOfReachMs(): number | null {
    return this.lostAt === null ? null : performance.now() - this.lostAt;
  }

  /** Begins a read on the client of now. */
  begin(open: (client: LedgerClient) => PulledStream): OpenRead {
    const lease = this.lease();
    try {
      return { lease, stream: open(lease.client) };
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  /** The connection failed before anything was begun on it. */
  renew(): void {
    const lease = this.lease();
    lease.fail();
    lease.release();
  }

  end({ stream, lease }: OpenRead): void {
    stream.stop();
    lease.release();
  }

  patience(): Patience {
    return new Patience(this, this.options.patienceMs);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.clients.close();
  }
}

/** Nothing came for too long: the connection may be dead without saying so. */
export class SilenceError extends Error {
  constructor(ms: number) {
    super(`nothing came for ${ms} ms`);
    this.name = 'SilenceError';
  }
}

/** A subscription has no end of its own: whatever ended it, events may be missing behind it. */
export class BrokenOffError extends Error {
  constructor() {
    super('the subscription ended before it was told to');
    this.name = 'BrokenOffError';
  }
}

/** How often and how long one read is taken up again. */
export class Patience {
  private readonly backoff = new Backoff();
  private failedSince: number | null = null;

  constructor(
    private readonly link: ServerLink,
    private readonly patienceMs: number,
  ) {}

  /** Something came: the next failure is the first again. */
  progress(): void {
    if (this.failedSince === null) return;
    this.failedSince = null;
    this.backoff.reset();
  }

  /**
   * Waits before the next attempt.
   *
   * @param what was asked of the server, for the message.
   * @throws StoreUnavailableError once there was no progress for too long; at once what asking again would not mend.
   */
  async recover(error: unknown, lease: Lease, what: string): Promise<void> {
    this.link.assertOpen();
    const kind = faultKind(error);
    if (kind !== 'transient' && kind !== 'not-leader') throw refusal(error, this.link.server, what);
    if (kind === 'transient') lease.fail();
    const now = performance.now();
    this.failedSince ??= now;
    if (now - this.failedSince > this.patienceMs) throw new StoreUnavailableError(this.link.server, asError(error).message, { cause: error });
    await pause(this.backoff.next(), this.link.closed);
    this.link.assertOpen();
  }
}

/** What the port says of a failure that asking again would not mend. */
export function refusal(error: unknown, server: string, what: string): Error {
  if (error instanceof EventStoreError) return error;
  const kind = faultKind(error);
  if (kind === 'access-denied') {
    const user = isUnknownUser(error);
    const reason = user ? 'this user and password: correct them in the connection string' : `to let this user ${what}: give the right in the access list`;
    return new StoreAccessDeniedError(server, reason, { cause: error });
  }
  if (kind === 'no-such-position') return new RangeError(`${what}: ${server} has no record at this position; it belongs to another log`, { cause: error });
  return new Error(`${server} refused to ${what}: ${asError(error).message}`, { cause: error });
}
