import { Command } from 'nest-commander';
import { CliFailure } from '../cli-failure';
import { openForReports } from '../data-folder';
import { DataCommand, type DataOptions } from '../daybook-command';
import { startProgress, type Progress } from '../output/progress';
import { renderTable } from '../output/table';

@Command({
  name: 'rebuild',
  arguments: '[name]',
  description: 'replay the log into new read models beside the live ones, compare them, and put the new ones live',
})
export class RebuildCommand extends DataCommand {
  protected override async execute([name]: readonly string[], options: DataOptions): Promise<void> {
    const reading = await openForReports(this.folderOf(options));
    try {
      let progress: Progress | null = null;
      const results = await reading.readModels.rebuild(name, ({ sequence, total }) => {
        progress ??= startProgress('Replaying', Math.max(total, sequence));
        progress.update(sequence);
      });
      (progress as Progress | null)?.done();
      this.terminal.print(
        renderTable(
          [{ title: 'read model' }, { title: 'events', kind: 'amount' }, { title: 'compared with before' }, { title: 'digest' }],
          results.map((result) => [result.projection, String(result.events), compared(result.same), result.digest.slice(0, 16)]),
          this.terminal.style,
        ),
      );
      const changed = results.filter(({ same }) => same === false).map(({ projection }) => projection);
      if (changed.length > 0) {
        throw new CliFailure('check-failed', `The live rows of ${changed.join(', ')} were not what the log gives. The new ones are live now; find out who changed the old ones.`);
      }
    } finally {
      await reading.close();
    }
  }
}

const compared = (same: boolean | null): string => (same === null ? 'new: nothing to compare' : same ? 'identical' : 'DIFFERENT');
