import type { EventCodec, EventStore } from '#event-store';
import { sealStreamId, streamName, type LogSealed, type SealEvent, type SealKeyIntroduced } from '#ledger';
import { isSignedBy, keyIdOf } from '../seal/seal-key';
import { endorsementText, sealText } from '../seal/signed-text';

/** The stream that every seal of a ledger stands in. */
export const sealStream = streamName('seal', sealStreamId);

export interface PlacedSeal {
  readonly revision: number;
  readonly seal: LogSealed['data'];
}

/** What stands in the seal stream, and what of it cannot be right by itself. */
export interface SealRecord {
  /** Revision of the stream's last event; `no_stream` when nothing was ever sealed. */
  readonly revision: number | 'no_stream';
  /** Rising in size. */
  readonly seals: readonly PlacedSeal[];
  /** Public keys by their id. */
  readonly keys: ReadonlyMap<string, string>;
  /** The key introduced last. */
  readonly latestKey: string | null;
  /** Keys that no earlier key endorsed, but for the first: trust in them comes from elsewhere or not at all. */
  readonly unendorsed: readonly string[];
  readonly problems: readonly string[];
}

/** Reads the seal stream. Problems are told, never thrown: this is what a damaged log is judged by. */
export async function readSealRecord(store: EventStore, codec: EventCodec): Promise<SealRecord> {
  const reading = new SealReading(codec.ledgerId);
  for await (const recorded of store.readStream(sealStream)) {
    let event: SealEvent | null = null;
    try {
      event = codec.decode(recorded) as SealEvent | null;
    } catch (error) {
      reading.problem(recorded.revision, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    reading.see(recorded.revision, event);
  }
  return reading.record();
}

class SealReading {
  private revision: number | 'no_stream' = 'no_stream';
  private readonly seals: PlacedSeal[] = [];
  private readonly keys = new Map<string, string>();
  private latestKey: string | null = null;
  private readonly unendorsed: string[] = [];
  private readonly problems: string[] = [];

  constructor(private readonly ledgerId: string) {}

  problem(revision: number, text: string): void {
    this.problems.push(`${sealStream}@${revision} ${text}`);
  }

  see(revision: number, event: SealEvent | null): void {
    this.revision = revision;
    if (event?.type === 'SealKeyIntroduced') {
      this.introduce(revision, event.data);
    } else if (event !== null) {
      this.seal(revision, event.data);
    }
  }

  record(): SealRecord {
    return {
      revision: this.revision, seals: this.seals, keys: this.keys, latestKey: this.latestKey, unendorsed: this.unendorsed, problems: this.problems,
    };
  }

  private introduce(revision: number, { keyId, publicKey, endorsement }: SealKeyIntroduced['data']): void {
    if (keyIdOf(publicKey) !== keyId) {
      this.problem(revision, `introduces a key that is not ${keyId}`);
      return;
    }
    if (this.latestKey !== null && !this.isEndorsed(publicKey, endorsement)) {
      this.unendorsed.push(keyId);
    }
    this.keys.set(keyId, publicKey);
    this.latestKey = keyId;
  }

  private isEndorsed(publicKey: string, endorsement: SealKeyIntroduced['data']['endorsement']): boolean {
    const endorser = endorsement === undefined ? undefined : this.keys.get(endorsement.keyId);
    return endorser !== undefined && endorsement !== undefined && isSignedBy(endorser, endorsementText(this.ledgerId, publicKey), endorsement.signature);
  }

  private seal(revision: number, seal: LogSealed['data']): void {
    const key = this.keys.get(seal.keyId);
    if (key === undefined) {
      this.problem(revision, `of ${seal.size} facts names key ${seal.keyId}, which was never introduced`);
    } else if (!isSignedBy(key, sealText({ ledgerId: this.ledgerId, ...seal }), seal.signature)) {
      this.problem(revision, `of ${seal.size} facts is not signed by key ${seal.keyId}: it was changed`);
    }
    if (seal.size <= (this.seals[this.seals.length - 1]?.seal.size ?? 0)) {
      this.problem(revision, `of ${seal.size} facts stands behind a seal of as many or more`);
    } else {
      this.seals.push({ revision, seal });
    }
  }
}
