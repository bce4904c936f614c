import { readLedgerId } from '#billing';
import { EventCodec, type EventStore } from '#event-store';
import { eventDefinitions, isOwnStreamName } from '#ledger';
import { ReadModels, type ReadStore } from '#read-models';
import { CliFailure } from '../cli-failure';
import { keysToRead, openForReading, openLogForReading, openReadStoreOf } from '../data-folder';
import type { LedgerPlace } from '../ledger-place';
import type { Check } from './check';
import { checkLog } from './check-log';
import { logPages, plainMessage } from './file-check';
import { checkPeriods } from './period-check';
import { checkReadModels, failedCheck } from './read-model-check';
import type { VerifyProgress } from './verify-ledger';

/**
 * Verifies a ledger, whatever state it is in: first the log by itself, then, if they open, the read models.
 *
 * @throws CliFailure only when there is nothing to verify: no log, or one in which nothing was ever written.
 */
export async function verifyPlace(place: LedgerPlace, onProgress: (progress: VerifyProgress) => void = () => undefined): Promise<readonly Check[]> {
  let store: EventStore;
  try {
    store = await openLogForReading(place);
  } catch (error) {
    if (error instanceof CliFailure) {
      throw error;
    }
    return [failedCheck(place.eventStoreUrl === null ? 'log file' : 'log read', plainMessage(error))];
  }
  try {
    return await verifyStore(store, place, onProgress);
  } finally {
    await store.close();
  }
}

async function verifyStore(store: EventStore, place: LedgerPlace, onProgress: (progress: VerifyProgress) => void): Promise<readonly Check[]> {
  const { ledgerId, founding } = await ledgerIdIn(store, place);
  const keys = keysToRead(place);
  const source = { store, ledgerId, codec: new EventCodec({ definitions: eventDefinitions, ledgerId, ...(keys === undefined ? {} : { keys }) }) };
  const log = await checkLog(source, (done, total) => {
    onProgress({ step: 'log', done, total });
  });
  let readStore: ReadStore;
  try {
    readStore = await openReadStoreOf(place);
  } catch (error) {
    return [...founding, ...log.checks, failedCheck('read models', `cannot be opened: ${plainMessage(error)}`)];
  }
  const readModels = new ReadModels(readStore, source);
  try {
    const models = await checkReadModels({ readModels, readStore }, log.events, (done) => {
      onProgress({ step: 'read models', done, total: log.events });
    });
    return [...founding, ...log.checks, ...models, await checkPeriods(log.periods, readStore)];
  } finally {
    await readModels.stop();
    await readStore.close();
    keys?.close();
  }
}

/** The ledger's id from its founding event; without that, the id its events carry, and a check that fails. */
async function ledgerIdIn(store: EventStore, place: LedgerPlace): Promise<{ readonly ledgerId: string; readonly founding: readonly Check[] }> {
  let problem = 'the log does not begin with the founding event of a ledger';
  try {
    const ledgerId = await readLedgerId(store);
    if (ledgerId !== null) {
      return { ledgerId, founding: [] };
    }
  } catch (error) {
    problem = `the founding event cannot be read: ${plainMessage(error)}`;
  }
  let empty = true;
  for await (const { events, faults } of logPages(store)) {
    empty &&= events.length === 0 && faults.length === 0;
    const ledgerId = events.map(({ stream, metadata }) => (isOwnStreamName(stream) ? carriedId(metadata) : null)).find((id) => id !== null);
    if (typeof ledgerId === 'string') {
      return { ledgerId, founding: [failedCheck('founding event', `${problem}; taken from the events instead: ledger ${ledgerId}`)] };
    }
  }
  if (empty) {
    await (await openForReading(place)).close();
  }
  return { ledgerId: '', founding: [failedCheck('founding event', problem)] };
}

function carriedId(metadata: string): string | null {
  try {
    const { ledgerId } = JSON.parse(metadata) as { readonly ledgerId?: unknown };
    return typeof ledgerId === 'string' ? ledgerId : null;
  } catch {
    return null;
  }
}
