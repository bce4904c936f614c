import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: { readonly type: string; readonly sequence: number; readonly stream: string; readonly data: unknown };
}

/** What the receiver answers to a delivery: a status with headers, or nothing at all. */
export type Answering = (received: Received) => { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | 'hang';

/** A system elsewhere: takes deliveries over real HTTP and keeps each. */
export class Receiver {
  readonly all: Received[] = [];
  private readonly waiters = new Set<() => void>();
  readonly url: string;

  private constructor(
    private readonly server: Server,
    private answering: Answering,
  ) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  }

  static async open(answering: Answering = () => ({ status: 200 })): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new Receiver(server, answering);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => receiver.take(request.headers, Buffer.concat(parts).toString('utf8'), response));
    });
    return receiver;
  }

  get sequences(): number[] {
    return this.all.map(({ body }) => body.sequence);
  }

  answer(answering: Answering): void {
    this.answering = answering;
  }

  /** Resolves as soon as what was received fulfils a condition. */
  async until(holds: (all: readonly Received[]) => boolean): Promise<readonly Received[]> {
    while (!holds(this.all)) {
      await new Promise<void>((resolve) => this.waiters.add(resolve));
    }
    return this.all;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(headers: IncomingHttpHeaders, text: string, response: ServerResponse): void {
    const received = { id: String(headers['webhook-id']), headers, text, body: JSON.parse(text) as Received['body'] };
    this.all.push(received);
    const answer = this.answering(received);
    if (answer !== 'hang') {
      response.writeHead(answer.status, answer.headers).end();
    }
    for (const wake of this.waiters) {
      wake();
    }
    this.waiters.clear();
  }
}

/** Whether a secret verifies a delivery, by the published library. */
export function verifies(secret: string, { text, headers }: Received): boolean {
  try {
    new Webhook(secret).verify(text, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
