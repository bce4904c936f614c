import { Command } from 'nest-commander';
import { CliFailure } from '../cli-failure';
import { openForReports } from '../data-folder';
import { DataCommand, type DataOptions } from '../daybook-command';
import { startProgress, type Progress } from '../output/progress';
import { checksTable } from './checks-table';
import { verifyLedger } from './verify-ledger';

@Command({ name: 'verify', description: 're-derive every read model from the log and compare; check numbers, postings, balances and hashes' })
export class VerifyCommand extends DataCommand {
  protected override async execute(_args: readonly string[], options: DataOptions): Promise<void> {
    const reading = await openForReports(this.folderOf(options));
    try {
      await reading.readModels.catchUp();
      let step = '';
      let progress: Progress | null = null;
      const checks = await verifyLedger(reading, (at) => {
        if (at.step !== step) {
          progress?.done();
          step = at.step;
          progress = startProgress(`Checking ${step}`, at.total);
        }
        progress?.update(at.done);
      });
      (progress as Progress | null)?.done();
      this.terminal.print(checksTable(checks, this.terminal.style));
      const failed = checks.filter(({ ok }) => !ok).length;
      if (failed > 0) {
        throw new CliFailure('check-failed', `${failed} of ${checks.length} checks do not hold.`);
      }
      this.terminal.print(`All ${checks.length} checks hold.`);
    } finally {
      await reading.close();
    }
  }
}
