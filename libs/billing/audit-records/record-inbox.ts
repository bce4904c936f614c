import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditRecordEvent, AuditRecordType } from '#ledger';
import type { AuditRecorder } from './audit-recorder';

/** Beside the log: where other commands on the same data folder leave records for the process that may write. */
const folderOf = (dataFolder: string): string => join(dataFolder, 'record-inbox');
const lookEveryMs = 200;

/** What may come this way: what commands do, export and refuse. Counts and settings are of the process itself. */
const taken: ReadonlySet<AuditRecordType> = new Set(['CommandRefused', 'AdministrativeActBegun', 'AdministrativeActEnded', 'ExportMade']);

interface Dropped {
  readonly actor: string;
  readonly event: AuditRecordEvent;
}

/**
 * Takes the records that commands leave beside a process that holds the log: one file each. It goes from `.json` to `.taken` before
 * it is written, and to `.done` or `.failed` afterwards, so that the command knows whether it may act.
 */
export class RecordInbox {
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private closed = false;

  constructor(
    private readonly dataFolder: string,
    private readonly records: Pick<AuditRecorder, 'record'>,
  ) {}

  /** What an earlier process left is of commands that gave up: they did not act. */
  async open(): Promise<void> {
    const folder = folderOf(this.dataFolder);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      if (/\.(taken|done|failed)$/.test(name)) await rm(join(folder, name), { force: true });
    }
    this.lookAgain();
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.looking;
  }

  private lookAgain(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      // A folder that is away just now is looked at again: the command waits, or does not act.
      this.looking = this.look().catch(() => undefined).then(() => this.lookAgain());
    }, lookEveryMs).unref();
  }

  private async look(): Promise<void> {
    const folder = folderOf(this.dataFolder);
    for (const name of await readdir(folder)) {
      if (name.endsWith('.json')) await this.take(join(folder, name.slice(0, -'.json'.length)));
    }
  }

  private async take(path: string): Promise<void> {
    await rename(`${path}.json`, `${path}.taken`);
    const failure = await this.written(`${path}.taken`);
    await writeFile(`${path}.part`, failure ?? '', { mode: 0o600 });
    await rename(`${path}.part`, `${path}.${failure === null ? 'done' : 'failed'}`);
    await rm(`${path}.taken`, { force: true });
  }

  private async written(file: string): Promise<string | null> {
    try {
      const { actor, event } = JSON.parse(await readFile(file, 'utf8')) as Dropped;
      if (!taken.has(event.type)) return `${event.type} is not recorded this way`;
      await this.records.record(event, actor);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** Leaves a record for the process that holds the log of a data folder. @returns its place, for `withdrawRecord`. */
export async function dropRecord(dataFolder: string, id: string, dropped: Dropped): Promise<string> {
  const folder = folderOf(dataFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, id);
  await writeFile(`${path}.new`, JSON.stringify(dropped), { mode: 0o600, flush: true });
  await rename(`${path}.new`, `${path}.json`);
  return path;
}

/** What became of a record that was left: `under-way` until the process has taken and written it. */
export type LeftRecord = 'done' | 'under-way' | 'taken-back' | { readonly failed: string };

/** Looks whether it is on record. */
export async function settledRecord(path: string): Promise<LeftRecord> {
  const failed = await readFile(`${path}.failed`, 'utf8').catch(() => null);
  const done = failed === null ? await readFile(`${path}.done`).catch(() => null) : null;
  if (failed === null && done === null) return 'under-way';
  await rm(`${path}.${failed === null ? 'done' : 'failed'}`, { force: true });
  return failed === null ? 'done' : { failed };
}

/** As `settledRecord`; one that nobody has taken so far is taken back, and never will be recorded. */
export async function withdrawRecord(path: string): Promise<LeftRecord> {
  const settled = await settledRecord(path);
  return settled === 'under-way' ? rm(`${path}.json`).then(() => 'taken-back' as const, () => 'under-way' as const) : settled;
}
