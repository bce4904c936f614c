import { BACKWARDS, END, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { StoreAccessDeniedError, StoreUnavailableError } from '../errors';
import { asError, faultKind } from './client-fault';
import { connectionSettings, describeHosts } from './connection-string';
import { LedgerClient } from './ledger-client';

/** Where EventStoreDB keeps who may do what: defaults for all streams, and the rules of `$all` itself. */
export type AccessStream = '$settings' | '$$$all';

const eventTypes: Readonly<Record<AccessStream, string>> = { $settings: '$settings', $$$all: '$metadata' };

export interface AccessRecord {
  readonly stream: AccessStream;
  /** Null: nothing was ever written there, or what was is no JSON object. */
  readonly content: Readonly<Record<string, unknown>> | null;
  readonly revision: bigint | 'no_stream';
}

/** Reads and writes the access rules of an EventStoreDB. They are no facts of the ledger, so the port does not know them. */
export class AccessRecords {
  private readonly client: LedgerClient;
  /** Hosts only. */
  readonly server: string;
  /** The user of the connection string; null: it names none. */
  readonly user: string | null;
  readonly isSecure: boolean;

  /** @throws ConnectionStringError */
  constructor(connectionString: string) {
    const settings = connectionSettings(connectionString);
    this.client = new LedgerClient(settings);
    this.server = describeHosts(settings);
    this.user = settings.credentials?.username ?? null;
    this.isSecure = settings.tls;
  }

  /** @throws StoreAccessDeniedError, StoreUnavailableError */
  async read(stream: AccessStream): Promise<AccessRecord> {
    try {
      for await (const { event } of this.client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 })) {
        if (event !== undefined) return { stream, content: objectOf(event.data), revision: event.revision };
      }
      return { stream, content: null, revision: 'no_stream' };
    } catch (error) {
      if (faultKind(error) === 'stream-not-found') return { stream, content: null, revision: 'no_stream' };
      throw this.failure(error, `to read ${stream}`);
    }
  }

  /**
   * Writes the next record after the one that was read; loses no change that somebody made in between.
   *
   * @throws StoreAccessDeniedError, StoreUnavailableError, also when somebody else was quicker.
   */
  async replace({ stream, revision }: AccessRecord, content: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      const event = jsonEvent({ type: eventTypes[stream], data: { ...content } });
      await this.client.appendToStream(stream, [event], { expectedRevision: revision === 'no_stream' ? NO_STREAM : revision });
    } catch (error) {
      throw this.failure(error, `to write ${stream}`);
    }
  }

  close(): Promise<void> {
    return this.client.shut();
  }

  private failure(error: unknown, what: string): Error {
    const cause = asError(error);
    if (faultKind(error) === 'access-denied') {
      return new StoreAccessDeniedError(this.server, `${what} to ${this.user ?? 'callers without a user'}: a user of the group $admins is needed`, { cause });
    }
    return new StoreUnavailableError(this.server, `${what}: ${cause.message}`, { cause });
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
