import { Server, ServerCredentials, type ServerOptions } from '@grpc/grpc-js';
import type { NodeContext } from './node-context';
import { serviceImplementations } from './service-implementations';
import { recordBytesMost } from './streams/append-limits';

/** How long calls may take to end when the node closes, milliseconds. */
const closingMs = 2_000;

const options: ServerOptions = {
  // A real server's own: more open reads than this on one connection wait, and tests should see that.
  'grpc.max_concurrent_streams': 100,
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.max_receive_message_length': recordBytesMost,
  'grpc.max_send_message_length': -1,
};

export interface ListeningServer {
  readonly port: number;
  /** Ends every call with CANCELLED, then the connections. */
  close(): Promise<void>;
}

export interface ServerPlace {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly certificate: string; readonly privateKey: string } | null;
}

/** @param contextAt makes what the services stand on, once the port is known. */
export async function startServer({ host, port, tls }: ServerPlace, context: NodeContext): Promise<ListeningServer> {
  const server = new Server(options);
  for (const { definition, implementation } of serviceImplementations(context)) server.addService(definition, implementation);
  const bound = await bind(server, `${host.includes(':') ? `[${host}]` : host}:${port}`, credentials(tls));
  return { port: bound, close: () => close(server, context) };
}

const credentials = (tls: ServerPlace['tls']): ServerCredentials =>
  tls === null
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(tls.certificate), private_key: Buffer.from(tls.privateKey) }]);

const bind = (server: Server, address: string, how: ServerCredentials): Promise<number> =>
  new Promise((resolve, reject) => server.bindAsync(address, how, (error, port) => (error === null ? resolve(port) : reject(error))));

function close(server: Server, context: NodeContext): Promise<void> {
  context.calls.endAll();
  return new Promise((resolve) => {
    // A client that does not read never lets its call end.
    const impatient = setTimeout(() => server.forceShutdown(), closingMs);
    server.tryShutdown(() => {
      clearTimeout(impatient);
      resolve();
    });
  });
}
