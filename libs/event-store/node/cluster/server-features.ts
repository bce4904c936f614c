import type { ServiceDefinition } from '@grpc/grpc-js';
import { MonitoringService } from '@eventstore/db-client/generated/monitoring_grpc_pb';
import { OperationsService } from '@eventstore/db-client/generated/operations_grpc_pb';
import { PersistentSubscriptionsService } from '@eventstore/db-client/generated/persistent_grpc_pb';
import { ProjectionsService } from '@eventstore/db-client/generated/projections_grpc_pb';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { UsersService } from '@eventstore/db-client/generated/users_grpc_pb';
import { unary } from '../calls/handlers';
import type { NodeContext, ServiceImplementation } from '../node-context';

/** The server whose behaviour this node shows. */
const serverVersion = '24.10.0';

const services: readonly ServiceDefinition[] = [
  StreamsService, PersistentSubscriptionsService, ProjectionsService, UsersService, OperationsService, MonitoringService, GossipService,
  ServerFeaturesService,
];

const featuresOf = (service: string, method: string): readonly string[] => {
  if (service.endsWith('persistentsubscriptions')) return ['stream', 'all'];
  return methodFeatures[`${service.slice(service.lastIndexOf('.') + 1)}.${method}`] ?? [];
};

const methodFeatures: Readonly<Record<string, readonly string[]>> = {
  'streams.read': ['position', 'events'],
  'streams.batchappend': ['deadline_duration'],
  'projections.create': ['track_emitted_streams'],
};

/** Clients look here before they choose a way to append or to manage persistent subscriptions. */
const supported = new SupportedMethods().setEventStoreServerVersion(serverVersion).setMethodsList(
  services
    .flatMap((service) => Object.values(service))
    .map(({ path }) => {
      const [, service = '', method = ''] = path.toLowerCase().split('/');
      return new SupportedMethod().setServiceName(service).setMethodName(method).setFeaturesList([...featuresOf(service, method)]);
    }),
);

export function serverFeaturesService(context: NodeContext): ServiceImplementation {
  return {
    definition: ServerFeaturesService,
    implementation: {
      getSupportedMethods: unary(context, { method: 'ServerFeatures.GetSupportedMethods', anonymous: true }, () => Promise.resolve(supported)),
    },
  };
}
