import { statSync } from 'node:fs';
import { readAnchorFile, readAnchorStream, readSealRecord, verifyChain, type Anchor, type ChainHead, type Check } from '#audit';
import { openEmbeddedStore } from '#event-store/embedded';
import { CliFailure } from '../cli-failure';
import { logFile, openForReading, openRemoteLog } from '../data-folder';
import { eventStoreUrlOf, isEventStoreUrl, type LedgerPlace } from '../ledger-place';

export interface ChainVerdict {
  readonly checks: readonly Check[];
  readonly head: ChainHead;
}

/**
 * Checks the log of a place against its seals, and against those kept elsewhere.
 *
 * @throws CliFailure when there is no log, or no anchors where they should be.
 */
export async function verifyChainPlace(place: LedgerPlace, anchorPlace: string | undefined, onProgress: (facts: number) => void): Promise<ChainVerdict> {
  const reading = await openForReading(place);
  try {
    const kept = anchorPlace === undefined ? { anchors: [], problems: [] } : await anchorsAt(anchorPlace, reading.ledgerId);
    const record = await readSealRecord(reading.store, reading.codec);
    const { checks, head } = await verifyChain(reading, record, kept.anchors, onProgress);
    return { checks: [...checks, ...keptCheck(kept.problems)], head };
  } finally {
    await reading.close();
  }
}

const keptCheck = (problems: readonly string[]): readonly Check[] =>
  problems.length === 0 ? [] : [{ name: 'anchors as kept', ok: false, detail: `${problems.length} damaged`, problems }];

interface KeptAnchors {
  readonly anchors: readonly Anchor[];
  readonly problems: readonly string[];
}

/** Seals kept in a file, in a store of its own in a folder, or in an EventStoreDB. */
export async function anchorsAt(place: string, ledgerId: string): Promise<KeptAnchors> {
  const kept = await readKept(place, ledgerId);
  if (kept.anchors.length === 0 && kept.problems.length === 0) {
    throw new CliFailure('usage', `${place} holds no seals of ledger ${ledgerId}. Name the place they were kept in with --anchor.`);
  }
  return kept;
}

async function readKept(place: string, ledgerId: string): Promise<KeptAnchors> {
  const remote = isEventStoreUrl(place);
  if (!remote && statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return readAnchorFile(place).catch((error: NodeJS.ErrnoException) => {
      throw new CliFailure('usage', `--anchor ${place}: ${error.message}`);
    });
  }
  const store = remote ? await openRemoteLog(eventStoreUrlOf(place, '--anchor')) : await openEmbeddedStore({ file: logFile(place), readOnly: true });
  try {
    return await readAnchorStream(store, ledgerId);
  } finally {
    await store.close();
  }
}
