import { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import { BinaryWriter } from 'google-protobuf';
import { Duration } from 'google-protobuf/google/protobuf/duration_pb';
import { batchRequest, type ChunkOf } from './write-calls';

const durationField = 7;

/** A single-chunk append whose deadline is a duration: a field that is newer than the stubs at hand, so it is written by hand. */
export class AppendWithDuration extends BatchAppendReq {
  constructor(
    private readonly chunk: ChunkOf,
    private readonly seconds: number,
  ) {
    super();
  }

  override serializeBinary(): Uint8Array {
    const plain = batchRequest(this.chunk);
    const duration = new Duration();
    duration.setSeconds(this.seconds);
    const newer = new BinaryWriter();
    newer.writeBytes(durationField, duration.serializeBinary());
    const writer = new BinaryWriter();
    writer.writeBytes(1, plain.getCorrelationId()?.serializeBinary());
    writer.writeBytes(2, Buffer.concat([plain.getOptions()?.serializeBinary() ?? Buffer.alloc(0), newer.getResultBuffer()]));
    for (const message of plain.getProposedMessagesList()) writer.writeBytes(3, message.serializeBinary());
    writer.writeBool(4, this.chunk.isFinal);
    return writer.getResultBuffer();
  }
}
