import { generate } from 'selfsigned';
import { openEmbeddedStore } from '../../embedded';
import { scratchLog } from '../../embedded/testing/scratch-log';
import { startNode, type NodeOptions } from '../../node';
import { describeEventStoreWire, describeWireAccess } from './index';

/** A node on a log of its own, which it can be restarted on. */
async function scratchNode(options: Omit<NodeOptions, 'log' | 'port'> = {}) {
  const log = await scratchLog();
  const start = async (port: number) => {
    const store = await openEmbeddedStore({ file: log.file });
    const node = await startNode({ ...options, log: store, port }).catch(async (error: unknown) => {
      await store.close();
      throw error;
    });
    return { store, node };
  };
  let { store, node } = await start(0);
  const { connectionString, host, port } = node;
  const stop = async () => {
    await node.close();
    await store.close();
  };
  return {
    connectionString,
    host,
    port,
    restart: async () => {
      await stop();
      ({ store, node } = await start(port));
    },
    dispose: async () => {
      await stop();
      await log.remove();
    },
  };
}

describeEventStoreWire('the node', () => scratchNode(), { restarts: true });

describeWireAccess('the node', async () => {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const [adminPassword, opsPassword] = ['admin:s own pässword', 'changeit'];
  const node = await scratchNode({ tls: { certificate: made.cert, privateKey: made.private }, adminPassword, opsPassword });
  return {
    ...node,
    host: 'localhost',
    rootCertificate: Buffer.from(made.cert),
    admin: { username: 'admin', password: adminPassword },
    ops: { username: 'ops', password: opsPassword },
  };
});
