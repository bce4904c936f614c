import { open, rename, rm } from 'node:fs/promises';
import { inChunks } from '#exports';
import { CliFailure } from '../cli-failure';
import { startProgress } from '../output/progress';

type Part = string | Uint8Array;

/**
 * Writes an export to a file, or to standard output when none is named. The file appears under its name when it is whole:
 * until then it ends in `.part`, which is removed when the export fails.
 */
export async function writeExport(parts: AsyncIterable<Part>, out: string | undefined): Promise<void> {
  if (out === undefined) {
    await toStandardOutput(parts);
    return;
  }
  const part = `${out}.part`;
  const progress = startProgress(`export to ${out}, KiB`, null);
  const file = await open(part, 'w', 0o600);
  try {
    try {
      let written = 0;
      for await (const chunk of inChunks(parts)) {
        await file.writeFile(chunk);
        written += chunk.length;
        progress.update(Math.floor(written / 1024));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  progress.done();
}

async function toStandardOutput(parts: AsyncIterable<Part>): Promise<void> {
  let failed: NodeJS.ErrnoException | null = null;
  const onError = (error: NodeJS.ErrnoException): void => { failed = error; };
  process.stdout.on('error', onError);
  const refuseFailed = (): void => {
    if (failed !== null) {
      throw new CliFailure('refused', `Standard output was closed before the export ended (${failed.code ?? failed.message}). Name a file with --out.`);
    }
  };
  try {
    for await (const chunk of inChunks(parts)) {
      refuseFailed();
      await new Promise<void>((done) => process.stdout.write(chunk, () => done()));
    }
    refuseFailed();
  } finally {
    process.stdout.off('error', onError);
  }
}

/** Bytes for other programs are not for a terminal. */
export function refuseTerminal(format: string, out: string | undefined): void {
  if (out === undefined && process.stdout.isTTY) {
    throw new CliFailure('usage', `${format} is not text: name a file with --out.`);
  }
}
