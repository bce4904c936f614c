import { existsSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { CliFailure } from '../cli-failure';
import { asHeld, logFile, openRemoteLog } from '../data-folder';
import { eventStoreUrlOf, folderPlace, isEventStoreUrl, placeInWords, type LedgerPlace } from '../ledger-place';
import { oneByOne, oneTransaction } from './append-windows';
import type { CopyTarget } from './copy-log';

/** A data folder, or `esdb://…`. @throws CliFailure for an address of something else. */
export function copyPlace(text: string, option: string): LedgerPlace {
  return isEventStoreUrl(text) ? { ...folderPlace('.'), eventStoreUrl: eventStoreUrlOf(text, option) } : folderPlace(text);
}

export const isSamePlace = (one: LedgerPlace, other: LedgerPlace): boolean => one.eventStoreUrl === other.eventStoreUrl && one.folder === other.folder;

export const copyPlaceInWords = (place: LedgerPlace): string => placeInWords(place).replace(/ \(with .*\)$/, '');

/** Opens the source; a folder is held, so that nobody writes to it meanwhile. */
export async function openSource({ folder, eventStoreUrl }: LedgerPlace): Promise<EventStore> {
  if (eventStoreUrl !== null) {
    return openRemoteLog(eventStoreUrl);
  }
  if (!existsSync(logFile(folder))) {
    throw new CliFailure('usage', `There is no log in ${folder}. Name the data folder to copy from, or esdb://…, with --from.`);
  }
  return held(folder);
}

/** Opens the target, making the folder when there is none. */
export async function openTarget({ folder, eventStoreUrl }: LedgerPlace): Promise<CopyTarget> {
  return eventStoreUrl === null ? { store: await held(folder), window: oneTransaction } : { store: await openRemoteLog(eventStoreUrl), window: oneByOne };
}

async function held(folder: string): Promise<EventStore> {
  try {
    return await openEmbeddedStore({ file: logFile(folder) });
  } catch (error) {
    throw asHeld(error, folder);
  }
}
