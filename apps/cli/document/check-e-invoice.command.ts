import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'nest-commander';
import { checkRules, readRules, type RuleSet } from '#documents';
import { CliFailure } from '../cli-failure';
import { DaybookCommand } from '../daybook-command';

interface CheckOptions {
  readonly rules?: string;
  readonly color?: boolean;
}

/** Electronic invoices are small; a larger file is something else. */
const bytesMax = 8_000_000;

@Command({
  name: 'check-e-invoice',
  arguments: '<files...>',
  description: 'check electronic invoices (UBL or CII) by the Schematron rules of EN 16931; slow: seconds for each file',
  argsDescription: { files: 'XML files' },
})
export class CheckEInvoiceCommand extends DaybookCommand<CheckOptions> {
  protected override execute(files: readonly string[], { rules: folder }: CheckOptions): Promise<void> {
    if (folder === undefined) {
      throw new CliFailure(
        'usage',
        'Name the directory with the rules: --rules DIR. The official ones are published as EN16931-UBL-validation-preprocessed.sch and EN16931-CII-validation-preprocessed.sch.',
      );
    }
    const rules = rulesIn(folder);
    const failed = files.filter((file) => !this.passes(file, rules));
    if (failed.length > 0) {
      throw new CliFailure('check-failed', `${failed.length} of ${files.length} files break a rule.`);
    }
    return Promise.resolve();
  }

  /** Prints what it finds. Warnings are shown and pass. */
  private passes(file: string, rules: readonly RuleSet[]): boolean {
    const checked = checkRules(readXml(file), rules);
    if (!checked.ok) {
      throw new CliFailure('refused', `${file}: ${checked.refusal.code}: ${checked.refusal.message}`);
    }
    const { syntax, failures } = checked.value;
    const fatal = failures.filter(({ warning }) => !warning);
    this.terminal.print(`${file}: ${syntax.toUpperCase()}, ${fatal.length} broken rules, ${failures.length - fatal.length} warnings`);
    for (const { rule, text, place, warning } of failures) {
      this.terminal.print(`  ${rule}${warning ? ' (warning)' : ''} at ${place}\n    ${text}`);
    }
    return fatal.length === 0;
  }

  @Option({ flags: '--rules <folder>', description: 'directory with the Schematron files (.sch, preprocessed)' })
  rules(folder: string): string {
    return folder;
  }
}

function rulesIn(folder: string): readonly RuleSet[] {
  const read = readRules(readFiles(folder));
  if (!read.ok) {
    throw new CliFailure('usage', `${folder}: ${read.refusal.message}`);
  }
  return read.value;
}

function readFiles(folder: string): readonly { readonly name: string; readonly text: string }[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.sch')).sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function readXml(file: string): string {
  try {
    if (statSync(file).size > bytesMax) {
      throw new CliFailure('refused', `${file} is over ${bytesMax} bytes; that is no electronic invoice.`);
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw error instanceof CliFailure ? error : unreadable(file, error);
  }
}

const unreadable = (path: string, error: unknown): CliFailure => new CliFailure('usage', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
