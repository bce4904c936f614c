import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, type Credentials } from '@eventstore/db-client';
import { Metadata, status } from '@grpc/grpc-js';
import { aclRules } from './acl-rules';
import { trailersOf } from './append-answer-rules';
import { BareStubs } from './bare-stubs';
import { note } from './bench';
import { readRequest, signalOf, type Signal } from './read-call';

/** A server of the test's own, over TLS, that asks everybody who they are; its settings are changed. */
export interface SecureSubject {
  readonly host: string;
  readonly port: number;
  /** PEM of whoever signed the server's certificate. */
  readonly rootCertificate: Buffer;
  readonly admin: Credentials;
  /** A user of the group of operators, who is no administrator. */
  readonly ops: Credentials;
  dispose(): Promise<void>;
}

/** One server, a client for each kind of caller, and bare stubs for what they cannot say. */
export class AccessBench {
  readonly admin: EventStoreDBClient;
  readonly ops: EventStoreDBClient;
  readonly anonymous: EventStoreDBClient;
  private readonly clients: EventStoreDBClient[] = [];
  private readonly run = randomUUID().slice(0, 8);
  private names = 0;

  constructor(readonly subject: SecureSubject) {
    this.admin = this.clientOf(subject.admin);
    this.ops = this.clientOf(subject.ops);
    this.anonymous = this.clientOf();
  }

  clientOf(credentials?: Credentials): EventStoreDBClient {
    const { host, port, rootCertificate } = this.subject;
    const client = new EventStoreDBClient({ endpoint: { address: host, port } }, { rootCertificate }, credentials);
    this.clients.push(client);
    return client;
  }

  stubsOf(credentials?: Credentials): BareStubs {
    const { host, port, rootCertificate } = this.subject;
    const dispose = () => Promise.resolve();
    return new BareStubs({ connectionString: '', host, port, rootCertificate, dispose, ...(credentials === undefined ? {} : { credentials }) });
  }

  stream(): string {
    this.names += 1;
    return `access${this.run}-${this.names}`;
  }

  /** A stream of one event, written by the administrator, with metadata as it is stored. */
  async seeded(metadata?: unknown): Promise<string> {
    const stream = this.stream();
    await this.admin.appendToStream(stream, note());
    if (metadata !== undefined) await this.setMetadata(stream, metadata);
    return stream;
  }

  async setMetadata(stream: string, metadata: unknown): Promise<void> {
    await this.admin.appendToStream(`$$${stream}`, jsonEvent({ type: '$metadata', data: metadata as Record<string, unknown> }));
  }

  async dispose(): Promise<void> {
    for (const client of this.clients) await client.dispose();
    await this.subject.dispose();
  }
}

const denied = { type: 'access-denied' };

/** Who may do what on a server with TLS and users. */
export function describeWireAccess(name: string, open: () => Promise<SecureSubject>): void {
  describe(`${name} and its callers`, () => {
    let opened: AccessBench | null = null;
    const bench = (): AccessBench => opened as AccessBench;

    beforeAll(async () => {
      opened = new AccessBench(await open());
    });

    afterAll(async () => {
      await opened?.dispose();
    });

    describe('callers', () => callerRules(bench));
    describe('access lists', () => aclRules(bench));
  });
}

async function readBy(client: EventStoreDBClient, stream: string): Promise<number> {
  let count = 0;
  for await (const { event } of client.readStream(stream)) count += event === undefined ? 0 : 1;
  return count;
}

function callerRules(bench: () => AccessBench): void {
  it('lets an administrator and an operator use the streams of users', async () => {
    for (const client of [bench().admin, bench().ops]) {
      const stream = bench().stream();
      await expect(client.appendToStream(stream, note(), { expectedRevision: 'no_stream' })).resolves.toMatchObject({ nextExpectedRevision: 0n });
      await expect(readBy(client, stream)).resolves.toBe(1);
      await client.setStreamMetadata(stream, { maxCount: 5 });
      await expect(client.getStreamMetadata(stream)).resolves.toMatchObject({ metadata: { maxCount: 5 } });
      await client.deleteStream(stream);
      await client.tombstoneStream(stream);
    }
  });

  it('lets nobody without a name do anything to streams', async () => {
    const stream = await bench().seeded();
    const { anonymous } = bench();
    await expect(readBy(anonymous, stream)).rejects.toMatchObject(denied);
    await expect(anonymous.appendToStream(stream, note())).rejects.toMatchObject(denied);
    await expect(anonymous.deleteStream(stream)).rejects.toMatchObject(denied);
    await expect(anonymous.tombstoneStream(stream)).rejects.toMatchObject(denied);
    await expect(anonymous.getStreamMetadata(stream)).rejects.toMatchObject(denied);
    const failure = new Promise((resolve) => anonymous.subscribeToAll().on('error', resolve));
    await expect(failure).resolves.toMatchObject(denied);
  });

  it('denies with PERMISSION_DENIED and its trailer, in the classic append as well', async () => {
    const stubs = bench().stubsOf();
    for (const call of [stubs.append({ stream: bench().stream(), expected: 'any', events: [{}] }), stubs.read({ stream: bench().stream() })]) {
      const error = await call.catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: status.PERMISSION_DENIED });
      expect(trailersOf(error)).toMatchObject({ exception: 'access-denied' });
    }
    stubs.close();
  });

  it('denies each group of a batch append by itself, with the details of that error', async () => {
    const stubs = bench().stubsOf();
    const call = stubs.batchAppend();
    call.send({ correlation: randomUUID(), stream: bench().stream(), events: [{}], isFinal: true });
    const error = (await call.answer(0)).getError();
    expect([error?.getCode(), error?.getDetails()?.getTypeName()]).toEqual([status.PERMISSION_DENIED, 'event_store.client.AccessDenied']);
    stubs.close();
  });

  it('tells anybody its features and its members', async () => {
    const stubs = bench().stubsOf();
    expect((await stubs.supportedMethods()).getMethodsList()).not.toEqual([]);
    expect((await stubs.members()).getMembersList()).toHaveLength(1);
    stubs.close();
  });

  it('turns away a wrong password and an unknown user as unauthenticated', async () => {
    const stream = await bench().seeded();
    for (const credentials of [
      { ...bench().subject.admin, password: 'guessed' },
      { username: 'nobody', password: 'changeit' },
      { ...bench().subject.ops, password: bench().subject.ops.password.toUpperCase() },
    ]) {
      const stubs = bench().stubsOf(credentials);
      await expect(stubs.read({ stream })).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
      await expect(stubs.append({ stream, expected: 'any', events: [{}] })).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
      await expect(readBy(bench().clientOf(credentials), stream)).rejects.toMatchObject(denied);
      stubs.close();
    }
  });

  it('turns away what is no proper authorization', async () => {
    const stream = await bench().seeded();
    const stubs = bench().stubsOf();
    for (const authorization of ['Basic', 'Basic !', 'Basic YWRtaW4=', 'Bearer token', '']) {
      const metadata = new Metadata();
      metadata.set('authorization', authorization);
      const reading = new Promise<Signal[]>((resolve, reject) => {
        const signals: Signal[] = [];
        const call = stubs.streams.read(readRequest({ stream }, false), metadata);
        call.on('data', (message: Parameters<typeof signalOf>[0]) => signals.push(signalOf(message)));
        call.on('error', reject).on('end', () => resolve(signals));
      });
      await expect(reading).rejects.toMatchObject({ code: expect.any(Number) });
    }
    stubs.close();
  });

  it('goes by the credentials of the call before those of the connection', async () => {
    const stream = await bench().seeded({ $acl: { $r: '$admins' } });
    const byOps = bench().admin.readStream(stream, { credentials: bench().subject.ops });
    await expect(byOps[Symbol.asyncIterator]().next()).rejects.toMatchObject(denied);
    const byAdmin = bench().anonymous.appendToStream(stream, note(), { credentials: bench().subject.admin });
    await expect(byAdmin).resolves.toMatchObject({ nextExpectedRevision: 1n });
  });

  it('keeps system streams and the whole log for administrators', async () => {
    const system = `$system-${bench().stream()}`;
    await bench().admin.appendToStream(system, note());
    await expect(readBy(bench().admin, system)).resolves.toBe(1);
    await expect(readBy(bench().ops, system)).rejects.toMatchObject(denied);
    await expect(bench().ops.appendToStream(system, note())).rejects.toMatchObject(denied);
    await expect(bench().ops.readAll({ maxCount: 1 })[Symbol.asyncIterator]().next()).rejects.toMatchObject(denied);
    const [first] = [await bench().admin.readAll({ maxCount: 1 })[Symbol.asyncIterator]().next()];
    expect(first?.done).toBe(false);
  });

  it('lets nobody write or delete the whole log, or delete metadata', async () => {
    const stream = await bench().seeded({ $maxCount: 5 });
    await expect(bench().admin.appendToStream('$all', note())).rejects.toMatchObject(denied);
    await expect(bench().admin.deleteStream('$all')).rejects.toMatchObject(denied);
    await expect(bench().admin.tombstoneStream('$all')).rejects.toMatchObject(denied);
    await expect(bench().admin.deleteStream(`$$${stream}`)).rejects.toMatchObject(denied);
    await expect(bench().admin.tombstoneStream(`$$${stream}`)).rejects.toMatchObject(denied);
    await expect(bench().admin.getStreamMetadata(stream)).resolves.toMatchObject({ metadata: { maxCount: 5 } });
  });

  it('does not answer whoever comes without TLS', async () => {
    const { host, port } = bench().subject;
    const stubs = new BareStubs({ connectionString: '', host, port, dispose: () => Promise.resolve() });
    await expect(stubs.read({ stream: bench().stream() })).rejects.toMatchObject({ code: status.UNAVAILABLE });
    stubs.close();
  });
}
