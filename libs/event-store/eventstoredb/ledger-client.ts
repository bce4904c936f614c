import { EventStoreDBClient, type SingleNodeOptions } from '@eventstore/db-client';
import type { Channel } from '@grpc/grpc-js';
import { pause } from './backoff';
import { certificates } from './certificates';
import { ClusterDiscovery } from './cluster-discovery';
import type { ConnectionSettings } from './connection-string';

/** Below this the client itself warns. */
const keepAliveMs = 10_000;

const disposeMs = 1_000;

let connections = 0;

/** The vendor's client, with what a ledger needs of it besides: the server's version, and an end to its connection. */
export class LedgerClient extends EventStoreDBClient {
  private channel: Promise<Channel> | null = null;

  constructor(settings: ConnectionSettings) {
    super(clientOptions(settings), certificates(settings), settings.credentials ?? undefined);
    const openChannel = this.getChannel;
    this.getChannel = () => (this.channel = openChannel());
    if (settings.discover) {
      const discovery = new ClusterDiscovery(settings);
      this.resolveUri = () => discovery.leader();
    }
  }

  /** Asks nobody who he is, so it tells whether the server can be reached at all. `unknown` for a server that does not say. */
  async serverVersion(): Promise<string> {
    return (await this.capabilities).serverVersion;
  }

  /** Cancels what is under way and closes the connection, which the client has no method for. */
  async shut(): Promise<void> {
    // The client waits for each stream to say that it has ended; a connection that swallows everything says nothing.
    const disposed = new AbortController();
    await Promise.race([this.dispose().finally(() => disposed.abort()), pause(disposeMs, disposed.signal)]);
    const channel = await this.channel?.catch(() => null);
    channel?.close();
  }
}

function clientOptions({ hosts, ...settings }: ConnectionSettings): SingleNodeOptions {
  // grpc-js shares connections, and how long to wait before the next attempt, between channels with equal options: after
  // a minute without the server a new client would inherit a wait of up to two minutes. Other options, other connection.
  connections += 1;
  const interval = settings.keepAliveInterval ?? keepAliveMs;
  const { address = '', port = 0 } = hosts[0] ?? {};
  return {
    endpoint: { address, port },
    throwOnAppendFailure: true,
    keepAliveInterval: interval < 0 ? interval : interval + (connections % 1_000),
    ...(settings.keepAliveTimeout === undefined ? {} : { keepAliveTimeout: settings.keepAliveTimeout }),
    ...(settings.defaultDeadline === undefined ? {} : { defaultDeadline: settings.defaultDeadline }),
    ...(settings.connectionName === undefined ? {} : { connectionName: settings.connectionName }),
  };
}
