import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { AppendResp, BatchAppendReq, BatchAppendResp, DeleteResp, ReadResp, TombstoneResp } from '@eventstore/db-client/generated/streams_pb';
import { credentials as channelCredentials, Metadata, type ChannelCredentials, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { readRequest, signalOf, type ReadOf, type Signal } from './read-call';
import { Recording } from './recording';
import type { WireSubject } from './subject';
import { appendRequests, batchRequest, deleteRequest, tombstoneRequest, type AppendOf, type ChunkOf, type Expected } from './write-calls';

/** One open append stream and its answers. */
export class BatchCall extends Recording<BatchAppendResp, BatchAppendResp> {
  constructor(private readonly duplex: ClientDuplexStream<BatchAppendReq, BatchAppendResp>) {
    super(duplex, (answer) => answer);
  }

  send(chunk: ChunkOf): void {
    this.sendRequest(batchRequest(chunk));
  }

  sendRequest(request: BatchAppendReq): void {
    this.duplex.write(request);
  }

  /** The n-th answer, from 0. */
  async answer(place: number): Promise<BatchAppendResp> {
    await this.until(`answer ${place}`, ({ messages }) => messages.length > place);
    return this.messages[place] as BatchAppendResp;
  }
}

type Answered<Answer> = (error: ServiceError | null, answer: Answer) => void;

/** The protocol without the official client, on a connection of its own. */
export class BareStubs {
  readonly target: string;
  readonly channel: ChannelCredentials;
  readonly streams: StreamsClient;
  private readonly open = new Set<{ cancel(): void }>();

  constructor(private readonly subject: WireSubject) {
    this.target = `${subject.host}:${subject.port}`;
    const { rootCertificate: root } = subject;
    this.channel = root === undefined ? channelCredentials.createInsecure() : channelCredentials.createSsl(root.length === 0 ? null : root);
    this.streams = new StreamsClient(this.target, this.channel, { 'grpc.use_local_subchannel_pool': 1, 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  }

  /** All messages of a read that ends; rejects with the server's status otherwise. */
  read(read: ReadOf): Promise<Signal[]> {
    const call = this.streams.read(readRequest(read, false), this.metadata());
    return new Promise((resolve, reject) => {
      const signals: Signal[] = [];
      call.on('data', (message: ReadResp) => signals.push(signalOf(message)));
      call.on('error', reject);
      call.on('end', () => resolve(signals));
    });
  }

  subscribe(read: ReadOf): Recording<ReadResp, Signal> {
    return this.kept(new Recording(this.streams.read(readRequest(read, true), this.metadata()), signalOf));
  }

  append(append: AppendOf): Promise<AppendResp> {
    return this.answered((done) => {
      const call = this.streams.append(this.metadata(), done);
      for (const request of appendRequests(append)) call.write(request);
      call.end();
    });
  }

  batchAppend(): BatchCall {
    return this.kept(new BatchCall(this.streams.batchAppend(this.metadata())));
  }

  delete(stream: string, expected: Expected): Promise<DeleteResp> {
    return this.answered((done) => this.streams.delete(deleteRequest(stream, expected), this.metadata(), done));
  }

  tombstone(stream: string, expected: Expected): Promise<TombstoneResp> {
    return this.answered((done) => this.streams.tombstone(tombstoneRequest(stream, expected), this.metadata(), done));
  }

  /** Asked without saying who asks. */
  async supportedMethods(): Promise<SupportedMethods> {
    const client = new ServerFeaturesClient(this.target, this.channel);
    return this.answered<SupportedMethods>((done) => client.getSupportedMethods(new Empty(), done)).finally(() => client.close());
  }

  /** Asked without saying who asks. */
  async members(): Promise<ClusterInfo> {
    const client = new GossipClient(this.target, this.channel);
    return this.answered<ClusterInfo>((done) => client.read(new Empty(), done)).finally(() => client.close());
  }

  metadata(): Metadata {
    const metadata = new Metadata();
    const { credentials, rootCertificate } = this.subject;
    if (credentials !== undefined && rootCertificate !== undefined) {
      metadata.set('authorization', `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`);
    }
    return metadata;
  }

  /** Ends every call that is still open. */
  close(): void {
    for (const call of this.open) call.cancel();
    this.streams.close();
  }

  private kept<Call extends { cancel(): void }>(call: Call): Call {
    this.open.add(call);
    return call;
  }

  private answered<Answer>(start: (done: Answered<Answer>) => unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      start((error, answer) => (error === null ? resolve(answer) : reject(error)));
    });
  }
}
