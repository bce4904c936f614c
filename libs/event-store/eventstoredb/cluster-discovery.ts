import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { MemberInfo, type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { credentials, Metadata, type ChannelCredentials } from '@grpc/grpc-js';
import { pause } from './backoff';
import { describeHosts, type ConnectionSettings } from './connection-string';
import { certificates } from './certificates';

const defaults = { attempts: 3, intervalMs: 100, timeoutSeconds: 2 };
const never = new AbortController().signal;

/**
 * Finds the leader by asking the hosts one after another.
 *
 * The client does so too, but through shared connections: once a cluster has been away for a minute, they wait up to two
 * minutes before they try again. Here every question has a connection of its own, so that a cluster that is back is
 * found at the next question.
 */
export class ClusterDiscovery {
  private readonly credentials: ChannelCredentials;
  private asked = 0;

  constructor(private readonly settings: ConnectionSettings) {
    const { insecure, rootCertificate = null, userKeyFile = null, userCertFile = null } = certificates(settings);
    this.credentials = insecure === true ? credentials.createInsecure() : credentials.createSsl(rootCertificate, userKeyFile, userCertFile);
  }

  /** `host:port` of the leader. @throws Error when none answers after the attempts asked for. */
  async leader(): Promise<string> {
    const { hosts, maxDiscoverAttempts = defaults.attempts, discoveryInterval = defaults.intervalMs } = this.settings;
    let reason = 'no host answers';
    for (let attempt = 0; attempt < maxDiscoverAttempts; attempt += 1) {
      if (attempt > 0) await pause(discoveryInterval, never);
      for (let turn = 0; turn < hosts.length; turn += 1) {
        // Going round, so that one host that swallows questions is not asked first every time.
        const host = hosts[(this.asked + turn) % hosts.length];
        if (host === undefined) continue;
        try {
          const leader = leaderOf(await this.ask(`${host.address}:${host.port}`));
          if (leader !== null) return leader;
          reason = 'no member says that it leads';
        } catch (error) {
          reason = error instanceof Error ? error.message : String(error);
        }
      }
      this.asked += 1;
    }
    throw new Error(`no leader found through ${describeHosts(this.settings)}: ${reason}`);
  }

  private ask(host: string): Promise<ClusterInfo> {
    const client = new GossipClient(host, this.credentials, { 'grpc.use_local_subchannel_pool': 1 });
    const seconds = this.settings.gossipTimeout ?? defaults.timeoutSeconds;
    const deadline = performance.timeOrigin + performance.now() + seconds * 1_000;
    return new Promise((resolve, reject) => {
      client.read(new Empty(), new Metadata(), { deadline }, (error, info) => {
        client.close();
        if (error === null) resolve(info);
        else reject(error);
      });
    });
  }
}

function leaderOf(cluster: ClusterInfo): string | null {
  for (const member of cluster.getMembersList()) {
    const endpoint = member.getHttpEndPoint();
    if (member.getIsAlive() && member.getState() === MemberInfo.VNodeState.LEADER && endpoint !== undefined) {
      return `${endpoint.getAddress()}:${endpoint.getPort()}`;
    }
  }
  return null;
}
