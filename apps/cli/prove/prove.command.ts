import { writeFile } from 'node:fs/promises';
import { Command, Option, SubCommand } from 'nest-commander';
import { proveFact, proveGrowth, readSealRecord, type Anchor, type SealRecord } from '#audit';
import { CliFailure } from '../cli-failure';
import { openForReading, type Reading } from '../data-folder';
import { GroupCommand, LedgerCommand, type DataOptions } from '../daybook-command';
import { findFact } from './find-fact';

interface ProveOptions extends DataOptions {
  readonly to?: string;
  readonly seal?: number;
}

/** @throws CliFailure when the text is no size of a seal. */
function sizeOf(text: string, setting: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new CliFailure('usage', `${setting} ${JSON.stringify(text)}: give how many facts the seal covers, as verify --chain and the anchors name it.`);
  }
  return Number(text);
}

/** What the two commands that write proofs share. */
abstract class ProofCommand extends LedgerCommand<ProveOptions> {
  @Option({ flags: '--to <file>', description: 'write the proof to this file (default: print it)' })
  to(file: string): string {
    return file;
  }

  protected async prove(options: ProveOptions, make: (reading: Reading, seals: readonly Anchor[]) => Promise<unknown>): Promise<void> {
    const reading = await openForReading(this.placeOf(options));
    try {
      const proof = `${JSON.stringify(await make(reading, anchorsIn(await readSealRecord(reading.store, reading.codec), reading.ledgerId)), null, 2)}\n`;
      if (options.to === undefined) {
        this.terminal.print(proof.trimEnd());
      } else {
        await writeFile(options.to, proof);
        this.terminal.note(`Written to ${options.to}. Anybody can check it: daybook check-proof ${options.to}`);
      }
    } finally {
      await reading.close();
    }
  }
}

@SubCommand({ name: 'fact', arguments: '<which>', description: 'that one fact stands in the sealed log: a ledger sequence, or the number or id of an invoice or credit note' })
export class ProveFactCommand extends ProofCommand {
  protected override async execute([which = '']: readonly string[], options: ProveOptions): Promise<void> {
    await this.prove(options, async (reading, seals) => {
      const fact = await findFact(reading, which);
      const seal = seals.find(({ size }) => (options.seal === undefined ? size >= fact.sequence : size === options.seal));
      if (seal === undefined || seal.size < fact.sequence) {
        throw new CliFailure('refused', `No such seal covers sequence ${fact.sequence}; seal the log first: daybook seal`);
      }
      return proveFact(reading, fact, seal);
    });
  }

  @Option({ flags: '--seal <size>', description: 'under the seal over so many facts (default: the first that covers it)' })
  seal(text: string): number {
    return sizeOf(text, '--seal');
  }
}

interface GrowthOptions extends ProveOptions {
  readonly earlier?: number;
  readonly later?: number;
}

@SubCommand({ name: 'growth', description: 'that the log of a later seal begins with exactly the facts of an earlier one' })
export class ProveGrowthCommand extends ProofCommand {
  protected override async execute(_args: readonly string[], options: GrowthOptions): Promise<void> {
    await this.prove(options, (reading, seals) => {
      const earlier = options.earlier === undefined ? seals[0] : seals.find(({ size }) => size === options.earlier);
      const later = options.later === undefined ? seals[seals.length - 1] : seals.find(({ size }) => size === options.later);
      if (earlier === undefined || later === undefined || earlier.size > later.size) {
        throw new CliFailure('usage', `Two seals are needed, the earlier one first; there are ${seals.length}, the last over ${seals[seals.length - 1]?.size ?? 0} facts.`);
      }
      return proveGrowth(reading, earlier, later);
    });
  }

  @Option({ flags: '--earlier <size>', description: 'the seal over so many facts (default: the first)' })
  earlier(text: string): number {
    return sizeOf(text, '--earlier');
  }

  @Option({ flags: '--later <size>', description: 'the seal over so many facts (default: the last)' })
  later(text: string): number {
    return sizeOf(text, '--later');
  }
}

@Command({ name: 'prove', description: 'write a proof that anybody can check without the ledger', subCommands: [ProveFactCommand, ProveGrowthCommand] })
export class ProveCommand extends GroupCommand {}

const anchorsIn = ({ seals, keys }: SealRecord, ledgerId: string): readonly Anchor[] =>
  seals.map(({ seal }) => ({ ledgerId, ...seal, publicKey: keys.get(seal.keyId) ?? '' }));
