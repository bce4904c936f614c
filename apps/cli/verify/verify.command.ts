import { Command } from 'nest-commander';
import { CliFailure } from '../cli-failure';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { startProgress, type Progress } from '../output/progress';
import { checksTable } from './checks-table';
import { verifyPlace } from './verify-place';

@Command({ name: 'verify', description: 're-derive every read model from the log and compare; check the file, numbers, steps, postings, balances and hashes' })
export class VerifyCommand extends LedgerCommand {
  protected override async execute(_args: readonly string[], options: DataOptions): Promise<void> {
    let step = '';
    let progress: Progress | null = null;
    const checks = await verifyPlace(this.placeOf(options), (at) => {
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
  }
}
