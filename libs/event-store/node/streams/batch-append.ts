import type { UUID } from '@eventstore/db-client/generated/shared_pb';
import { type BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { ExpectedState } from '../../embedded/log-write';
import type { CallInfo } from '../calls/handlers';
import type { Outgoing } from '../calls/outgoing';
import { invalidArgument, Refusal } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import type { BatchChunk } from '../wire/batch-request';
import { streamNameOf } from '../wire/stream-name';
import { uuidText } from '../wire/uuid';
import { writeTimeoutMs } from './append-limits';
import { OpenBatch } from './open-batch';
import { answerOf, refusedAnswer, timedOut } from './batch-answers';

/** Appends begun and not answered on one call, and what they may hold while their last chunks have not come: bytes. */
const openMost = 1_000;
const gatheredMost = 64 * 1024 * 1024;
/** Answered ones whose last chunk has not come yet; what comes of them is passed over. */
const answeredMost = 10_000;

/** `Streams.BatchAppend`: many appends over one long call, each answered once under its correlation id. */
export async function batchAppend(
  context: NodeContext,
  chunks: AsyncIterable<BatchChunk>,
  out: Outgoing<BatchAppendResp>,
  info: CallInfo,
): Promise<void> {
  const call = new BatchCall(context, out, info);
  try {
    for await (const chunk of chunks) {
      call.take(chunk);
      const room = context.writer.room() ?? out.room();
      if (room !== undefined) await room;
    }
    await call.allAnswered();
  } finally {
    call.forgetAll();
  }
}

/** What is open on one call. */
class BatchCall {
  private readonly open = new Map<string, OpenBatch>();
  /** Ids that were answered before their last chunk came, oldest first. */
  private readonly answered = new Set<string>();
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly context: NodeContext,
    private readonly out: Outgoing<BatchAppendResp>,
    private readonly info: CallInfo,
  ) {}

  /** @throws Refusal when the chunk cannot be answered under an id, which ends the call. */
  take({ message, timeoutMs }: BatchChunk): void {
    const correlation = message.getCorrelationId();
    const id = uuidText(correlation, 'a correlation id');
    if (this.isAnswered(id, message)) return;
    const known = this.open.get(id);
    if (known?.isGathering === false) return;
    const batch = known ?? this.batchOf(id, message);
    try {
      if (known === undefined) this.begin(batch, message, timeoutMs);
      this.gather(batch, message);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      batch.answer(refusedAnswer(correlation, batch, error));
    }
    if (!message.getIsFinal() && !batch.isGathering) this.remember(id);
  }

  private gather(batch: OpenBatch, message: BatchAppendReq): void {
    if (!batch.isGathering) return;
    batch.add(message.getProposedMessagesList());
    if (message.getIsFinal()) this.write(batch, message.getCorrelationId());
    else this.requireRoom();
  }

  /** Whether a chunk belongs to an append that was answered early; with options it begins a new one. */
  private isAnswered(id: string, message: BatchAppendReq): boolean {
    if (!this.answered.has(id)) return false;
    if (message.getIsFinal() || message.hasOptions()) this.answered.delete(id);
    return !message.hasOptions();
  }

  async allAnswered(): Promise<void> {
    await Promise.all(this.writing);
  }

  forgetAll(): void {
    for (const batch of this.open.values()) batch.forget();
    this.open.clear();
  }

  private batchOf(id: string, message: BatchAppendReq): OpenBatch {
    const options = message.getOptions();
    const name = options?.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array();
    const batch = new OpenBatch(Buffer.from(name).toString('utf8'), options === undefined ? 'any' : expectedOf(options), this.context.appendRoom, (response) => {
      this.open.delete(id);
      if (this.out.signal.aborted) return;
      // Whoever reads no answers has its chunks read no further either, so this waits for nobody.
      void this.out.send(response)?.catch(() => undefined);
    });
    this.open.set(id, batch);
    return batch;
  }

  /** The checks of the first chunk, in the order of the real server: access, stream, deadline. */
  private begin(batch: OpenBatch, message: BatchAppendReq, timeoutMs: number | null): void {
    const options = message.getOptions();
    if (options === undefined) throw invalidArgument('the first chunk of an append carries its options');
    if (batch.stream !== '') this.context.access.require(this.info.caller, 'write', batch.stream);
    streamNameOf(options.getStreamIdentifier());
    if (this.open.size > openMost) throw invalidArgument(`one call has at most ${openMost} appends open: wait for answers`);
    const left = Math.min(writeTimeoutMs, timeoutMs ?? untilDeadline(options, this.context.clock()));
    const answer = (): void => batch.answer(timedOut(message.getCorrelationId(), batch));
    if (left <= 0) return answer();
    batch.expireIn(left, () => {
      // A second answer to one id ends the process of the official client, so the chunks still under way must meet silence.
      if (batch.isGathering) this.remember(uuidText(message.getCorrelationId(), 'a correlation id'));
      answer();
    });
  }

  /** @throws Refusal when too much waits for last chunks. */
  private requireRoom(): void {
    let bytes = 0;
    for (const batch of this.open.values()) bytes += batch.bytes;
    if (bytes > gatheredMost) throw invalidArgument(`one call holds at most ${gatheredMost} bytes of unfinished appends: finish some first`);
  }

  private write(batch: OpenBatch, correlation: UUID | undefined): void {
    const { stream, expected } = batch;
    const written = this.context.writer
      .write({ kind: 'append', stream, expected, events: [...batch.events] })
      .then((outcome) => batch.answer(answerOf(correlation, batch, outcome)))
      .catch((error: unknown) => {
        if (error instanceof Refusal) batch.answer(refusedAnswer(correlation, batch, error));
        // The client hears of a timeout, which is what not knowing is called here.
        else this.context.trouble(`Streams.BatchAppend to ${stream} failed: ${String(error)}`);
      });
    batch.startWriting();
    this.writing.add(written);
    void written.finally(() => this.writing.delete(written));
  }

  private remember(id: string): void {
    this.answered.add(id);
    if (this.answered.size <= answeredMost) return;
    for (const oldest of this.answered) {
      this.answered.delete(oldest);
      return;
    }
  }
}

function expectedOf(options: BatchAppendReq.Options): ExpectedState {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

function untilDeadline(options: BatchAppendReq.Options, nowMs: number): number {
  const deadline = options.getDeadline();
  return deadline === undefined ? writeTimeoutMs : deadline.getSeconds() * 1_000 + deadline.getNanos() / 1_000_000 - nowMs;
}
