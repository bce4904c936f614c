import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type EventToAppend } from '#event-store';

/** Logs as earlier programs wrote them. Files are added here, never changed: `npm run golden:add` adds what is missing. */
export const goldenFolder = 'apps/checks/golden-logs/logs';
export const shapesFile = 'shapes.jsonl';
export const sumsFile = 'sha256.txt';
export const expectedFile = 'expected.json';
export const shapesLedgerId = 'golden-shapes';

/** One stored fact, as a line of an exported log or of the shapes. */
export interface GoldenFact extends EventToAppend {
  readonly stream: string;
  readonly revision: number;
  /** Milliseconds since the Unix epoch. */
  readonly recordedAt: number;
}

/** A stored fact of one version of one type, and what it was read as. */
export interface GoldenShape extends GoldenFact {
  /** SHA-256 of the data as lifted to the version of today, when it was added. */
  readonly readAs: string;
}

interface Line {
  readonly data: unknown;
  readonly metadata: { readonly schemaVersion: number };
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: number;
  readonly readAs?: string;
}

const linesOf = (path: string): readonly Line[] => readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Line);

/** Lines are canonical JSON, and so is what was stored: one gives the other back. */
const factOf = ({ data, metadata, id, type, stream, revision, recordedAt }: Line): GoldenFact => ({
  id, type, stream, revision, recordedAt, data: canonicalJson(data), metadata: canonicalJson(metadata),
});

/** Folders of whole logs, each an export with what came of it. */
export const goldenLogs = (root: string): readonly string[] =>
  readdirSync(join(root, goldenFolder), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(root, goldenFolder, name)).sort();

export const factsOf = (folder: string): readonly GoldenFact[] =>
  readdirSync(folder).filter((name) => /^facts-\d+\.jsonl$/.test(name)).sort().flatMap((name) => linesOf(join(folder, name)).map(factOf));

export function shapesOf(root: string): readonly GoldenShape[] {
  const path = join(root, goldenFolder, shapesFile);
  return existsSync(path) ? linesOf(path).map((line) => ({ ...factOf(line), readAs: line.readAs ?? '' })) : [];
}

/** `InvoiceIssued.v1`: a type at the version a fact was written in. */
export const writtenAs = ({ type, metadata }: GoldenFact): string => `${type}.v${(JSON.parse(metadata) as Line['metadata']).schemaVersion}`;

/** Every type and version that some golden log holds. */
export const versionsHeld = (root: string): ReadonlySet<string> => new Set([...goldenLogs(root).flatMap(factsOf), ...shapesOf(root)].map(writtenAs));

/** SHA-256 of every file, and of the shapes line by line: lines may follow, none may change. */
export function sumsOf(root: string): readonly string[] {
  const sum = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
  const files = goldenLogs(root).flatMap((folder) => readdirSync(folder).filter((name) => name !== expectedFile).sort().map((name) => join(folder, name)));
  const lines = existsSync(join(root, goldenFolder, shapesFile)) ? readFileSync(join(root, goldenFolder, shapesFile), 'utf8').trimEnd().split('\n') : [];
  return [
    ...files.map((path) => `${sum(readFileSync(path))}  ${path.slice(join(root, goldenFolder).length + 1)}`),
    ...lines.map((line, at) => `${sum(line)}  ${shapesFile}:${at + 1}`),
  ];
}
