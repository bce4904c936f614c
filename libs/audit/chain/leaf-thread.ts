import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { EventCodec } from '#event-store';
import { openBytesReader, type BytesReader } from '#event-store/embedded';
import { ByteLeaves } from '../leaf';
import { HashedFacts } from './hashed-facts';
import type { LeafAnswer, LeafRequest, LeafThreadData } from './leaf-messages';

/** Reads blocks of a log on a connection of its own, checks their facts and makes their leaves. */
class LeafMaker {
  private readonly blocks = new Map<number, HashedFacts>();
  private readonly codec: EventCodec;
  private readonly leaves: ByteLeaves;

  constructor(
    private readonly reader: BytesReader,
    ledgerId: string,
  ) {
    // Hashes are checked over what is stored: no schema is asked.
    this.codec = new EventCodec({ definitions: [], ledgerId });
    this.leaves = new ByteLeaves(ledgerId);
  }

  answer(request: LeafRequest): LeafAnswer {
    try {
      return request.kind === 'hash' ? this.hash(request) : this.place(request);
    } catch {
      // What cannot be read is met again, and told, by the walk in one thread.
      return { kind: 'unfit' };
    }
  }

  private hash({ block, from, to, withId }: LeafRequest & { readonly kind: 'hash' }): LeafAnswer {
    const facts = new HashedFacts();
    for (let page = this.reader.pageAfter(from, to); page.length > 0; page = this.reader.pageAfter(page[page.length - 1]!.row, to)) {
      for (const kept of page) {
        if (!facts.add(kept, this.codec, withId)) return { kind: 'unfit' };
      }
    }
    this.blocks.set(block, facts);
    return { kind: 'hashed', facts: facts.count, recordedAt: facts.recordedAt };
  }

  private place({ block, sequence, recordedAt }: LeafRequest & { readonly kind: 'place' }): LeafAnswer {
    const facts = this.blocks.get(block);
    this.blocks.delete(block);
    return facts?.placed(this.leaves, sequence, recordedAt) ?? { kind: 'unfit' };
  }
}

async function serve(port: MessagePort, { file, ledgerId }: LeafThreadData): Promise<void> {
  const maker = new LeafMaker(await openBytesReader(file), ledgerId);
  port.on('message', (request: LeafRequest) => {
    const answer = maker.answer(request);
    port.postMessage(answer, answer.kind === 'placed' ? [answer.leaves, answer.streamKeys, answer.revisions, answer.recordedAt].map(bufferOf) : []);
  });
}

const bufferOf = ({ buffer }: { readonly buffer: ArrayBufferLike }): ArrayBuffer => buffer as ArrayBuffer;

if (parentPort !== null) void serve(parentPort, workerData as LeafThreadData);
