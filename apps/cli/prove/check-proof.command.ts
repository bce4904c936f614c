import { readFile } from 'node:fs/promises';
import { Command, Option } from 'nest-commander';
import { checkFactProof, checkGrowthProof, readAnchorFile, type Anchor, type FactProof, type GrowthProof } from '#audit';
import { CliFailure } from '../cli-failure';
import { DaybookCommand } from '../daybook-command';

interface CheckProofOptions {
  readonly anchor?: string;
}

@Command({ name: 'check-proof', arguments: '<file>', description: 'check a proof by itself, without the ledger; with --anchor also that its seal is one you kept' })
export class CheckProofCommand extends DaybookCommand<CheckProofOptions> {
  protected override async execute([file = '']: readonly string[], { anchor }: CheckProofOptions): Promise<void> {
    const text = await readFile(file, 'utf8').catch((error: Error) => {
      throw new CliFailure('usage', error.message);
    });
    const verdict = text.includes('"growth-proof-1"') ? checkGrowthProof(text) : checkFactProof(text);
    if (!verdict.ok) {
      throw new CliFailure('check-failed', `The proof does not hold: ${verdict.problem}.`);
    }
    for (const seal of sealsOf(verdict.proof)) {
      await this.compare(seal, anchor);
    }
    this.terminal.print(inWords(verdict.proof));
  }

  @Option({ flags: '--anchor <file>', description: 'seals that you kept yourself, one per line' })
  anchor(file: string): string {
    return file;
  }

  private async compare(seal: Anchor, anchor: string | undefined): Promise<void> {
    if (anchor === undefined) {
      this.terminal.note(
        `The proof stands on the seal over ${seal.size} facts by key ${seal.keyId}. That this key is the ledger's you must know from elsewhere: compare with a seal you kept (--anchor).`,
      );
      return;
    }
    const { anchors } = await readAnchorFile(anchor);
    const kept = anchors.find(({ size, rootHash, ledgerId }) => size === seal.size && rootHash === seal.rootHash && ledgerId === seal.ledgerId);
    if (kept === undefined) {
      throw new CliFailure('check-failed', `${anchor} does not hold the seal over ${seal.size} facts that the proof stands on.`);
    }
  }
}

const sealsOf = (proof: FactProof | GrowthProof): readonly Anchor[] => (proof.daybook === 'fact-proof-1' ? [proof.seal] : [proof.earlier, proof.later]);

function inWords(proof: FactProof | GrowthProof): string {
  if (proof.daybook === 'growth-proof-1') {
    return `The log over ${proof.later.size} facts begins with exactly the ${proof.earlier.size} sealed before.`;
  }
  const { event, sequence, recordedAt, seal } = proof;
  return `${event.type} at sequence ${sequence} (${event.stream}@${event.revision}), recorded ${new Date(recordedAt).toISOString()}, stands in the log sealed over ${seal.size} facts.`;
}
