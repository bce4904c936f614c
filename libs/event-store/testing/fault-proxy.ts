import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

/** One connection through the proxy. */
class Pair {
  private isSilent = false;

  constructor(
    readonly near: Socket,
    readonly far: Socket,
    private readonly delayMs: () => number,
    private readonly onGone: () => void,
  ) {
    this.join(near, far);
    this.join(far, near);
  }

  /** Swallows everything from now on. The far side may even go away: the near side does not hear of it. */
  silence(): void {
    this.isSilent = true;
  }

  destroy(): void {
    this.near.destroy();
    this.far.destroy();
    this.onGone();
  }

  private join(from: Socket, to: Socket): void {
    // One after another, so that what was held back is not overtaken by what is not.
    let passed: Promise<unknown> = Promise.resolve();
    const pass = (step: () => void): void => {
      const wait = this.delayMs();
      passed = passed.then(async () => {
        if (wait > 0) await after(wait);
        if (!this.isSilent) step();
      });
    };
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) =>
      pass(() => {
        if (to.writable && !to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      }),
    );
    from.on('end', () => pass(() => to.end()));
    const gone = (): void => {
      if (!this.isSilent || from === this.near) this.destroy();
    };
    from.on('error', gone);
    from.on('close', gone);
  }
}

/**
 * A TCP proxy for tests that breaks connections in the ways networks do. It stands between a client and one port of this
 * machine; `target` may be set to another when the server has been started again.
 */
export class FaultProxy {
  /** Connections taken since it began. */
  connections = 0;
  /** Bytes that came from the server. */
  received = 0;
  private readonly pairs = new Set<Pair>();
  private isHalfOpen = false;
  private isRefusing = false;
  private delayMs = 0;

  private constructor(
    private readonly server: Server,
    public target: number,
  ) {
    server.on('connection', (near) => this.take(near));
  }

  /** Listens on a free port of the loopback. */
  static async start(target: number): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new FaultProxy(server, target);
    await new Promise<void>((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends every connection in order, as a server does that shuts down. */
  cut(): void {
    for (const { near, far } of this.pairs) {
      near.end();
      far.end();
    }
  }

  /** Resets every connection: whatever was on its way is lost. */
  reset(): void {
    for (const pair of [...this.pairs]) {
      pair.near.resetAndDestroy();
      pair.destroy();
    }
  }

  /** Swallows everything, in both directions, on the connections of now and those to come; nobody is told. */
  halfOpen(): void {
    this.isHalfOpen = true;
    for (const pair of this.pairs) pair.silence();
  }

  /** Holds everything back for so long, milliseconds, in both directions. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Resets every connection and takes no more. */
  refuse(): void {
    this.isRefusing = true;
    this.reset();
  }

  /** Works again, for new connections. What was half open stays so. */
  heal(): void {
    this.isHalfOpen = false;
    this.isRefusing = false;
    this.delayMs = 0;
  }

  async close(): Promise<void> {
    this.reset();
    await new Promise<void>((closed) => this.server.close(() => closed()));
  }

  private take(near: Socket): void {
    this.connections += 1;
    near.on('error', () => undefined);
    if (this.isRefusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    far.on('data', (chunk: Buffer) => (this.received += chunk.length));
    const pair = new Pair(near, far, () => this.delayMs, () => this.pairs.delete(pair));
    this.pairs.add(pair);
    if (this.isHalfOpen) pair.silence();
  }
}
