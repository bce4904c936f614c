import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server';

/** A message as the server took it over. */
export interface ReceivedMail {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
}

/** What the server does once the whole message has come: `die` drops the connection without an answer, `hang` never answers. */
export type OnMessage = 'take' | 'refuse' | 'later' | 'die' | 'hang';

const answers: Readonly<Record<Exclude<OnMessage, 'die' | 'hang'>, Error | undefined>> = {
  take: undefined,
  refuse: Object.assign(new Error('5.7.1 not wanted here'), { responseCode: 554 }),
  later: Object.assign(new Error('4.3.2 busy, try again later'), { responseCode: 451 }),
};

/** A real SMTP server in this process that keeps what it is sent, and fails where it is told to. */
export class Mailbox {
  readonly received: ReceivedMail[] = [];
  /** Addresses it does not know. */
  readonly unknown = new Set<string>();
  /** Addresses it takes nothing for yet, as a server does that does not know the sender. */
  readonly greylisted = new Set<string>();
  onMessage: OnMessage = 'take';
  /** Connections so far. */
  connections = 0;

  private constructor(private readonly server: SMTPServer) {}

  static async open(options: SMTPServerOptions = {}, port = 0): Promise<Mailbox> {
    const server: SMTPServer = new SMTPServer({
      authOptional: true,
      disabledCommands: options.secure === true || options.key !== undefined ? [] : ['STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onConnect: (_session, done) => {
        box.connections += 1;
        done();
      },
      onRcptTo: ({ address }, _session, done) => {
        if (box.greylisted.has(address)) {
          done(Object.assign(new Error('4.7.1 greylisted, try again later'), { responseCode: 451 }));
          return;
        }
        done(box.unknown.has(address) ? Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 }) : undefined);
      },
      onData: (stream, session, done) => {
        void wholeOf(stream).then((raw) => {
          const { mailFrom, rcptTo } = session.envelope;
          box.received.push({ raw, from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), secure: session.secure });
          if (box.onMessage === 'die') {
            box.drop(session.id);
          } else if (box.onMessage !== 'hang') {
            done(answers[box.onMessage]);
          }
        });
      },
      ...options,
    });
    const box = new Mailbox(server);
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    return box;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** The messages as their receiver reads them. */
  read(): Promise<Email[]> {
    return Promise.all(this.received.map(({ raw }) => PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer' })));
  }

  /** Drops every connection, as a server does that is restarted; it goes on listening. */
  dropAll(): void {
    for (const { _socket } of this.open()) {
      _socket.destroy();
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(resolve);
      this.dropAll();
    });
  }

  private drop(sessionId: string): void {
    for (const connection of this.open()) {
      if (connection.session.id === sessionId) connection._socket.destroy();
    }
  }

  private open(): { readonly _socket: Socket; readonly session: { readonly id: string } }[] {
    return [...(this.server as unknown as { readonly connections: Set<{ readonly _socket: Socket; readonly session: { readonly id: string } }> }).connections];
  }
}

async function wholeOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
