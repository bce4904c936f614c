import { gossipService } from './cluster/gossip';
import { servicesNotOffered } from './cluster/not-offered';
import { serverFeaturesService } from './cluster/server-features';
import type { NodeContext, ServiceImplementation } from './node-context';
import { persistentService } from './persistent/persistent-service';
import { streamsService } from './streams/streams-service';

/** Every gRPC service of the node. */
export function serviceImplementations(context: NodeContext): readonly ServiceImplementation[] {
  return [streamsService(context), persistentService(context), gossipService(context), serverFeaturesService(context), ...servicesNotOffered(context)];
}
