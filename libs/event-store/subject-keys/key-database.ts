import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { compiledFile } from '../compiled-file';
import { CachedKeys, type KeyRow, type KeyTable } from './cached-keys';
import type { AskedKeys, KeyAnswer, KeyRequest, KeyThreadData } from './key-database-messages';
import type { SubjectKeys } from './subject-keys';

const answerMsMax = 30_000;

/**
 * Opens the keys of a log that several nodes share: a table of a PostgreSQL. A key another node made is found when an
 * event needs it, so the calls have to wait: a thread of its own talks to the database meanwhile. A key that another
 * node destroyed is forgotten here as soon as the database says so.
 *
 * @param url `postgres://…`
 * @param onDestroyed told when another node destroyed keys: what was read with them may still be in memory.
 * @throws Error when the database does not answer.
 */
export function openKeyDatabase(url: string, onDestroyed: () => void = () => undefined): SubjectKeys {
  const table = new KeyDatabase(url);
  const keys = new CachedKeys(table);
  table.onDestroyed(() => {
    keys.forget();
    onDestroyed();
  });
  return keys;
}

/** The table itself, without anything kept in memory. */
export class KeyDatabase implements KeyTable {
  readonly place: string;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #asked = 0;
  readonly #signal = new Int32Array(new SharedArrayBuffer(4));

  constructor(url: string) {
    const { host, pathname } = new URL(url);
    this.place = `PostgreSQL ${host}${pathname}`;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: KeyThreadData = { url, port: port2, signal: this.#signal };
    this.#worker = new Worker(compiledFile('subject-keys/key-database-thread'), { workerData, transferList: [port2] });
    this.#worker.unref();
    this.#ask({ do: 'open' });
  }

  onDestroyed(told: () => void): void {
    this.#worker.on('message', told);
    this.#worker.unref();
  }

  ofSubject(subject: string): KeyRow | undefined {
    return this.#ask({ do: 'of-subject', subject })[0];
  }

  ofId(keyId: string): KeyRow | undefined {
    return this.#ask({ do: 'of-id', keyId })[0];
  }

  insert(rows: readonly KeyRow[]): void {
    this.#ask({ do: 'insert', rows: rows.map(({ keyId, subject, key }) => ({ keyId, subject, key: key === null ? null : new Uint8Array(key) })) });
  }

  destroy(subjects: readonly string[]): void {
    this.#ask({ do: 'destroy', subjects });
  }

  close(): void {
    this.#ask({ do: 'close' });
    this.#port.close();
    void this.#worker.terminate();
  }

  /** Waits for the answer of the thread; nothing else runs here meanwhile. */
  #ask(request: KeyRequest): KeyRow[] {
    this.#asked += 1;
    this.#port.postMessage({ id: this.#asked, request } satisfies AskedKeys);
    const { error, rows = [] } = this.#answerTo(this.#asked);
    if (error !== undefined) throw new Error(`the key store ${this.place} failed: ${error}`);
    return rows.map(({ keyId, subject, key }) => ({ keyId, subject, key: key === null ? null : Buffer.from(key) }));
  }

  #answerTo(id: number): KeyAnswer {
    for (;;) {
      // Read before the port is looked at, so that an answer that comes in between ends the wait at once.
      const seen = Atomics.load(this.#signal, 0);
      const received = receiveMessageOnPort(this.#port) as { readonly message: KeyAnswer } | undefined;
      // An answer that came too late for an earlier question is passed by.
      if (received?.message.id === id) return received.message;
      if (received === undefined && Atomics.wait(this.#signal, 0, seen, answerMsMax) === 'timed-out') {
        throw new Error(`the key store ${this.place} did not answer in ${answerMsMax / 1000} seconds`);
      }
    }
  }
}
