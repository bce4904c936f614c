import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, Option } from 'nest-commander';
import { webhookFileName } from '#read-models';
import { CliFailure } from '../cli-failure';
import { logFile, subjectKeyFile } from '../data-folder';
import { DataCommand, type DataOptions } from '../daybook-command';
import { folderPlace } from '../ledger-place';
import { actOnRecord } from '../on-record/place-records';
import { startProgress } from '../output/progress';
import { checksTable } from '../verify/checks-table';
import { verifyChainPlace } from '../verify/verify-chain-place';
import { backedUpLog, fileDigest, readManifest, type BackupManifest } from './backup-manifest';

interface RestoreOptions extends DataOptions {
  readonly from?: string;
  readonly anchor?: string;
}

@Command({ name: 'restore', description: 'put a backup into an empty data folder, once it fits its manifest and its seals' })
export class RestoreCommand extends DataCommand<RestoreOptions> {
  protected override async execute(_args: readonly string[], options: RestoreOptions): Promise<void> {
    const { folder } = this.placeOf(options);
    if (options.from === undefined) {
      throw new CliFailure('usage', 'Name the folder of the backup with --from.');
    }
    const source = resolve(options.from);
    if (existsSync(logFile(folder))) {
      throw new CliFailure('refused', `${folder} holds a log. A backup goes into an empty folder: name another with --data, or move that log away.`);
    }
    const manifest = await readManifest(source);
    await this.check(source, manifest, options.anchor);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (existsSync(subjectKeyFile(source))) await put(subjectKeyFile(source), subjectKeyFile(folder));
    if (existsSync(join(source, webhookFileName))) await put(join(source, webhookFileName), join(folder, webhookFileName));
    await put(join(source, backedUpLog), logFile(folder));
    await this.onRecord(folder, manifest, source);
    this.terminal.print(`Restored ${manifest.facts} facts of ledger ${manifest.ledgerId} into ${folder}.`);
    this.terminal.note(
      'Read models are made again by the next start; those on PostgreSQL that know more than this log are refused and named: rebuild them with --accept-shorter-log. ' +
        'What was recorded after the backup is gone from here: compare with seals kept outside (daybook verify --chain --anchor).',
    );
  }

  @Option({ flags: '--from <folder>', description: 'folder of the backup' })
  from(folder: string): string {
    return folder;
  }

  @Option({ flags: '--anchor <place>', description: 'seals kept outside, to check the backup against too' })
  anchor(place: string): string {
    return place;
  }

  /** The restored log itself says that it was restored; without that it is not left there. */
  private async onRecord(folder: string, { facts, sha256 }: BackupManifest, source: string): Promise<void> {
    const changes = [{ name: 'from', after: source }, { name: 'facts', after: String(facts) }, { name: 'sha256', after: sha256 }];
    try {
      await actOnRecord(folderPlace(folder), { act: 'restore', changes }, () => Promise.resolve());
    } catch (error) {
      await rm(logFile(folder), { force: true });
      throw error;
    }
  }

  /** @throws CliFailure when it is not what was backed up. */
  private async check(source: string, manifest: BackupManifest, anchor: string | undefined): Promise<void> {
    const path = join(source, backedUpLog);
    const bytes = await stat(path).catch(() => null);
    if (bytes?.size !== manifest.bytes || (await fileDigest(path)) !== manifest.sha256) {
      throw new CliFailure('check-failed', `${path} is not the file its manifest describes: it was changed or cut. Take another backup.`);
    }
    const progress = startProgress('Checking the backup', 0);
    const { checks, head } = await verifyChainPlace(folderPlace(source), anchor, (facts) => progress.update(facts)).finally(() => progress.done());
    const failed = checks.filter(({ ok, name }) => !ok && !(manifest.sealed === 0 && name === 'seals'));
    if (failed.length > 0 || head.rootHash !== manifest.rootHash || head.facts !== manifest.facts) {
      this.terminal.print(checksTable(checks, this.terminal.style));
      throw new CliFailure('check-failed', 'The backup does not fit its seals or its manifest: nothing was restored.');
    }
  }
}

/** The file appears in its place whole or not at all. */
async function put(source: string, target: string): Promise<void> {
  const draft = `${target}.part`;
  await copyFile(source, draft, constants.COPYFILE_FICLONE);
  const handle = await open(draft, 'r+');
  await handle.chmod(0o600);
  await handle.sync();
  await handle.close();
  await rename(draft, target);
}
