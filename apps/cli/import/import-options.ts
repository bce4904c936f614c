import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Option } from 'nest-commander';
import { currency, parseDecimal } from '#money';
import { CliFailure } from '../cli-failure';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { dateFormats, type DateFormat } from './file-dates';

export interface ImportOptions extends DataOptions {
  readonly entity?: string;
  readonly currency?: string;
  readonly rate?: string;
  readonly dateFormat?: DateFormat;
}

/** Options of every import. */
export abstract class ImportCommandBase<Options extends ImportOptions> extends LedgerCommand<Options> {
  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--currency <code>', description: "ISO 4217 code of the amounts (default: the entity's base currency)" })
  currency(code: string): string {
    if (!/^[A-Z]{3}$/.test(code) || currency(code) === undefined) {
      throw new CliFailure('usage', `--currency ${JSON.stringify(code)} is no currency of ISO 4217; write its three capital letters, such as GBP.`);
    }
    return code;
  }

  @Option({ flags: '--rate <rate>', description: 'base units per unit of the currency, when it is not the base currency' })
  rate(text: string): string {
    const rate = parseDecimal(text, { maxDecimals: 12 });
    if (!rate.ok || rate.value.isZero()) {
      throw new CliFailure('usage', `--rate ${rate.ok ? '"0" must be above zero' : rate.problem.message}.`);
    }
    return text;
  }

  @Option({ flags: '--date-format <format>', description: 'iso, mdy (12/31/2010) or dmy (31/12/2010)', choices: [...dateFormats] })
  dateFormat(format: string): string {
    return format;
  }
}

/** Names an import run by the file's name and content, so that the same import has the same ids. */
export async function importRun(kind: string, file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
  }
  const name = basename(file).replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 40);
  return `import-${kind}:${name}:${hash.digest('hex').slice(0, 12)}`;
}
