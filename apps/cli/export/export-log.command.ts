import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Option, SubCommand } from 'nest-commander';
import { exportLog, logManifestFile, type LogManifest } from '#audit';
import { productVersion } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReading } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { exportOnRecord } from '../on-record/place-records';
import { startProgress } from '../output/progress';
import { packageRoot } from '../package-root';

interface LogOptions extends DataOptions {
  readonly out?: string;
  readonly fromSequence?: number;
  readonly toSequence?: number;
}

/** What goes with every export, so that it can be checked and understood without the program. */
const besideIt = ['apps/verifier/verify-log.mjs', 'docs/log-export.md'] as const;

@SubCommand({ name: 'log', description: 'every fact as a line of JSON, for an auditor to check without this program' })
export class ExportLogCommand extends LedgerCommand<LogOptions> {
  protected override async execute(_args: readonly string[], options: LogOptions): Promise<void> {
    const { fromSequence: from = 1, toSequence: to = null } = options;
    if (options.out === undefined) {
      throw new CliFailure('usage', 'Name a new folder for the export with --out.');
    }
    if (to !== null && to < from) {
      throw new CliFailure('usage', `--to-sequence ${to} lies before --from-sequence ${from}.`);
    }
    const folder = resolve(options.out);
    const place = this.placeOf(options);
    const reading = await openForReading(place);
    try {
      await emptyFolder(folder);
      await exportOnRecord(place, 'log', { fromSequence: from, toSequence: to ?? 'end', out: folder });
      const progress = startProgress('Exporting the log', to);
      const outcome = await exportLog(reading, { folder, from, to, program: productVersion, onProgress: (facts) => progress.update(facts) });
      progress.done();
      for (const path of besideIt) await copyFile(join(packageRoot(), path), join(folder, path.slice(path.lastIndexOf('/') + 1)));
      this.told(folder, outcome.manifest, outcome.manifestSha256);
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--out <folder>', description: 'a new or empty folder' })
  out(folder: string): string {
    return folder;
  }

  @Option({ flags: '--from-sequence <number>', description: 'first ledger sequence (default: 1)' })
  fromSequence(text: string): number {
    return sequence('--from-sequence', text);
  }

  @Option({ flags: '--to-sequence <number>', description: 'last ledger sequence (default: the end of the log)' })
  toSequence(text: string): number {
    return sequence('--to-sequence', text);
  }

  private told(folder: string, { first, last, facts, files, head }: LogManifest, manifestSha256: string): void {
    const range = first === last ? `sequence ${first}` : `sequences ${first} to ${last}`;
    this.terminal.print(
      `Exported ${facts} facts, ${range}, in ${files.length} files\n  root    ${head.rootHash}\n  sha256  ${manifestSha256} of ${logManifestFile}\n  folder  ${folder}`,
    );
    this.terminal.note(`Anybody checks it with Node alone: node ${join(folder, 'verify-log.mjs')} ${folder}${first === 1 ? '' : ' --part'}`);
  }
}

/** An export never mixes with another, nor goes on with one that was cut short. @throws CliFailure when something lies there. */
async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await readdir(folder);
  if (found.includes(logManifestFile)) {
    throw new CliFailure('usage', `${folder} holds an export already. Each export has a folder of its own.`);
  }
  if (found.some((name) => /^facts-\d+\.jsonl$/.test(name))) {
    throw new CliFailure('usage', `${folder} holds an export that was cut short. Delete the folder and repeat the command, or name another with --out.`);
  }
  if (found.length > 0) {
    throw new CliFailure('usage', `${folder} is not empty. Name a new folder with --out.`);
  }
}

function sequence(option: string, text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new CliFailure('usage', `${option} takes a ledger sequence, a whole number from 1.`);
  }
  return Number(text);
}
