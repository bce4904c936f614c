import { readFileSync } from 'node:fs';
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { MemberInfo, type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { credentials as channelCredentials } from '@grpc/grpc-js';
import { describeEventStoreWire, type WireSubject } from './index';

const connectionString = process.env['DAYBOOK_TEST_EVENTSTORE'] ?? '';

if (connectionString === '') {
  it.skip('an EventStoreDB cluster on the wire (skipped, because DAYBOOK_TEST_EVENTSTORE holds no connection string)', () => undefined);
} else {
  describeEventStoreWire('the cluster', () => clusterAt(connectionString), { isReal: true });
}

/** The cluster as the suite needs it: bare calls go to its leader, which its members name. */
async function clusterAt(text: string): Promise<WireSubject> {
  const url = new URL(text.replace(/^[a-z+]+:/, 'http:').replace(/,[^/?]*/, ''));
  const isPlain = url.searchParams.get('tls') === 'false';
  const authority = url.searchParams.get('tlsCAFile');
  const rootCertificate = authority === null ? Buffer.alloc(0) : readFileSync(authority);
  const channel = isPlain ? channelCredentials.createInsecure() : channelCredentials.createSsl(authority === null ? null : rootCertificate);
  const gossip = new GossipClient(`${url.hostname}:${url.port === '' ? '2113' : url.port}`, channel);
  const members = await new Promise<ClusterInfo>((resolve, reject) => {
    gossip.read(new Empty(), (error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
  gossip.close();
  const leader = members.getMembersList().find((member) => member.getIsAlive() && member.getState() === MemberInfo.VNodeState.LEADER);
  const endPoint = leader?.getHttpEndPoint();
  if (endPoint === undefined) throw new Error(`the members at ${url.host} name no live leader; start the cluster, then run this again`);
  return {
    connectionString: text,
    host: endPoint.getAddress(),
    port: endPoint.getPort(),
    ...(isPlain ? {} : { rootCertificate }),
    ...(url.username === '' ? {} : { credentials: { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) } }),
    dispose: () => Promise.resolve(),
  };
}
