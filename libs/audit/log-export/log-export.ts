import { canonicalJson, sha256, type EventCodec, type EventStore, type RecordedEvent } from '#event-store';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sealStream } from '../chain/seal-record';
import { factLeaf } from '../leaf';
import { GrowingTree } from '../merkle/growing-tree';
import { factLine } from './fact-line';
import { LineFiles, type WrittenFile } from './line-files';

/** What an export of the log says of itself; docs/log-export.md describes each member. */
export interface LogManifest {
  readonly daybook: 'log-export-1';
  readonly ledgerId: string;
  /** Ledger sequences of the first and the last fact. */
  readonly first: number;
  readonly last: number;
  readonly facts: number;
  /** The log before the first fact: what the tree needs to go on. */
  readonly before: TreeHead & { readonly peaks: readonly string[] };
  /** The tree over the log up to the last fact. */
  readonly head: TreeHead;
  /** Keys that the log introduced, in order. */
  readonly keys: readonly { readonly keyId: string; readonly publicKey: string }[];
  readonly files: readonly WrittenFile[];
  readonly seals: WrittenFile;
  /** Version of the program that wrote it. */
  readonly program: string;
}

interface TreeHead {
  /** Hex. */
  readonly rootHash: string;
  /** Milliseconds since the Unix epoch; 0 before the first fact. */
  readonly recordedAt: number;
}

export interface LogExportOptions {
  /** Empty. */
  readonly folder: string;
  readonly from: number;
  /** Null: to the end. */
  readonly to: number | null;
  readonly program: string;
  readonly fileBytesMax?: number;
  readonly onProgress?: (facts: number) => void;
}

/** The range holds no fact. */
export class NothingToExport extends RangeError {
  override readonly name = 'NothingToExport';
}

export const logManifestFile = 'manifest.json';
const fileBytesMax = 64 * 1024 * 1024;

/**
 * Writes facts as lines of JSON with what somebody needs to check them without this program. What was changed in the
 * log is written as it is: judging it is the reader's part. The manifest comes last; without it the export did not end.
 *
 * @returns the manifest, and the SHA-256 of its file.
 * @throws NothingToExport when no fact stands in the range.
 */
export async function exportLog(
  source: { readonly store: EventStore; readonly codec: EventCodec },
  options: LogExportOptions,
): Promise<{ readonly manifest: LogManifest; readonly manifestSha256: string }> {
  const { folder, from, to, program, onProgress = () => undefined } = options;
  const facts = new LineFiles(folder, (file) => `facts-${String(file).padStart(6, '0')}.jsonl`, options.fileBytesMax ?? fileBytesMax);
  const walk = new ExportWalk(source.codec, from, facts);
  for await (const page of source.store.readAll(null)) {
    for (const recorded of page) {
      if (walk.size === to) break;
      await walk.see(recorded);
    }
    onProgress(walk.size);
    if (walk.size === to) break;
  }
  const { size } = walk;
  if (size < from) {
    throw new NothingToExport(`The log ends at sequence ${size}: there is nothing from ${from} on.`);
  }
  const files = await facts.close();
  const { keys, seals } = await writeSeals(source, folder, size);
  const { ledgerId } = source.codec;
  const manifest: LogManifest = {
    daybook: 'log-export-1', ledgerId, first: from, last: size, facts: size - from + 1, before: walk.before!, head: walk.head(), keys, files, seals, program,
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const manifestSha256 = sha256(text);
  // In the form that sha256sum --check takes.
  await writeFile(join(folder, `${logManifestFile}.sha256`), `${manifestSha256}  ${logManifestFile}\n`, { flag: 'wx', flush: true });
  await writeFile(join(folder, logManifestFile), text, { flag: 'wx', flush: true });
  return { manifest, manifestSha256 };
}

/** Counts own events, grows the tree over all of them, and writes those from the first one asked for. */
class ExportWalk {
  private readonly tree = new GrowingTree();
  private recordedAt = 0;
  before: LogManifest['before'] | null = null;

  constructor(
    private readonly codec: EventCodec,
    private readonly from: number,
    private readonly facts: LineFiles,
  ) {}

  get size(): number {
    return this.tree.size;
  }

  head(): TreeHead {
    return { rootHash: this.tree.root().toString('hex'), recordedAt: this.recordedAt };
  }

  async see(recorded: RecordedEvent): Promise<void> {
    const found = this.codec.inspect(recorded, false);
    if (found === null) return;
    const sequence = this.tree.size + 1;
    if (sequence === this.from) {
      this.before = { ...this.head(), peaks: this.tree.peaks().map((hash) => hash.toString('hex')) };
    }
    this.recordedAt = Math.max(this.recordedAt, found.copy?.recordedAt ?? recorded.createdAt);
    const place = { sequence, recordedAt: this.recordedAt };
    const { stream, revision, id } = recorded;
    this.tree.append(factLeaf(this.codec.ledgerId, { ...place, stream, revision, id, contentHash: found.contentHash }));
    if (sequence >= this.from) {
      await this.facts.add(factLine(recorded, place));
    }
  }
}

/**
 * The stream of seals in a file of its own: a seal stands behind the facts it covers, and a part of the log holds
 * neither all seals over it nor all keys. A seal over more than the last fact proves nothing of it and is left out.
 */
async function writeSeals(source: { readonly store: EventStore; readonly codec: EventCodec }, folder: string, size: number) {
  const file = new LineFiles(folder, () => 'seals.jsonl', Number.MAX_SAFE_INTEGER);
  const keys: { readonly keyId: string; readonly publicKey: string }[] = [];
  for await (const recorded of source.store.readStream(sealStream)) {
    const { revision, type } = recorded;
    const data = sealData(recorded);
    const { keyId, publicKey, size: covered } = data;
    if (type === 'LogSealed' && typeof covered === 'number' && covered > size) continue;
    if (type === 'SealKeyIntroduced') keys.push({ keyId: String(keyId), publicKey: String(publicKey) });
    await file.add(canonicalJson({ data, revision, type }));
  }
  const [seals] = await file.close();
  return { keys, seals: seals! };
}

/** What cannot be read is written as nothing, which no signature fits. */
function sealData({ data }: RecordedEvent): Record<string, unknown> {
  try {
    const value = JSON.parse(data) as Record<string, unknown> | null;
    canonicalJson(value);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
