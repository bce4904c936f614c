import { Command, Option } from 'nest-commander';
import { DaybookCommand } from './daybook-command';

interface BenchCommandOptions {
  readonly short?: boolean;
  readonly only?: string;
}

@Command({ name: 'bench', description: 'measure throughput beside its baselines in the same run' })
export class BenchCommand extends DaybookCommand<BenchCommandOptions> {
  protected override async execute(_args: readonly string[], options: BenchCommandOptions): Promise<void> {
    // Loaded when it is asked for: every other command starts without it.
    const { runBench } = await import('./bench/index.js');
    await runBench({
      ...(options.short === undefined ? {} : { short: options.short }),
      ...(options.only === undefined ? {} : { only: options.only }),
    });
  }

  @Option({ flags: '--short', description: 'smaller inputs; only the ratios that must hold anywhere; nothing is written' })
  short(): boolean {
    return true;
  }

  @Option({ flags: '--only <ids>', description: 'ids of the benches to run, separated by commas' })
  only(ids: string): string {
    return ids;
  }
}
