import { namedEvent } from '../../conformance/subject';
import { openEmbeddedStore, type EmbeddedStore, type ExpectedState, type LogWriteOutcome } from '../index';
import { openStreamReader, type OwnStreamReader, type StreamReader } from '../stream-reader';
import { scratchLog } from './scratch-log';

/** A log of one test with its writer and a reader on a connection of its own, as the node has them. */
export class OpenLog {
  now = 1_000_000;

  private constructor(
    private readonly scratch: Awaited<ReturnType<typeof scratchLog>>,
    public store: EmbeddedStore,
    private reading: OwnStreamReader,
  ) {}

  static async open(): Promise<OpenLog> {
    const scratch = await scratchLog();
    const clock = (): number => log.now;
    const log: OpenLog = new OpenLog(scratch, await openEmbeddedStore({ file: scratch.file, clock }), await openStreamReader(scratch.file));
    return log;
  }

  get reader(): StreamReader {
    return this.reading.reader;
  }

  async restart(): Promise<void> {
    await this.store.close();
    this.reading.close();
    this.store = await openEmbeddedStore({ file: this.scratch.file, clock: () => this.now });
    this.reading = await openStreamReader(this.scratch.file);
  }

  async remove(): Promise<void> {
    this.reading.close();
    await this.store.close();
    await this.scratch.remove();
  }

  append(stream: string, expected: ExpectedState, names: readonly string[]): Promise<LogWriteOutcome> {
    return this.store.write({ kind: 'append', stream, expected, events: names.map((name) => namedEvent(name)) });
  }

  setMetadata(stream: string, data: string, name = `${stream} ${data}`): Promise<LogWriteOutcome> {
    const event = { ...namedEvent(name, '$metadata'), data };
    return this.store.write({ kind: 'append', stream: `$$${stream}`, expected: 'any', events: [event] });
  }

  delete(stream: string, expected: ExpectedState = 'any'): Promise<LogWriteOutcome> {
    return this.store.write({ kind: 'delete', stream, expected });
  }

  tombstone(stream: string, expected: ExpectedState = 'any'): Promise<LogWriteOutcome> {
    return this.store.write({ kind: 'tombstone', stream, expected });
  }

  /** Revisions that can be read, forwards. */
  readable(stream: string): number[] {
    const seen: number[] = [];
    for (let from = 0; ; ) {
      const page = this.reader.page(stream, from, 'forwards', 64, this.now);
      if (page.length === 0) return seen;
      seen.push(...page.map(({ revision }) => revision));
      from = (seen.at(-1) ?? 0) + 1;
    }
  }
}
