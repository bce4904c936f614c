import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor } from '#audit';
import { CliFailure } from '../cli-failure';
import type { PackQuestion, PackedReport } from './report-pack';

/** What a pack says of itself: the question, the place in the log, and every report with its digest. */
export interface PackManifest {
  readonly daybook: 'report-pack-1';
  readonly ledgerId: string;
  readonly question: PackQuestion;
  /** Root of the tree over the facts up to `question.knownAt`, as a seal over them would sign it. */
  readonly rootHash: string;
  /** The first seal that covers them; null while none does. */
  readonly seal: Anchor | null;
  readonly codeVersion: string;
  readonly reports: readonly PackedReport[];
}

export const packManifestFile = 'pack.json';

/** @throws CliFailure when the folder holds no pack. */
export async function readPack(folder: string): Promise<PackManifest> {
  const path = join(folder, packManifestFile);
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new CliFailure('usage', `${folder} holds no report pack: ${error.message}`);
  });
  try {
    const manifest = JSON.parse(text) as PackManifest;
    if (manifest.daybook === 'report-pack-1' && Array.isArray(manifest.reports) && typeof manifest.question.period === 'string') {
      return manifest;
    }
  } catch {
    // Said below.
  }
  throw new CliFailure('refused', `${path} is no manifest of a report pack.`);
}
