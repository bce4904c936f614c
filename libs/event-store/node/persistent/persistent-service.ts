import type { ServiceDefinition } from '@grpc/grpc-js';
import { PersistentSubscriptionsService } from '@eventstore/db-client/generated/persistent_grpc_pb';
import {
  CreateResp,
  DeleteResp,
  GetInfoResp,
  ListResp,
  ReplayParkedResp,
  UpdateResp,
  type CreateReq,
  type DeleteReq,
  type GetInfoReq,
  type ListReq,
  type ReadReq,
  type ReplayParkedReq,
  type UpdateReq,
} from '@eventstore/db-client/generated/persistent_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { isAdmin, type Caller } from '../access/caller';
import { bidirectional, unary, type CallInfo } from '../calls/handlers';
import { accessDenied, invalidArgument } from '../calls/refusal';
import type { NodeContext, ServiceImplementation } from '../node-context';
import { streamNameOf } from '../wire/stream-name';
import { GroupInfo } from './group-info';
import { askedGroupOf, groupFilterOf, groupOf } from './group-requests';
import { PersistentSubscriptions } from './persistent-subscriptions';
import { GroupReading } from './read-group';
import { groupFailed } from './refusals';
import { stopwatch } from './stopwatch.adapter';

/** Events are encoded by hand on their way out, so the answer to a read is bytes already. */
const definition: ServiceDefinition = {
  ...(PersistentSubscriptionsService as unknown as ServiceDefinition),
  read: { ...PersistentSubscriptionsService.read, responseSerialize: (bytes: Buffer): Buffer => bytes },
};

/** The groups of the log begin to work with it, and end when the node ends its calls. */
export function persistentService(context: NodeContext): ServiceImplementation {
  const subscriptions = new PersistentSubscriptions(context, stopwatch);
  context.calls.enter(() => subscriptions.close());
  const reading = new GroupReading(context, subscriptions);
  const service = new GroupService(subscriptions);
  const method = (name: string): { readonly method: string } => ({ method: `PersistentSubscriptions.${name}` });
  return {
    definition,
    implementation: {
      create: unary(context, method('Create'), (request: CreateReq, info) => service.create(request, info)),
      update: unary(context, method('Update'), (request: UpdateReq, info) => service.update(request, info)),
      delete: unary(context, method('Delete'), (request: DeleteReq, info) => service.delete(request, info)),
      read: bidirectional<ReadReq, Buffer>(context, method('Read'), (requests, out, info) => reading.read(requests, out, info)),
      getInfo: unary(context, method('GetInfo'), (request: GetInfoReq, info) => service.getInfo(request, info)),
      list: unary(context, method('List'), (request: ListReq, info) => service.list(request, info)),
      replayParked: unary(context, method('ReplayParked'), (request: ReplayParkedReq, info) => service.replayParked(request, info)),
      restartSubsystem: unary(context, method('RestartSubsystem'), (_: Empty, info) => service.restart(info)),
    },
  };
}

/** Groups are managed by administrators and operators. */
function assertOperator(caller: Caller): void {
  if (!isAdmin(caller) && !caller.groups.includes('$ops')) throw accessDenied('persistent subscriptions are managed by admin and ops');
}

function assertKnown(caller: Caller): void {
  if (caller.name === null && !isAdmin(caller)) throw accessDenied('say who you are to hear of persistent subscriptions');
}

const userOf = (caller: Caller): string => caller.name ?? 'anonymous';

class GroupService {
  private readonly info = new GroupInfo();

  constructor(private readonly subscriptions: PersistentSubscriptions) {}

  async create(request: CreateReq, { caller }: CallInfo): Promise<CreateResp> {
    assertOperator(caller);
    const options = request.getOptions();
    await this.subscriptions.create(askedGroupOf(options, groupFilterOf(options?.getAll()?.getFilter())), userOf(caller));
    return new CreateResp();
  }

  async update(request: UpdateReq, { caller }: CallInfo): Promise<UpdateResp> {
    assertOperator(caller);
    await this.subscriptions.update(askedGroupOf(request.getOptions(), null), userOf(caller));
    return new UpdateResp();
  }

  async delete(request: DeleteReq, { caller }: CallInfo): Promise<DeleteResp> {
    assertOperator(caller);
    await this.subscriptions.delete(groupOf(request.getOptions()), userOf(caller));
    return new DeleteResp();
  }

  async getInfo(request: GetInfoReq, { caller }: CallInfo): Promise<GetInfoResp> {
    assertKnown(caller);
    const group = this.subscriptions.find(groupOf(request.getOptions()));
    return new GetInfoResp().setSubscriptionInfo(this.info.of(group, stopwatch()));
  }

  async list(request: ListReq, { caller }: CallInfo): Promise<ListResp> {
    assertKnown(caller);
    const now = stopwatch();
    return new ListResp().setSubscriptionsList(this.subscriptions.list(listedStream(request)).map((group) => this.info.of(group, now)));
  }

  async replayParked(request: ReplayParkedReq, { caller }: CallInfo): Promise<ReplayParkedResp> {
    assertOperator(caller);
    const options = request.getOptions();
    const name = groupOf(options);
    const stopAt = options?.hasStopAt() === true ? Number(options.getStopAt()) : null;
    if (stopAt !== null && stopAt < 0) throw groupFailed(name, 'Cannot stop replaying parked message at a negative version.');
    this.subscriptions.find(name).replayParked(stopAt);
    return new ReplayParkedResp();
  }

  async restart({ caller }: CallInfo): Promise<Empty> {
    assertOperator(caller);
    await this.subscriptions.restart();
    return new Empty();
  }
}

/** Null for all of them. @throws Refusal */
function listedStream(request: ListReq): string | null {
  const options = request.getOptions();
  if (options?.hasListAllSubscriptions() === true) return null;
  const asked = options?.getListForStream();
  if (asked === undefined) throw invalidArgument('say which groups to list: all, or those of one stream');
  return asked.hasAll() ? '$all' : streamNameOf(asked.getStream());
}
