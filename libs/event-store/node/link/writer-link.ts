import { status } from '@grpc/grpc-js';
import type { LogWrite, LogWriteOutcome } from '../../embedded/log-write';
import { Refusal } from '../calls/refusal';
import type { LogWriter } from '../node-context';
import type { WriteAnswer, WriteRequest } from './link-messages';

/** What may be on its way to the owner at once: it has requests of its own to serve, and a flood must not starve them. */
const writesMost = 64;
const bytesMost = 4 * 1024 * 1024;

interface OnItsWay {
  readonly bytes: number;
  readonly resolve: (outcome: LogWriteOutcome) => void;
  readonly reject: (refusal: Refusal) => void;
}

/** Sends writes to the owner of the log in the order they came, and hands back what became of each. */
export class WriterLink implements LogWriter {
  private readonly onTheirWay = new Map<number, OnItsWay>();
  private readonly waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  private unsent: WriteRequest[] = [];
  private bytes = 0;
  private nextId = 1;

  /** @param send takes everything one turn of the event loop has gathered. */
  constructor(private readonly send: (requests: readonly WriteRequest[]) => void) {}

  async write(write: LogWrite): Promise<LogWriteOutcome> {
    const bytes = bytesOf(write);
    if (this.waiting.length > 0 || this.isFull(bytes)) await new Promise<void>((go) => this.waiting.push({ bytes, go }));
    return this.start(write, bytes);
  }

  room(): Promise<void> | undefined {
    if (this.waiting.length === 0 && !this.isFull(0)) return undefined;
    // Takes its turn behind the writes that wait, and takes no room itself.
    return new Promise<void>((go) => this.waiting.push({ bytes: 0, go }));
  }

  take(answers: readonly WriteAnswer[]): void {
    for (const answer of answers) {
      const found = this.onTheirWay.get(answer.id);
      if (found === undefined) throw new Error(`the owner answered write ${answer.id}, which nobody waits for`);
      this.onTheirWay.delete(answer.id);
      this.bytes -= found.bytes;
      if ('outcome' in answer) found.resolve(answer.outcome);
      else found.reject(storeRefusal(answer));
    }
    this.admitWaiting();
  }

  private start(write: LogWrite, bytes: number): Promise<LogWriteOutcome> {
    const id = this.nextId++;
    this.bytes += bytes;
    if (this.unsent.length === 0) setImmediate(() => this.sendGathered());
    this.unsent.push({ id, write });
    return new Promise((resolve, reject) => this.onTheirWay.set(id, { bytes, resolve, reject }));
  }

  private sendGathered(): void {
    this.send(this.unsent);
    this.unsent = [];
  }

  private isFull(bytes: number): boolean {
    // One write alone always fits, however large.
    return this.onTheirWay.size >= writesMost || (this.onTheirWay.size > 0 && this.bytes + bytes > bytesMost);
  }

  private admitWaiting(): void {
    // Whoever is let go starts in a microtask, so the count here goes ahead of it.
    let [count, bytes] = [this.onTheirWay.size, this.bytes];
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      if (count >= writesMost || (count > 0 && bytes + next.bytes > bytesMost)) return;
      this.waiting.shift();
      count += 1;
      bytes += next.bytes;
      next.go();
    }
  }
}

function bytesOf(write: LogWrite): number {
  if (write.kind !== 'append') return write.stream.length;
  return write.events.reduce((sum, { data, metadata, type }) => sum + data.length + metadata.length + type.length + 100, write.stream.length);
}

/** A full disk is the operator's to mend, and may be by the next try; what was refused was not written. */
const storeRefusal = ({ code, refused }: { readonly code: string; readonly refused: string }): Refusal =>
  new Refusal(code === 'STORE_FULL' ? status.RESOURCE_EXHAUSTED : status.UNAVAILABLE, `${code}: ${refused}`);
