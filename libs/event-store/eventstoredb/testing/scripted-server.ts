import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { AllStreamPosition } from '@eventstore/db-client/generated/shared_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { BatchAppendResp, type BatchAppendReq, type ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { Server, ServerCredentials, status, type handleUnaryCall, type ServerDuplexStream, type ServerWritableStream } from '@grpc/grpc-js';

export type AppendStream = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** What the script does with the n-th append, counted from 1. */
export type AppendScript = (request: BatchAppendReq, stream: AppendStream, count: number) => void;

/** A server that does what no sound server does: it answers appends as a test says. It has no events. */
export class ScriptedServer {
  /** Ids of the events of every append that came, in order. */
  readonly appends: string[][] = [];
  private readonly server = new Server();
  private readonly waiting = new Set<() => void>();
  port = 0;

  constructor(script: AppendScript) {
    const features: handleUnaryCall<unknown, SupportedMethods> = (_, answer) =>
      answer(
        null,
        new SupportedMethods()
          .setEventStoreServerVersion('24.10.0')
          .setMethodsList([new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName('batchappend')]),
      );
    this.server.addService(ServerFeaturesService, { getSupportedMethods: features });
    this.server.addService(StreamsService, {
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => call.end(),
      batchAppend: (stream: AppendStream) => {
        stream.on('error', () => undefined);
        stream.on('data', (request: BatchAppendReq) => {
          this.appends.push(request.getProposedMessagesList().map((message) => message.getId()?.getString() ?? ''));
          script(request, stream, this.appends.length);
          for (const look of [...this.waiting]) look();
        });
      },
    });
  }

  async start(): Promise<string> {
    this.port = await new Promise<number>((bound, failed) => {
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => (error === null ? bound(port) : failed(error)));
    });
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Resolves once so many appends have come. */
  appended(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.appends.length < count) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }

  close(): void {
    this.server.forceShutdown();
  }
}

/** Ends the stream as a server does that goes away. */
export const breakOff = (stream: AppendStream): void => void stream.emit('error', { code: status.UNAVAILABLE, details: 'going away' });

/** That the append stands at revision 0. */
export const success = (request: BatchAppendReq): BatchAppendResp =>
  new BatchAppendResp()
    .setCorrelationId(request.getCorrelationId())
    .setSuccess(new BatchAppendResp.Success().setCurrentRevision('0').setPosition(new AllStreamPosition().setCommitPosition('100').setPreparePosition('100')));
