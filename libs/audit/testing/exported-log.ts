import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { canonicalJson, lengthPrefixed, sha256, uuidV5, type EventStore } from '#event-store';
import { exportLog, type LogManifest } from '../log-export/log-export';
import { madeCodec, madeLedgerId, type PlacedEvent } from './made-log';

export const verifier = join(__dirname, '../../../apps/verifier/verify-log.mjs');

/** What the independent verifier says; `error` when it could not look. */
export interface ExportVerdict {
  readonly ok: boolean;
  readonly error?: string;
  readonly unsealed?: number;
  readonly faults: readonly { readonly check: string; readonly sequence: number | null; readonly message: string }[];
}

/** One process judges many folders: starting one for each would take longer than all checks. */
const judge = `
const { verifyLog } = await import(${JSON.stringify(pathToFileURL(verifier).href)});
const { folders, options } = JSON.parse((await import('node:fs')).readFileSync(0, 'utf8'));
const seen = folders.map((folder) => { try { return verifyLog(folder, options); } catch (error) { return { ok: false, error: error.message, faults: [] }; } });
console.log(JSON.stringify(seen));`;

interface VerifierOptions {
  readonly anchor?: string;
  readonly key?: string;
  readonly part?: boolean;
  /** 0: none beside the main one. Default: by the size of the export. */
  readonly threads?: number;
  /** How much of a file a thread is given at once. */
  readonly blockBytes?: number;
}

export function verdictsOn(folders: readonly string[], options: VerifierOptions = {}): readonly ExportVerdict[] {
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', judge], { encoding: 'utf8', input: JSON.stringify({ folders, options }), maxBuffer: 1 << 28 })) as ExportVerdict[];
}

/** Exports in scratch folders. */
export class ScratchExports {
  private readonly folders: string[] = [];

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'daybook-log-export-'));
    this.folders.push(folder);
    return folder;
  }

  async of(store: EventStore, range: { readonly from?: number; readonly to?: number; readonly fileBytesMax?: number } = {}): Promise<string> {
    const folder = await this.folder();
    await exportLog({ store, codec: madeCodec }, { from: 1, to: null, program: 'test', ...range, folder });
    return folder;
  }

  /** A copy with one file changed; with a manifest that fits the change when whoever changed it could do that too. */
  async changed(from: string, name: string, change: (bytes: Buffer) => Uint8Array | string, manifestToo: boolean): Promise<string> {
    const folder = await this.folder();
    cpSync(from, folder, { recursive: true });
    writeFileSync(join(folder, name), change(readFileSync(join(from, name))));
    if (manifestToo) fitManifest(folder);
    return folder;
  }

  async close(): Promise<void> {
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }
}

export const manifestOf = (folder: string): LogManifest => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as LogManifest;

function fitManifest(folder: string): void {
  const manifest = manifestOf(folder);
  const fitted = ({ name }: { readonly name: string }) => {
    const bytes = readFileSync(join(folder, name));
    return { name, lines: bytes.filter((byte) => byte === 10).length, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const text = JSON.stringify({ ...manifest, files: manifest.files.map(fitted), seals: fitted(manifest.seals) });
  writeFileSync(join(folder, 'manifest.json'), text);
  writeFileSync(join(folder, 'manifest.json.sha256'), `${sha256(text)}  manifest.json\n`);
}

/** The stored form of an event that no decider would make, with right hashes: what somebody writes who knows the format. */
export function madeEvent(stream: string, revision: number, type: string, content: object): PlacedEvent {
  const data = canonicalJson(content);
  const bound = {
    $causationId: 'c', $correlationId: 'c', actor: 'test', commandId: `${stream}@${revision}`, inputHash: 'v1:0', ledgerId: madeLedgerId, schemaVersion: 1,
  };
  const contentHash = sha256(lengthPrefixed(['daybook-event-1', stream, String(revision), type, '1', data, canonicalJson(bound)]));
  const id = uuidV5(lengthPrefixed([stream, String(revision), contentHash]));
  return { stream, id, type, data, metadata: canonicalJson({ ...bound, contentHash }) };
}
