import type { NodeOptions } from '../../node';
import { scratchNode } from '../../node/testing/scratch-node';
import { ownCertificate } from '../../testing/certificate';
import { describeEventStoreWire, describeWireAccess } from './index';

/** A node on a log of its own, as the suite is given it. */
async function subject(options: Partial<Omit<NodeOptions, 'log'>> = {}) {
  const scratch = await scratchNode(options);
  const { connectionString, host, port } = scratch.node;
  return { connectionString, host, port, restart: () => scratch.restart(), dispose: () => scratch.remove() };
}

describeEventStoreWire('the node', () => subject(), { restarts: true });

describeWireAccess('the node', async () => {
  const tls = await ownCertificate();
  const [adminPassword, opsPassword] = ['admin:s own pässword', 'changeit'];
  const node = await subject({ tls, adminPassword, opsPassword });
  return {
    ...node,
    host: 'localhost',
    rootCertificate: Buffer.from(tls.certificate),
    admin: { username: 'admin', password: adminPassword },
    ops: { username: 'ops', password: opsPassword },
  };
});
