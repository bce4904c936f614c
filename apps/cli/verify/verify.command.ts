import { Command, Option } from 'nest-commander';
import type { Check } from '#audit';
import { CliFailure } from '../cli-failure';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { startProgress, type Progress } from '../output/progress';
import { checksTable } from './checks-table';
import { verifyChainPlace } from './verify-chain-place';
import { verifyPlace } from './verify-place';

interface VerifyOptions extends DataOptions {
  readonly chain?: true;
  readonly anchor?: string;
  readonly format?: 'table' | 'json';
}

@Command({ name: 'verify', description: 're-derive every read model from the log and compare; check the file, numbers, steps, postings, balances and hashes' })
export class VerifyCommand extends LedgerCommand<VerifyOptions> {
  protected override async execute(_args: readonly string[], options: VerifyOptions): Promise<void> {
    if (options.anchor !== undefined && options.chain !== true) {
      throw new CliFailure('usage', '--anchor goes with --chain.');
    }
    const { checks, head } = options.chain === true ? await this.verifyChain(options) : { checks: await this.verifyAll(options), head: undefined };
    const failed = checks.filter(({ ok }) => !ok).length;
    if (options.format === 'json') {
      this.terminal.print(JSON.stringify({ ok: failed === 0, ...(head === undefined ? {} : { head }), checks }, null, 2));
    } else {
      this.terminal.print(checksTable(checks, this.terminal.style));
    }
    if (failed > 0) {
      throw new CliFailure('check-failed', `${failed} of ${checks.length} checks do not hold.`);
    }
    this.terminal[options.format === 'json' ? 'note' : 'print'](`All ${checks.length} checks hold.`);
    if (head !== undefined) {
      this.terminal.note(`${head.facts} facts under root ${head.rootHash}; ${head.unsealed} of them since the last seal.`);
    }
  }

  @Option({ flags: '--chain', description: 'check the log against its seals alone: content hashes, order, signatures; fast, and needs no read models' })
  chain(): true {
    return true;
  }

  @Option({ flags: '--anchor <place>', description: 'seals kept outside: a file of lines, a folder with a store, or esdb://…; finds a log that was rewritten or cut short' })
  anchor(place: string): string {
    return place;
  }

  @Option({ flags: '--format <format>', description: 'table, or json', choices: ['table', 'json'] })
  format(format: string): string {
    return format;
  }

  private async verifyChain({ anchor, ...options }: VerifyOptions): Promise<Awaited<ReturnType<typeof verifyChainPlace>>> {
    const progress = startProgress('Checking the chain', 0);
    try {
      return await verifyChainPlace(this.placeOf(options), anchor, (facts) => progress.update(facts));
    } finally {
      progress.done();
    }
  }

  private async verifyAll(options: VerifyOptions): Promise<readonly Check[]> {
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
    return checks;
  }
}
