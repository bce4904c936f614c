import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option, SubCommand } from 'nest-commander';
import { buildDossier, DocumentDesk } from '#billing';
import { handOversNamed, lookups, reports } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReports } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';

interface DossierOptions extends DataOptions {
  readonly account?: string;
  readonly output?: string;
}

@SubCommand({ name: 'dossier', arguments: '<handover>', description: 'write what an agency needs of a hand-over as a ZIP: the same bytes every time' })
export class CollectDossierCommand extends LedgerCommand<DossierOptions> {
  protected override async execute([handoverId = '']: readonly string[], options: DossierOptions): Promise<void> {
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      const named = (await handOversNamed(reading.readStore, handoverId)).filter(({ accountId }) => options.account === undefined || options.account === accountId);
      const [handOver] = named;
      if (handOver === undefined || named.length > 1) {
        const why = handOver === undefined ? 'There is no such hand-over' : `${named.length} accounts have one; say which with --account`;
        throw new CliFailure('usage', `${why}: ${JSON.stringify(handoverId)}.`);
      }
      const source = { store: reading.store, codec: reading.codec, lookups: lookups(reading.readStore, Date.now), reports: reports(reading.readStore) };
      const dossier = await buildDossier({ ...source, desk: new DocumentDesk(source) }, handOver.accountId, handoverId);
      if (dossier === null) {
        throw new CliFailure('check-failed', `The log holds no hand-over ${handoverId} in ${handOver.accountId}, yet the read models do; run daybook verify.`);
      }
      const file = resolve(options.output ?? dossier.fileName);
      await writeFile(file, dossier.bytes, { mode: 0o600 });
      this.terminal.print(file);
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--account <id>', description: 'debtor account, where several have a hand-over of that id' })
  account(id: string): string {
    return id;
  }

  @Option({ flags: '--output <file>', description: 'where to write it (default: dossier-<handover>.zip here)' })
  output(file: string): string {
    return file;
  }
}
