import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openStreamReader } from '../embedded/stream-reader';
import { Wakeups } from '../embedded/wakeups';
import { accessFor } from './access/access-for';
import { OpenCalls } from './calls/open-calls';
import type { NodeThreadSettings, ToOwner, ToThread } from './link/link-messages';
import { WriterLink } from './link/writer-link';
import type { NodeContext } from './node-context';
import { startServer, type ListeningServer } from './node-server';
import { unansweredBytesMost } from './streams/append-limits';
import { AppendRoom } from './streams/gathered-events';
import { newId, systemClock } from './system.adapter';

/** Calls answered at once, over all connections. */
const callsMost = 2_000;

/** The node's thread: it serves gRPC from a connection of its own, and sends what is to be written to the owner. */
async function run(port: MessagePort, settings: NodeThreadSettings): Promise<void> {
  const tell = (message: ToOwner): void => port.postMessage(message);
  const log = await openStreamReader(settings.file);
  const writer = new WriterLink((requests) => tell({ kind: 'writes', requests }));
  const wakeups = new Wakeups();
  const self = { host: settings.host, port: settings.port, instanceId: settings.instanceId };
  const context: NodeContext = {
    reader: log.reader,
    wakeups,
    writer,
    appendRoom: new AppendRoom(unansweredBytesMost),
    access: accessFor(settings, log.reader, systemClock),
    calls: new OpenCalls(callsMost),
    self,
    clock: systemClock,
    newId,
    trouble: (message) => tell({ kind: 'trouble', message }),
  };
  const server = await startServer(settings, context);
  self.port = server.port;
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'answers':
        return writer.take(message.answers);
      case 'committed':
        return wakeups.wakeAll();
      case 'close':
        return void close(server).then(() => {
          log.close();
          port.close();
        });
    }
  });
  tell({ kind: 'listening', port: server.port });
}

const close = (server: ListeningServer): Promise<void> => server.close();

if (parentPort === null) throw new Error('this file is the node thread: start it with startNode');
const port = parentPort;
run(port, workerData as NodeThreadSettings).catch((error: unknown) => {
  port.postMessage({ kind: 'failed-to-listen', message: error instanceof Error ? error.message : String(error) } satisfies ToOwner);
  port.close();
});
