import { status, type ServiceDefinition, type UntypedHandleCall } from '@grpc/grpc-js';
import { MonitoringService } from '@eventstore/db-client/generated/monitoring_grpc_pb';
import { OperationsService } from '@eventstore/db-client/generated/operations_grpc_pb';
import { ProjectionsService } from '@eventstore/db-client/generated/projections_grpc_pb';
import { UsersService } from '@eventstore/db-client/generated/users_grpc_pb';
import { serverStreaming, unary } from '../calls/handlers';
import { Refusal } from '../calls/refusal';
import type { NodeContext, ServiceImplementation } from '../node-context';

const reasons: readonly (readonly [unknown, string])[] = [
  [ProjectionsService, 'this node runs no projections, so there are no $ce- or $et- streams either: follow $all with a prefix filter instead'],
  [UsersService, 'this node manages no users: admin and ops have the passwords it was started with'],
  [OperationsService, 'this node has no scavenge and no maintenance calls: nothing is ever removed from its log'],
  [MonitoringService, 'this node gives no statistics over gRPC'],
];

/** What a real server offers and this node does not, said in words instead of left to a missing method. */
export function servicesNotOffered(context: NodeContext): ServiceImplementation[] {
  return reasons.map(([service, reason]) => {
    const definition = service as ServiceDefinition;
    const refuse = (): Promise<never> => Promise.reject(new Refusal(status.UNIMPLEMENTED, reason));
    const handlers = Object.entries(definition).map(([name, { path, responseStream }]): [string, UntypedHandleCall] => [
      name,
      responseStream ? serverStreaming(context, { method: path }, refuse) : unary(context, { method: path }, refuse),
    ]);
    return { definition, implementation: Object.fromEntries(handlers) };
  });
}
