import type { EventCodec, EventStore, RecordedEvent } from '#event-store';
import type { LogSealed, SealEvent, SealKeyIntroduced } from '#ledger';
import { anchorLine, type Anchor } from '../anchor/anchor';
import { readSealRecord, sealStream, type SealRecord } from '../chain/seal-record';
import { factLeaf } from '../leaf';
import { GrowingTree } from '../merkle/growing-tree';
import type { SealKey } from './seal-key';
import type { GrownLog, SealingPlace } from './sealing-place';
import { endorsementText, sealText } from './signed-text';

/** Takes each new seal out of the reach of whoever could rewrite the log. */
export interface AnchorSink {
  /** For messages: "file /mnt/audit/seals.jsonl". */
  readonly name: string;
  /** @throws when it could not be kept there. */
  keep(anchor: Anchor, line: string): Promise<void>;
}

export interface LogSealerOptions {
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly key: SealKey;
  readonly place: SealingPlace;
  readonly sinks: readonly AnchorSink[];
  /** Who seals: goes into the envelope. */
  readonly actor: string;
  readonly ids: { next(): string };
}

/** The log is not what was sealed: nothing is signed over it any more. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor(message: string) {
    super(`${message}. Nothing is sealed on top of this; look with: daybook verify --chain`);
  }
}

/** Seals are signed by a key that this node does not have. */
export class SealKeyMissing extends Error {
  constructor(latestKey: string, ownKey: string) {
    super(
      `seals of this ledger are signed by key ${latestKey}, but this node has key ${ownKey}. Give it the right one (DAYBOOK_SEAL_KEY names its file), ` +
        'or, when that one is lost, introduce the new one in the open: daybook seal --introduce-key',
    );
  }
}

/** Nobody knows whether the seal stands, or other nodes seal all the time: the same can be asked again. */
export class SealUndecided extends Error {}

export type SealOutcome =
  | { readonly kind: 'sealed'; readonly anchor: Anchor; readonly failedSinks: readonly string[] }
  /** No fact was written since the last seal, but seals. */
  | { readonly kind: 'nothing-new'; readonly latest: LogSealed['data'] | null };

const attemptsMax = 5;

/** Seals a log: appends signed roots over all facts so far. Several nodes may do it; the exact revision settles who was first. */
export class LogSealer {
  private grown: GrownLog | null = null;
  private last: RecordedEvent | null = null;
  /** Facts seen that no seal covers; seals themselves are not counted. */
  private waiting = 0;
  private sealedSize = 0;
  private broken: SealBroken | null = null;

  constructor(private readonly options: LogSealerOptions) {}

  /** Facts that wait for a seal, as far as the log was read. */
  get unsealed(): number {
    return this.waiting;
  }

  /**
   * Reads what was written since; the first time, from the place kept by this node or from the beginning.
   *
   * @throws SealBroken when a seal in the log does not fit the facts before it.
   */
  async catchUp(): Promise<SealRecord> {
    if (this.broken !== null) {
      throw this.broken;
    }
    try {
      return await this.readOn();
    } catch (error) {
      // What was read past the break must never be signed.
      this.broken = error instanceof SealBroken ? error : null;
      throw error;
    }
  }

  /**
   * Seals everything written so far.
   *
   * @throws SealBroken, SealKeyMissing; SealUndecided when the store gave no clear answer: repeat it.
   */
  async seal(): Promise<SealOutcome> {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const record = await this.catchUp();
      if (this.waiting === 0) {
        return { kind: 'nothing-new', latest: record.seals[record.seals.length - 1]?.seal ?? null };
      }
      const revision = await this.introducedKey(record);
      const seal = revision === null ? null : this.sealOfNow();
      if (revision !== null && seal !== null && (await this.append(revision, { type: 'LogSealed', data: seal }))) {
        return this.sealed(seal);
      }
      // Another node was faster: what it wrote is read first.
    }
    throw new SealUndecided('other nodes seal at the same time; repeat it');
  }

  /** Introduces this node's key although another one signed before; endorsed when that one is at hand. */
  async introduceKey(endorser: SealKey | null): Promise<void> {
    const record = await readSealRecord(this.options.store, this.options.codec);
    if (record.latestKey !== this.options.key.keyId && !(await this.append(record.revision, this.introduction(endorser)))) {
      throw new SealUndecided('another node writes seals at the same time; repeat it');
    }
  }

  private async readOn(): Promise<SealRecord> {
    const known = await readSealRecord(this.options.store, this.options.codec);
    const problem = known.problems[0];
    if (problem !== undefined) {
      throw new SealBroken(problem);
    }
    const roots = new Map(known.seals.map(({ seal }) => [seal.size, seal.rootHash]));
    this.sealedSize = known.seals[known.seals.length - 1]?.seal.size ?? 0;
    this.grown ??= (await this.options.place.read(this.options.store, (size) => roots.get(size) ?? null)) ?? { tree: new GrowingTree(), position: null, recordedAt: 0 };
    for await (const page of this.options.store.readAll(this.grown.position)) {
      for (const recorded of page) {
        this.follow(recorded, roots);
      }
    }
    if (this.grown.tree.size < this.sealedSize) {
      throw new SealBroken(`the last seal covers ${this.sealedSize} facts, but the log ends at ${this.grown.tree.size}`);
    }
    return known;
  }

  private follow(recorded: RecordedEvent, roots: ReadonlyMap<number, string>): void {
    const { tree, recordedAt: before } = this.grown!;
    const found = this.options.codec.inspect(recorded);
    if (found === null) {
      this.grown = { ...this.grown!, position: recorded.position };
      return;
    }
    const { stream, revision, id, position, createdAt } = recorded;
    if (!found.intact) {
      throw new SealBroken(`${stream}@${revision} does not fit its content hash`);
    }
    const recordedAt = Math.max(before, found.copy?.recordedAt ?? createdAt);
    tree.append(factLeaf(this.options.codec.ledgerId, { sequence: tree.size + 1, recordedAt, stream, revision, id, contentHash: found.contentHash }));
    this.grown = { tree, position, recordedAt };
    this.last = recorded;
    // A seal alone is no news, else every seal would ask for the next.
    this.waiting += recorded.type === 'LogSealed' ? 0 : 1;
    const root = roots.get(tree.size);
    if (root !== undefined && root !== tree.root().toString('hex')) {
      throw new SealBroken(`the seal over ${tree.size} facts does not fit them`);
    }
    if (tree.size === this.sealedSize) {
      this.waiting = 0;
    }
  }

  private sealOfNow(): LogSealed['data'] {
    const { tree, recordedAt } = this.grown!;
    const { key, codec } = this.options;
    const head = { size: tree.size, rootHash: tree.root().toString('hex'), recordedAt };
    return { ...head, keyId: key.keyId, signature: key.sign(sealText({ ledgerId: codec.ledgerId, ...head })) };
  }

  /** Revision to append the seal at; null: the log has to be read again first. */
  private async introducedKey(record: SealRecord): Promise<SealRecord['revision'] | null> {
    const { key } = this.options;
    if (record.latestKey === key.keyId) {
      return record.revision;
    }
    if (record.latestKey !== null) {
      throw new SealKeyMissing(record.latestKey, key.keyId);
    }
    await this.append(record.revision, this.introduction(null));
    return null;
  }

  private introduction(endorser: SealKey | null): SealKeyIntroduced {
    const { key, codec } = this.options;
    const endorsement = endorser === null ? null : { keyId: endorser.keyId, signature: endorser.sign(endorsementText(codec.ledgerId, key.publicKey)) };
    return { type: 'SealKeyIntroduced', data: { keyId: key.keyId, publicKey: key.publicKey, ...(endorsement === null ? {} : { endorsement }) } };
  }

  /** False: another writer stands at that revision. @throws SealUndecided when nobody knows. */
  private async append(expected: SealRecord['revision'], event: SealEvent): Promise<boolean> {
    const { store, codec, actor, ids } = this.options;
    const commandId = ids.next();
    const origin = { actor, commandId, correlationId: commandId, causationId: commandId, inputHash: 'v1:seal' };
    const encoded = codec.encode(sealStream, expected === 'no_stream' ? 0 : expected + 1, event, origin);
    const outcome = await store.append(sealStream, expected, [encoded]);
    if (outcome.kind === 'unknown') {
      throw new SealUndecided('the store gave no answer while a seal was written; repeat it', { cause: outcome.cause });
    }
    return outcome.kind === 'appended';
  }

  private async sealed(seal: LogSealed['data']): Promise<SealOutcome> {
    const { key, codec, place, sinks } = this.options;
    this.waiting = 0;
    if (this.last !== null) {
      // Without it the next start only reads more of the log.
      await place.write(this.grown!, this.last).catch(() => undefined);
    }
    const anchor: Anchor = { ledgerId: codec.ledgerId, ...seal, publicKey: key.publicKey };
    const failedSinks: string[] = [];
    for (const sink of sinks) {
      await sink.keep(anchor, anchorLine(anchor)).catch((error: unknown) => {
        failedSinks.push(`${sink.name}: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
    return { kind: 'sealed', anchor, failedSinks };
  }
}
