import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, Option } from 'nest-commander';
import { copyPrivateFile } from '#event-store';
import { backupFile } from '#event-store/embedded';
import { webhookFileName } from '#read-models';
import { CliFailure } from '../cli-failure';
import { logFile, openForReading, subjectKeyFile } from '../data-folder';
import { DataCommand, type DataOptions } from '../daybook-command';
import { folderPlace } from '../ledger-place';
import { actOnRecord } from '../on-record/place-records';
import { startProgress } from '../output/progress';
import { checksTable } from '../verify/checks-table';
import { verifyChainPlace } from '../verify/verify-chain-place';
import { backedUpLog, fileDigest, manifestFile, type BackupManifest } from './backup-manifest';

interface BackupOptions extends DataOptions {
  readonly to?: string;
  readonly anchor?: string;
}

@Command({ name: 'backup', description: 'copy the log into a folder while the ledger runs, and check the copy against its seals' })
export class BackupCommand extends DataCommand<BackupOptions> {
  protected override async execute(_args: readonly string[], options: BackupOptions): Promise<void> {
    const { folder, eventStoreUrl } = this.placeOf(options);
    if (eventStoreUrl !== null) {
      throw new CliFailure('usage', 'The log lies in an EventStoreDB: back that up with its own tools, or copy it into a folder with daybook copy.');
    }
    if (options.to === undefined) {
      throw new CliFailure('usage', 'Name a new folder for the backup with --to.');
    }
    const target = resolve(options.to);
    if (existsSync(join(target, backedUpLog))) {
      throw new CliFailure('usage', `${target} holds a log already. Each backup has a folder of its own.`);
    }
    await (await openForReading(folderPlace(folder))).close();
    await actOnRecord(folderPlace(folder), { act: 'backup', changes: [{ name: 'to', after: target }] }, () => this.backUp(folder, target, options.anchor));
  }

  private async backUp(folder: string, target: string, anchor: string | undefined): Promise<void> {
    await mkdir(target, { recursive: true, mode: 0o700 });
    // Before the log, so that no endpoint is farther than the copy: what it took since is sent to it again.
    if (existsSync(join(folder, webhookFileName))) await copyPrivateFile(join(folder, webhookFileName), join(target, webhookFileName));
    await backupFile(logFile(folder), join(target, backedUpLog));
    // After the log, so that it holds every key the copy needs; a key destroyed in between is rightly missing.
    if (existsSync(subjectKeyFile(folder))) await copyPrivateFile(subjectKeyFile(folder), subjectKeyFile(target));
    const manifest = await this.check(target, anchor);
    this.terminal.print(`Backed up ${manifest.facts} facts, ${manifest.bytes} bytes\n  root    ${manifest.rootHash}\n  sha256  ${manifest.sha256}\n  folder  ${target}`);
    this.terminal.note(
      'The keys of the people in the log (subject-keys.db) and the secrets of webhooks (webhooks.db) are in it: guard it as you guard the data folder. ' +
        'The other keys of the data folder (API, seals, links) are not: keep them apart.',
    );
  }

  @Option({ flags: '--to <folder>', description: 'new folder of this backup' })
  to(folder: string): string {
    return folder;
  }

  @Option({ flags: '--anchor <place>', description: 'seals kept outside, to check the copy against too' })
  anchor(place: string): string {
    return place;
  }

  /** A copy that does not fit its seals is no backup: it is taken away again. An unsealed log is backed up all the same. */
  private async check(target: string, anchor: string | undefined): Promise<BackupManifest> {
    const progress = startProgress('Checking the copy', 0);
    const { checks, head } = await verifyChainPlace(folderPlace(target), anchor, (facts) => progress.update(facts)).finally(() => progress.done());
    const path = join(target, backedUpLog);
    const unsealed = head.unsealed === head.facts;
    const failed = checks.filter(({ ok, name }) => !ok && !(unsealed && name === 'seals'));
    if (failed.length > 0) {
      await rm(path, { force: true });
      this.terminal.print(checksTable(checks, this.terminal.style));
      throw new CliFailure('check-failed', 'The log does not fit its seals: nothing was backed up. Look with daybook verify.');
    }
    const { ledgerId } = await ledgerOf(target);
    const { size } = await stat(path);
    const manifest: BackupManifest = {
      daybook: 'backup-1', ledgerId, facts: head.facts, rootHash: head.rootHash, sealed: head.facts - head.unsealed, bytes: size, sha256: await fileDigest(path),
    };
    await writeFile(join(target, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
    return manifest;
  }
}

async function ledgerOf(folder: string): Promise<{ readonly ledgerId: string }> {
  const reading = await openForReading(folderPlace(folder));
  await reading.close();
  return { ledgerId: reading.ledgerId };
}
