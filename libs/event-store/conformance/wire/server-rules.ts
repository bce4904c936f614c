import { EventStoreDBClient } from '@eventstore/db-client';
import { MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { OperationsClient } from '@eventstore/db-client/generated/operations_grpc_pb';
import { StartScavengeReq } from '@eventstore/db-client/generated/operations_pb';
import { ProjectionsClient } from '@eventstore/db-client/generated/projections_grpc_pb';
import { StatisticsReq } from '@eventstore/db-client/generated/projections_pb';
import { UsersClient } from '@eventstore/db-client/generated/users_grpc_pb';
import { DetailsReq } from '@eventstore/db-client/generated/users_pb';
import { status, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { note, type WireBench } from './bench';
import { ownNodeOnly, type WireTraits } from './subject';

const streams = 'event_store.client.streams.streams';
const groups = 'event_store.client.persistent_subscriptions.persistentsubscriptions';

/** What a client asks before anything else: what the server can do, and who leads. */
export function serverRules(bench: () => WireBench, traits: WireTraits): void {
  const ownNode = ownNodeOnly(traits, 'a cluster has several members and every service');

  describe('the list of supported methods', () => {
    const featuresOf = async (service: string, method: string) => {
      const methods = (await bench().bare.supportedMethods()).getMethodsList();
      const found = methods.find((one) => one.getServiceName() === service && one.getMethodName() === method);
      if (found === undefined) throw new Error(`${service}/${method} is not listed`);
      return found.getFeaturesList();
    };

    it('says its version as three numbers, to anybody', async () => {
      const supported = await bench().bare.supportedMethods();
      expect(supported.getEventStoreServerVersion()).toMatch(/^\d+\.\d+\.\d+/);
    });

    it('names everything in lower case', async () => {
      const methods = (await bench().bare.supportedMethods()).getMethodsList();
      const names = methods.map((method) => `${method.getServiceName()}/${method.getMethodName()}`);
      expect(names).toEqual(names.map((name) => name.toLowerCase()));
      expect(new Set(names).size).toBe(names.length);
    });

    it.each(['append', 'delete', 'tombstone'])('lists %s', async (method) => {
      await expect(featuresOf(streams, method)).resolves.toEqual([]);
    });

    it('lists the features of reads and of batch appends', async () => {
      expect((await featuresOf(streams, 'read')).sort()).toEqual(['events', 'position']);
      await expect(featuresOf(streams, 'batchappend')).resolves.toEqual(['deadline_duration']);
    });

    it.each(['create', 'update', 'delete', 'read', 'getinfo', 'list', 'replayparked'])(
      'lists persistent subscriptions: %s, to streams and to all',
      async (method) => {
        await expect(featuresOf(groups, method)).resolves.toEqual(expect.arrayContaining(['stream', 'all']));
      },
    );

    it('lists the restart of persistent subscriptions, so that the client does not fall back to HTTP/1', async () => {
      await expect(featuresOf(groups, 'restartsubsystem')).resolves.toBeDefined();
    });
  });

  describe('gossip', () => {
    it('names a live leader with the endpoint it is reached at, to anybody', async () => {
      const members = (await bench().bare.members()).getMembersList();
      const leader = members.find((member) => member.getIsAlive() && member.getState() === MemberInfo.VNodeState.LEADER);
      expect(leader?.getHttpEndPoint()?.getPort()).toBe(bench().subject.port);
      expect(leader?.getInstanceId()).toBeDefined();
    });

    ownNode('has one member', async () => {
      expect((await bench().bare.members()).getMembersList()).toHaveLength(1);
    });

    it('lets a client discover the leader and work with it', async () => {
      const found = EventStoreDBClient.connectionString(bench().subject.connectionString.replace(/^esdb(\+discover)?:/, 'esdb+discover:'));
      const stream = bench().stream('discovered');
      await expect(found.appendToStream(stream, note())).resolves.toMatchObject({ success: true, nextExpectedRevision: 0n });
      await expect(bench().revisions(stream)).resolves.toEqual([0]);
      await found.dispose();
    });
  });

  describe('what it does not offer', () => {
    const refusal = (call: ClientReadableStream<unknown>): Promise<ServiceError> =>
      new Promise((resolve, reject) => {
        call.on('error', resolve);
        call.on('data', () => reject(new Error('it answered')));
        call.on('end', () => reject(new Error('it ended')));
      });

    ownNode('says UNIMPLEMENTED for projections', async () => {
      const client = new ProjectionsClient(bench().bare.target, bench().bare.channel);
      const request = new StatisticsReq();
      request.setOptions(new StatisticsReq.Options());
      await expect(refusal(client.statistics(request, bench().bare.metadata()))).resolves.toMatchObject({ code: status.UNIMPLEMENTED });
      client.close();
    });

    ownNode('says UNIMPLEMENTED for users', async () => {
      const client = new UsersClient(bench().bare.target, bench().bare.channel);
      await expect(refusal(client.details(new DetailsReq(), bench().bare.metadata()))).resolves.toMatchObject({ code: status.UNIMPLEMENTED });
      client.close();
    });

    ownNode('says UNIMPLEMENTED for scavenging', async () => {
      const client = new OperationsClient(bench().bare.target, bench().bare.channel);
      const answer = new Promise((resolve, reject) => {
        client.startScavenge(new StartScavengeReq(), bench().bare.metadata(), (error) => (error === null ? resolve('it answered') : reject(error)));
      });
      await expect(answer).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
      client.close();
    });
  });
}
