import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import type { Empty } from '@eventstore/db-client/generated/shared_pb';
import { unary, type CallInfo } from '../calls/handlers';
import type { NodeContext, ServiceImplementation } from '../node-context';
import { uuidMessage } from '../wire/uuid';

/** A cluster of one: this node leads it. */
export function gossipService(context: NodeContext): ServiceImplementation {
  return {
    definition: GossipService,
    implementation: {
      read: unary(context, { method: 'Gossip.Read', anonymous: true }, async (_: Empty, info: CallInfo) => clusterOfOne(context, info)),
    },
  };
}

function clusterOfOne({ self, clock }: NodeContext, { authority }: CallInfo): ClusterInfo {
  const member = new MemberInfo()
    .setInstanceId(uuidMessage(self.instanceId, 'string'))
    // Ticks of 100 ns, as everywhere on this wire.
    .setTimeStamp(`${clock()}0000`)
    .setState(MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(endPointFor(authority, self));
  return new ClusterInfo().setMembersList([member]);
}

const withPort = /^(.+):(\d{1,5})$/;

/** A caller reaches the node again where it reached it now, whatever lies between. */
function endPointFor(authority: string, { host, port }: NodeContext['self']): EndPoint {
  const found = withPort.exec(authority);
  const address = found?.[1]?.replace(/^\[(.*)\]$/, '$1') ?? host;
  return new EndPoint().setAddress(address).setPort(found === null ? port : Number(found[2]));
}
