import { Command, Option } from 'nest-commander';
import { ReadModelsUnfit, type ReadModels, type RebuildResult } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReports } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { actOnRecord } from '../on-record/place-records';
import { startProgress, type Progress } from '../output/progress';
import { renderTable } from '../output/table';
import { endOfLog, shortfalls } from './log-end';

interface RebuildOptions extends DataOptions {
  readonly acceptShorterLog?: boolean;
}

@Command({
  name: 'rebuild',
  arguments: '[name]',
  description: 'replay the log into new read models beside the live ones, compare them, and put the new ones live',
})
export class RebuildCommand extends LedgerCommand<RebuildOptions> {
  protected override async execute([name]: readonly string[], options: RebuildOptions): Promise<void> {
    const changes = options.acceptShorterLog === true ? [{ name: 'accept-shorter-log', after: 'yes' }] : [];
    await actOnRecord(this.placeOf(options), { act: 'rebuild', changes, ...(name === undefined ? {} : { subject: name }) }, () => this.rebuild(name, options));
  }

  private async rebuild(name: string | undefined, options: RebuildOptions): Promise<void> {
    const reading = await openForReports(this.placeOf(options));
    try {
      const misfits = await reading.readModels.misfits();
      for (const { message } of misfits) {
        process.stderr.write(`${message}\n`);
      }
      if (options.acceptShorterLog !== true && misfits.some(({ reason }) => reason === 'log-lost-events')) {
        throw new CliFailure('refused', 'Nothing was rebuilt. If the shorter log is the right one, keep a copy of the read models and repeat with --accept-shorter-log.');
      }
      const results = await this.replay(reading.readModels, name, options);
      const total = await endOfLog(reading);
      const short = await shortfalls(reading.readModels, results, total);
      this.print(results, short);
      this.judge(results, short, total);
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--accept-shorter-log', description: 'rebuild although the log no longer holds everything the read models had read' })
  acceptShorterLog(): boolean {
    return true;
  }

  private async replay(readModels: ReadModels, name: string | undefined, { acceptShorterLog = false }: RebuildOptions): Promise<RebuildResult[]> {
    let progress: Progress | null = null;
    try {
      return await readModels.rebuild(
        name,
        ({ sequence, total }) => {
          progress ??= startProgress('Replaying', Math.max(total, sequence));
          progress.update(sequence);
        },
        { acceptShorterLog },
      );
    } catch (error) {
      if (error instanceof RangeError) {
        throw error;
      }
      if (error instanceof ReadModelsUnfit) {
        throw new CliFailure('refused', `${error.message} If the log is right as it is, repeat with --accept-shorter-log.`);
      }
      const message = error instanceof Error ? error.message : String(error);
      throw new CliFailure('check-failed', `The log could not be replayed: ${message}. The live read models were left as they are; "daybook verify" lists what is damaged.`);
    } finally {
      (progress as Progress | null)?.done();
    }
  }

  private print(results: readonly RebuildResult[], short: ReadonlyMap<string, string>): void {
    this.terminal.print(
      renderTable(
        [{ title: 'read model' }, { title: 'events', kind: 'amount' }, { title: 'compared with before' }, { title: 'digest' }],
        results.map((result) => [result.projection, String(result.events), short.has(result.projection) ? 'NOT AT THE END' : compared(result.same), result.digest.slice(0, 16)]),
        this.terminal.style,
      ),
    );
  }

  private judge(results: readonly RebuildResult[], short: ReadonlyMap<string, string>, total: number): void {
    const changed = results.filter(({ same }) => same === false);
    const problems = [...short].map(([projection, why]) => `Read model ${projection} did not reach the end of the log (${total} events): ${why}`);
    if (changed.length > 0) {
      const names = changed.map(({ projection, miscounted }) => (miscounted === null ? projection : `${projection} (${miscounted})`)).join(', ');
      problems.push(`The live rows of ${names} were not what the log gives. The new ones are live now; find out who changed the old ones.`);
    }
    if (problems.length > 0) {
      throw new CliFailure('check-failed', problems.join('\n'));
    }
  }
}

const compared = (same: boolean | null): string => (same === null ? 'new: nothing to compare' : same ? 'identical' : 'DIFFERENT');
