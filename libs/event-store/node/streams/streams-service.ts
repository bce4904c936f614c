import type { ServiceDefinition } from '@grpc/grpc-js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { bidirectional, clientStreaming, serverStreaming, unary } from '../calls/handlers';
import type { NodeContext, ServiceImplementation } from '../node-context';
import { batchChunkOf } from '../wire/batch-request';
import { append } from './append';
import { batchAppend } from './batch-append';
import { softDelete, tombstone } from './delete';
import { read } from './read';

/** Events are encoded by hand on their way out, so the answer to a read is bytes already. */
const definition: ServiceDefinition = {
  ...(StreamsService as unknown as ServiceDefinition),
  read: { ...StreamsService.read, responseSerialize: (bytes: Buffer): Buffer => bytes },
  batchAppend: { ...StreamsService.batchAppend, requestDeserialize: batchChunkOf },
};

export function streamsService(context: NodeContext): ServiceImplementation {
  return {
    definition,
    implementation: {
      read: serverStreaming(context, { method: 'Streams.Read' }, read.bind(null, context)),
      append: clientStreaming(context, { method: 'Streams.Append' }, append.bind(null, context)),
      batchAppend: bidirectional(context, { method: 'Streams.BatchAppend' }, batchAppend.bind(null, context)),
      delete: unary(context, { method: 'Streams.Delete' }, softDelete.bind(null, context)),
      tombstone: unary(context, { method: 'Streams.Tombstone' }, tombstone.bind(null, context)),
    },
  };
}
