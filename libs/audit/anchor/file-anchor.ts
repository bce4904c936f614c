import { appendFile, readFile } from 'node:fs/promises';
import type { AnchorSink } from '../seal/log-sealer';
import { readAnchor, type Anchor } from './anchor';

/** Appends each seal as a line to a file: best on a disk or share that the ledger's operators cannot rewrite. */
export const fileAnchor = (path: string): AnchorSink => ({
  name: `file ${path}`,
  keep: async (_anchor, line) => {
    await appendFile(path, `${line}\n`, { mode: 0o644, flush: true });
  },
});

const anchorFileBytesMax = 256 * 1024 * 1024;

/** The anchors of a file, one per line; problems name their line. @throws Error when the file cannot be read or is larger than 256 MiB. */
export async function readAnchorFile(path: string): Promise<{ readonly anchors: readonly Anchor[]; readonly problems: readonly string[] }> {
  const bytes = await readFile(path);
  if (bytes.length > anchorFileBytesMax) {
    throw new Error(`${path} holds ${bytes.length} bytes; anchor files hold at most ${anchorFileBytesMax}. Keep the last lines of it.`);
  }
  const anchors: Anchor[] = [];
  const problems: string[] = [];
  for (const [at, line] of bytes.toString('utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const reading = readAnchor(line);
    if (reading.ok) anchors.push(reading.anchor);
    else problems.push(`${path}:${at + 1} ${reading.problem}`);
  }
  return { anchors, problems };
}
