import { Command, Option } from 'nest-commander';
import { adoptSealKey, openSealKey, readSealRecord, stageSealKey, type LogSealer, type SealOutcome } from '#audit';
import type { Ledger } from '#billing';
import { CliFailure } from '../cli-failure';
import { openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { actOnRecord } from '../on-record/place-records';
import { anchorSinks, sealerOf, sealKeyPath } from './sealing';

interface SealOptions extends DataOptions {
  readonly anchor?: string;
  readonly rotateKey?: true;
  readonly introduceKey?: true;
}

@Command({ name: 'seal', description: 'sign everything recorded so far, and keep the seal outside the log too' })
export class SealCommand extends LedgerCommand<SealOptions> {
  protected override async execute(_args: readonly string[], options: SealOptions): Promise<void> {
    const act = options.rotateKey === true ? 'seal-key.rotate' : options.introduceKey === true ? 'seal-key.introduce' : null;
    await (act === null ? this.seal(options) : actOnRecord(this.placeOf(options), { act }, () => this.seal(options)));
  }

  private async seal(options: SealOptions): Promise<void> {
    const sinks = anchorSinks(options.anchor === undefined ? process.env : { ...process.env, DAYBOOK_ANCHOR_FILE: options.anchor });
    const ledger = await openForWriting(this.placeOf(options));
    try {
      await this.changeKey(ledger, options);
      const sealer = await sealerOf(ledger, sinks);
      if (options.introduceKey === true) {
        await sealer.introduceKey(null);
      }
      this.print(await this.sealed(sealer), sinks.length);
    } finally {
      await ledger.close();
    }
  }

  @Option({
    flags: '--anchor <file>',
    description: 'append the seal to this file outside the ledger (also DAYBOOK_ANCHOR_FILE; by mail DAYBOOK_ANCHOR_MAIL, into a second store DAYBOOK_ANCHOR_STORE)',
  })
  anchor(file: string): string {
    return file;
  }

  @Option({ flags: '--rotate-key', description: 'make a new key, endorsed by the one in use, and seal with it from now on' })
  rotateKey(): true {
    return true;
  }

  @Option({ flags: '--introduce-key', description: 'introduce the key of this node without the one that signed before, when that is lost' })
  introduceKey(): true {
    return true;
  }

  private async changeKey(ledger: Ledger, { rotateKey }: SealOptions): Promise<void> {
    if (rotateKey !== true) {
      return;
    }
    const path = sealKeyPath(ledger.dataFolder);
    const before = await openSealKey(path);
    const next = await stageSealKey(path);
    // After a crash in between, the log already knows the next key.
    if ((await readSealRecord(ledger.store, ledger.codec)).latestKey !== next.keyId) {
      await (await sealerOf(ledger, [], before)).seal();
      await (await sealerOf(ledger, [], next)).introduceKey(before);
    }
    await adoptSealKey(path, before);
    this.terminal.note(`Key ${next.keyId} follows ${before.keyId}.`);
  }

  private async sealed(sealer: LogSealer): Promise<SealOutcome> {
    try {
      return await sealer.seal();
    } catch (error) {
      const { name, message } = error as Error;
      throw new CliFailure(name === 'SealBroken' ? 'check-failed' : 'refused', message);
    }
  }

  private print(outcome: SealOutcome, sinks: number): void {
    if (outcome.kind === 'nothing-new') {
      this.terminal.print(`Nothing new since the seal over ${outcome.latest?.size ?? 0} facts.`);
      return;
    }
    const { anchor, failedSinks } = outcome;
    this.terminal.print(`Sealed ${anchor.size} facts\n  root  ${anchor.rootHash}\n  key   ${anchor.keyId}`);
    if (sinks === 0) {
      this.terminal.note('Kept in the log alone: who can rewrite the whole log can seal it again. Name a file elsewhere with --anchor.');
    }
    if (failedSinks.length > 0) {
      throw new CliFailure('refused', `The seal stands in the log, but was not kept outside: ${failedSinks.join('; ')}`);
    }
  }
}
