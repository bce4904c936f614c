import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { userInfo } from 'node:os';
import { AuditLog, dropRecord, readLedgerId, settledRecord, withdrawRecord } from '#billing';
import { EventCodec, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions, type AdministrativeActBegun, type AuditRecordEvent, type ExportMade } from '#ledger';
import { CliFailure } from '../cli-failure';
import { logFile, openRemoteLog } from '../data-folder';
import type { LedgerPlace } from '../ledger-place';

/** How long a command waits for its record before it does not act, milliseconds. */
const waitMsDefault = 15_000;
/** How long a record lies for the process that holds the log before the lock is tried again. */
const lieMs = 1_000;

/** Who types commands here: as in the events they make. */
export const commandLineActor = (): string => `cli:${userInfo().username}`;
const by = (): ExportMade['data']['by'] => ({ actor: commandLineActor(), channel: 'local' });

export type Change = AdministrativeActBegun['data']['changes'][number];

export interface Act {
  /** `api-key.create`, `backup`, `rebuild`. */
  readonly act: string;
  readonly subject?: string;
  readonly changes?: readonly Change[];
}

export const begunAct = ({ act, subject, changes = [] }: Act): AdministrativeActBegun => ({
  type: 'AdministrativeActBegun',
  data: { actId: randomUUID(), act, ...(subject === undefined ? {} : { subject }), changes: [...changes], by: by() },
});

export function endedAct({ data: { changes: _told, ...about } }: AdministrativeActBegun, outcome: 'done' | 'failed'): AuditRecordEvent {
  return { type: 'AdministrativeActEnded', data: { ...about, outcome } };
}

/**
 * Does an act that must be on record: its beginning is stored before anything is done, its end afterwards.
 *
 * @throws CliFailure when the beginning cannot be recorded; then nothing was done.
 */
export async function actOnRecord<Outcome>(place: LedgerPlace, asked: Act, work: () => Promise<Outcome>): Promise<Outcome> {
  const begun = begunAct(asked);
  await recordAt(place, begun);
  const end = (outcome: 'done' | 'failed'): Promise<void> => recordAt(place, endedAct(begun, outcome));
  let outcome: Outcome;
  try {
    outcome = await work();
  } catch (error) {
    // What went wrong is told first; a beginning without an end says that it did not come through.
    await end('failed').catch(() => undefined);
    throw error;
  }
  await end('done').catch((error: unknown) => {
    process.stderr.write(`It is done, but its end is not on record: ${error instanceof Error ? error.message : String(error)}\n`);
  });
  return outcome;
}

/** Options that say where the ledger is and how to print: no parameters of what was exported. */
const notParameters: ReadonlySet<string> = new Set(['data', 'eventStore', 'color']);

/**
 * Puts an export on record, before its first byte is written.
 *
 * @throws CliFailure when that cannot be; then nothing may be exported.
 */
export function exportOnRecord(place: LedgerPlace, format: string, options: object, throughSequence?: number): Promise<void> {
  const parameters = Object.entries(options)
    .filter(([name, value]) => value !== undefined && !notParameters.has(name))
    .map(([name, value]) => ({ name, value: (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 1_000) }));
  const through = throughSequence === undefined ? {} : { throughSequence };
  return recordAt(place, { type: 'ExportMade', data: { exportId: randomUUID(), format, parameters, ...through, by: by() } });
}

/**
 * Puts a record on the log of a place: itself where nobody holds that log, else through the process that does. Where
 * there is no ledger yet there is no record either; the keys and settings it begins with are recorded by its first start.
 *
 * @throws CliFailure when it is not on record within `waitMs` milliseconds.
 */
export async function recordAt({ folder, eventStoreUrl }: LedgerPlace, event: AuditRecordEvent, waitMs = waitMsDefault): Promise<void> {
  if (eventStoreUrl !== null) {
    await appendTo(await openRemoteLog(eventStoreUrl), event);
    return;
  }
  if (!existsSync(logFile(folder))) return;
  const deadline = performance.now() + waitMs;
  for (;;) {
    const store = await openUnlessHeld(folder);
    if (store !== null) {
      await appendTo(store, event);
      return;
    }
    if (await throughHolder(folder, event, deadline)) {
      return;
    }
    if (performance.now() > deadline) {
      const remedy = 'Look at that process, or stop it; then repeat the command.';
      throw new CliFailure('refused', `Nothing was done: it must be on record first, and the process that holds ${folder} did not record it. ${remedy}`);
    }
  }
}

async function openUnlessHeld(folder: string): Promise<EventStore | null> {
  try {
    return await openEmbeddedStore({ file: logFile(folder) });
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'STORE_LOCKED') return null;
    throw error;
  }
}

async function appendTo(store: EventStore, event: AuditRecordEvent): Promise<void> {
  try {
    const ledgerId = await readLedgerId(store);
    if (ledgerId === null) return;
    const timing = { now: Date.now, pause: async (milliseconds: number) => { await delay(milliseconds); }, jitter: () => 1, deadlineMilliseconds: 10_000 };
    const log = new AuditLog(store, new EventCodec({ definitions: eventDefinitions, ledgerId }), { ids: { next: randomUUID }, timing });
    await log.append(event, commandLineActor());
  } finally {
    await store.close();
  }
}

/** True: on record. False: nobody took it, and it was taken back. */
async function throughHolder(folder: string, event: AuditRecordEvent, deadline: number): Promise<boolean> {
  const path = await dropRecord(folder, randomUUID(), { actor: commandLineActor(), event });
  const until = performance.now() + lieMs;
  for (;;) {
    await delay(50);
    const late = performance.now() > until;
    const state = late ? await withdrawRecord(path) : await settledRecord(path);
    if (state === 'done') return true;
    if (state === 'taken-back') return false;
    if (typeof state === 'object') throw new CliFailure('refused', `Nothing was done: it must be on record first, and that failed: ${state.failed}`);
    if (performance.now() > deadline) {
      throw new CliFailure('refused', `Nothing was done: it must be on record first, and the process that holds ${folder} has not said that it is. Look at that process.`);
    }
  }
}
