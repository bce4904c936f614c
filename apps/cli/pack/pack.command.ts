import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, Option } from 'nest-commander';
import { eachLeaf, GrowingTree, readSealRecord, type Anchor } from '#audit';
import { canonicalJson } from '#event-store';
import { productVersion, type Basis } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReports, type ReportReading } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { exportOnRecord } from '../on-record/place-records';
import { renderTable } from '../output/table';
import { packManifestFile, readPack, type PackManifest } from './pack-manifest';
import { packReports, sha256Of, type PackedReport, type PackQuestion } from './report-pack';

interface PackOptions extends DataOptions {
  readonly period?: string;
  readonly to?: string;
  readonly check?: string;
  readonly entity?: string;
  readonly basis?: Basis;
  readonly knownAt?: number;
}

@Command({ name: 'pack', description: 'write every report of a month into a folder, with what each rests on; or check such a folder against the log' })
export class PackCommand extends LedgerCommand<PackOptions> {
  protected override async execute(_args: readonly string[], options: PackOptions): Promise<void> {
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      await (options.check === undefined ? this.write(reading, options) : this.check(reading, resolve(options.check)));
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--period <month>', description: 'YYYY-MM' })
  period(month: string): string {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
      throw new CliFailure('usage', `--period ${JSON.stringify(month)}: give a month as YYYY-MM.`);
    }
    return month;
  }

  @Option({ flags: '--to <folder>', description: 'new folder of the pack' })
  to(folder: string): string {
    return folder;
  }

  @Option({ flags: '--check <folder>', description: 'ask everything in that pack again, and compare every byte' })
  checkFolder(folder: string): string {
    return folder;
  }

  @Option({ flags: '--entity <id>', description: 'only this legal entity' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--basis <basis>', description: 'posting: the period facts are booked in (default); effective: when they count', choices: ['effective', 'posting'] })
  basis(basis: string): string {
    return basis;
  }

  @Option({ flags: '--known-at <sequence>', description: 'as known at this ledger sequence (default: all that is known)' })
  knownAt(text: string): number {
    if (!/^\d{1,15}$/.test(text)) {
      throw new CliFailure('usage', `--known-at ${JSON.stringify(text)}: give a ledger sequence.`);
    }
    return Number(text);
  }

  private async write(reading: ReportReading, { period, to, entity, basis = 'posting', knownAt, ...options }: PackOptions): Promise<void> {
    if (period === undefined || to === undefined) {
      throw new CliFailure('usage', 'Name the month with --period and a new folder with --to.');
    }
    const folder = resolve(to);
    if (existsSync(join(folder, packManifestFile))) {
      throw new CliFailure('usage', `${folder} holds a pack already. Each pack has a folder of its own.`);
    }
    const question: PackQuestion = { period, basis, knownAt: knownAt ?? (await reading.readModels.head()).sequence, ...(entity === undefined ? {} : { entityId: entity }) };
    await exportOnRecord(this.placeOf(options), 'report-pack', { period, to, entity, basis }, question.knownAt);
    await mkdir(folder, { recursive: true });
    const packed: PackedReport[] = [];
    for await (const { packed: report, files } of packReports(reading, question)) {
      packed.push(report);
      for (const { name, content } of files) await writeFile(join(folder, name), content);
    }
    const manifest: PackManifest = { daybook: 'report-pack-1', ledgerId: reading.ledgerId, question, ...(await sealedUpTo(reading, question.knownAt)), codeVersion: productVersion, reports: packed };
    await writeFile(join(folder, packManifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    this.print(packed);
    this.terminal.note(`${folder}: known at sequence ${question.knownAt}, root ${manifest.rootHash}${manifest.seal === null ? '; no seal covers it yet: daybook seal' : ''}`);
  }

  /** @throws CliFailure when a file was changed, or the log answers otherwise. */
  private async check(reading: ReportReading, folder: string): Promise<void> {
    const manifest = await readPack(folder);
    const problems: string[] = [];
    if (manifest.ledgerId !== reading.ledgerId) {
      throw new CliFailure('refused', `The pack is of ledger ${manifest.ledgerId}, not of ${reading.ledgerId}.`);
    }
    const { rootHash } = await sealedUpTo(reading, manifest.question.knownAt);
    if (rootHash !== manifest.rootHash) {
      problems.push(`the log up to sequence ${manifest.question.knownAt} has root ${rootHash}, the pack was made of one with ${manifest.rootHash}`);
    }
    const known = new Map(manifest.reports.map((report) => [report.report, report]));
    for await (const { packed } of packReports(reading, manifest.question)) {
      const kept = known.get(packed.report);
      if (kept !== undefined) problems.push(...(await differences(folder, kept, packed)));
      // A program of another version may know more reports than the one that made the pack.
      else if (manifest.codeVersion === productVersion) problems.push(`${packed.report} is missing from the pack`);
      known.delete(packed.report);
    }
    problems.push(...[...known.keys()].map((report) => `${report}: there is no such report any more`));
    if (problems.length > 0) {
      for (const problem of problems) this.terminal.print(problem);
      throw new CliFailure('check-failed', `${problems.length} things of the pack do not hold.`);
    }
    this.terminal.print(`All ${manifest.reports.length} reports come out byte for byte the same.`);
  }

  private print(packed: readonly PackedReport[]): void {
    const rows = packed.map(({ report, provenance, sha256 }) => [report, String(provenance.rowCount), sha256.slice(0, 16)]);
    this.terminal.print(renderTable([{ title: 'report' }, { title: 'rows', kind: 'amount' }, { title: 'sha256' }], rows, this.terminal.style));
  }
}

/** What of a report in a pack is not what its manifest says, or not what the log gives. */
async function differences(folder: string, kept: PackedReport, packed: PackedReport): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [file, sha256] of [[kept.file, kept.sha256], [kept.csvFile, kept.csvSha256]] as const) {
    const content = await readFile(join(folder, file), 'utf8').catch(() => '');
    if (sha256Of(content) !== sha256) problems.push(`${file} is not what its manifest describes`);
  }
  if (packed.sha256 !== kept.sha256) problems.push(`${packed.report}: the log gives other figures now`);
  else if (packed.csvSha256 !== kept.csvSha256) problems.push(`${packed.report}: the log gives another ${kept.csvFile} now`);
  if (groundsOf(packed) !== groundsOf(kept)) problems.push(`${packed.report}: the manifest says something else of what it rests on than the log gives`);
  return problems;
}

/** The program may be another one by now; everything else is the same for ever. */
const groundsOf = ({ provenance: { codeVersion: _program, ...grounds } }: PackedReport): string => canonicalJson(grounds);

/** The root over the first facts, and the first seal that covers them. */
async function sealedUpTo(reading: ReportReading, sequence: number): Promise<{ readonly rootHash: string; readonly seal: Anchor | null }> {
  const tree = new GrowingTree();
  await eachLeaf(reading, sequence, (leaf) => {
    tree.append(leaf);
  });
  const { seals, keys } = await readSealRecord(reading.store, reading.codec);
  const found = seals.find(({ seal }) => seal.size >= sequence);
  return {
    rootHash: tree.root().toString('hex'),
    seal: found === undefined ? null : { ledgerId: reading.ledgerId, ...found.seal, publicKey: keys.get(found.seal.keyId) ?? '' },
  };
}
