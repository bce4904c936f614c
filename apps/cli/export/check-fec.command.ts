import { createReadStream } from 'node:fs';
import { Command } from 'nest-commander';
import { checkFec, fecRules, type FecFindings } from '#exports';
import { CliFailure } from '../cli-failure';
import { DaybookCommand } from '../daybook-command';

const problemsShown = 50;

@Command({
  name: 'check-fec',
  arguments: '<file>',
  description: 'check a file of article A47 A-1 (FEC), from any program: form, dates, amounts, numbering, balance, lettering',
  argsDescription: { file: '<SIREN>FEC<YYYYMMDD>.txt' },
})
export class CheckFecCommand extends DaybookCommand {
  protected override async execute([file = '']: readonly string[]): Promise<void> {
    const findings = await checkFec(file, readable(file));
    const { lines, entries, debit, credit, problems, problemCount } = findings;
    this.terminal.print(`${file}: ${lines} lines, ${entries} entries, debit ${debit}, credit ${credit}`);
    for (const { rule, line, message } of problems.slice(0, problemsShown)) {
      this.terminal.print(`  ${rule}${line === 0 ? '' : `, line ${line}`}: ${message}`);
    }
    if (problemCount > 0) {
      throw new CliFailure('check-failed', brokenRules(findings));
    }
    this.terminal.print(`every rule is kept: ${Object.keys(fecRules).join(', ')}`);
  }
}

function brokenRules({ problems, problemCount }: FecFindings): string {
  const rules = [...new Set(problems.map(({ rule }) => rule))].map((rule) => `  ${rule}: ${fecRules[rule]}`);
  return `${problemCount} problems. The rules they break:\n${rules.join('\n')}`;
}

async function* readable(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new CliFailure('usage', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
