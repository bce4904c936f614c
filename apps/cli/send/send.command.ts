import { Command, Option } from 'nest-commander';
import { checkMapping, parseExactJson, plainJson, type IntakeFault, type Mapping } from '#billing';
import { CliFailure } from '../cli-failure';
import { openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { shown } from '../import/line-problem';
import { formatOf, givenDocuments, inputFormats, type GivenInput, type InputFormat } from './given-documents';
import { wholeText } from './open-input';
import { previewDocuments, sendDocuments, type RefusedDocument, type SendTally } from './send-documents';

interface SendOptions extends DataOptions {
  readonly mapping?: string;
  readonly as?: InputFormat;
  readonly cloudevents?: true;
  readonly dryRun?: true;
}

const mappingCharactersMax = 1_000_000;
const refusedShownMax = 50;

@Command({
  name: 'send',
  arguments: '[input]',
  description: 'send documents of another system, such as closed sales of a CRM, by a mapping; sending them again changes nothing',
  argsDescription: { input: 'a file of JSON, JSON Lines or CSV; - or none: what is piped in' },
})
export class SendCommand extends LedgerCommand<SendOptions> {
  protected override async execute([file = '-']: readonly string[], options: SendOptions): Promise<void> {
    const mapping = await readMapping(options.mapping);
    const input: GivenInput = { file, format: options.as ?? formatOf(file), cloudEvents: options.cloudevents === true };
    if (options.dryRun === true) {
      await this.preview(input, mapping);
      return;
    }
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const tally = await sendDocuments(ledger, givenDocuments(input, mapping), { mapping });
      await ledger.readModels.catchUp();
      this.terminal.print(summary(tally));
      this.printRefused(tally.refused);
      failOnRefused(tally.refused.length);
    } finally {
      await ledger.close();
    }
  }

  /** The ledger is not even opened: a dry run works beside a server, on any machine. */
  private async preview(input: GivenInput, mapping: Mapping): Promise<void> {
    let refused = 0;
    for await (const one of previewDocuments(givenDocuments(input, mapping), mapping)) {
      refused += 'faults' in one ? 1 : 0;
      this.terminal.print(JSON.stringify(one));
    }
    failOnRefused(refused);
  }

  private printRefused(refused: readonly RefusedDocument[]): void {
    for (const { line, faults } of refused.slice(0, refusedShownMax)) {
      for (const fault of faults) {
        this.terminal.note(`  ${line}: ${faultText(fault)}`);
      }
    }
    if (refused.length > refusedShownMax) {
      this.terminal.note(`  … and ${refused.length - refusedShownMax} more; --dry-run shows all that can be told from the input alone`);
    }
  }

  @Option({ flags: '--mapping <file>', description: 'how a document becomes a command, as JSON (docs/contract/mapping.v1.json)', required: true })
  mapping(file: string): string {
    return file;
  }

  @Option({ flags: '--as <format>', description: `${inputFormats.join(', ')} (default: by the name of the file)`, choices: [...inputFormats] })
  as(format: string): string {
    return format;
  }

  @Option({ flags: '--cloudevents', description: 'each document stands in a CloudEvent; a JSON list of them is a batch' })
  cloudevents(): true {
    return true;
  }

  @Option({ flags: '--dry-run', description: 'send nothing: print each command that would be sent, and every fault with its line and path' })
  dryRun(): true {
    return true;
  }
}

async function readMapping(file: string | undefined): Promise<Mapping> {
  if (file === undefined) {
    throw new CliFailure('usage', 'Name the mapping with --mapping FILE.');
  }
  const read = parseExactJson(await wholeText(file, mappingCharactersMax));
  if (!read.ok) {
    throw new CliFailure('usage', `${file}: ${read.fault.message}`);
  }
  const checked = checkMapping(plainJson(read.value));
  if (!checked.ok) {
    throw new CliFailure('usage', `${file}: ${checked.refusal.message}`);
  }
  return checked.mapping;
}

function summary({ taken, repeated, stale, notForUs, refused }: SendTally): string {
  return `${taken} taken, ${repeated} repeated, ${stale === 0 ? '' : `${stale} stale, `}${notForUs} not for us, ${refused.length} refused.`;
}

function faultText({ code, path, field, message }: IntakeFault): string {
  const place = [path, field].filter((part) => part !== '').map(shown).join(', ');
  return `${code}${place === '' ? '' : ` at ${place}`}: ${message}`;
}

function failOnRefused(count: number): void {
  if (count > 0) {
    throw new CliFailure('refused', `${count} documents are refused. Correct them, or the mapping, and send the same input again: what is in stays as it is.`);
  }
}
