import { readFile, stat } from 'node:fs/promises';
import { Command, Option, SubCommand } from 'nest-commander';
import { ImportBankStatement, lineResolutions, MatchBankLines, ResolveBankLine } from '#billing';
import { lookups } from '#read-models';
import { CliFailure } from '../cli-failure';
import { accepted, contextsOf } from '../command-runner';
import { entityOf, openForReports, openForWriting } from '../data-folder';
import { GroupCommand, LedgerCommand, type DataOptions } from '../daybook-command';
import { startProgress } from '../output/progress';
import { waitingCsv, waitingLines } from './show-waiting';

interface BankOptions extends DataOptions {
  readonly entity?: string;
  readonly mapping?: string;
}

const fileBytesMax = 16 * 1024 * 1024;

abstract class BankCommand<Options extends BankOptions = BankOptions> extends LedgerCommand<Options> {
  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one, or when the bank account tells' })
  entity(id: string): string {
    return id;
  }
}

@SubCommand({ name: 'import', arguments: '<files...>', description: 'take in statements: camt.053, camt.054, MT940, or CSV with --mapping' })
export class BankImportCommand extends BankCommand {
  protected override async execute(paths: readonly string[], options: BankOptions): Promise<void> {
    const mapping = options.mapping === undefined ? undefined : await readFile(options.mapping, 'utf8');
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const context = contextsOf('bank', 'import');
      for (const path of paths) {
        const { size } = await stat(path);
        if (size > fileBytesMax) throw new CliFailure('usage', `${path} has ${size} bytes; at most ${fileBytesMax} are read. Split it by statements.`);
        const file = (await readFile(path)).toString('base64');
        const body = { file, ...(options.entity === undefined ? {} : { entityId: options.entity }), ...(mapping === undefined ? {} : { mapping }) };
        const { statements } = await accepted(ledger, () => new ImportBankStatement(body, context(path)));
        for (const { statementId, statementNumber, bankAccount, lines, known } of statements) {
          this.terminal.print(`${statementId}  statement ${statementNumber} of ${bankAccount}: ${lines} lines${known ? ', on record already' : ''}`);
        }
      }
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--mapping <file>', description: 'how the columns of a CSV file are read, as JSON' })
  mappingFile(path: string): string {
    return path;
  }
}

@SubCommand({ name: 'match', description: 'match lines with refunds, payouts and open items; what is not sure waits on the worklist' })
export class BankMatchCommand extends BankCommand {
  protected override async execute(_args: readonly string[], options: BankOptions): Promise<void> {
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { entityId } = await entityOf(ledger, options.entity);
      const progress = startProgress('matching bank lines', null);
      const answer = await accepted(ledger, () => new MatchBankLines({ entityId }, contextsOf('bank', 'match')('match'), (done) => progress.update(done)));
      progress.done();
      this.terminal.print(`${answer.lines} lines: ${answer.matched} matched, ${answer.seenBefore} seen before, ${answer.parked} for a person.`);
      for (const statementId of answer.incomplete) this.terminal.note(`Statement ${statementId} is not on record whole. Import its file again; its lines wait until then.`);
      for (const refused of answer.refused) this.terminal.note(refused);
    } finally {
      await ledger.close();
    }
  }
}

interface WorklistOptions extends BankOptions {
  readonly csv?: boolean;
}

@SubCommand({ name: 'worklist', description: 'lines that wait for a person, with proposals' })
export class BankWorklistCommand extends BankCommand<WorklistOptions> {
  protected override async execute(_args: readonly string[], options: WorklistOptions): Promise<void> {
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      const filter = { state: 'parked', ...(options.entity === undefined ? {} : { entityId: options.entity }) };
      const { items } = await lookups(reading.readStore, Date.now).listBankLines(filter, { limit: 1000, oldestFirst: true });
      if (options.csv === true) {
        process.stdout.write(waitingCsv(items));
      } else {
        this.terminal.print(waitingLines(items, this.terminal.style));
      }
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--csv', description: 'as CSV, safe for a spreadsheet' })
  csv(): boolean {
    return true;
  }
}

interface ResolveOptions extends BankOptions {
  readonly as: string;
  readonly reason: string;
  readonly account?: string;
  readonly subject?: string;
  readonly item?: readonly string[];
  readonly charge?: string;
}

@SubCommand({ name: 'resolve', arguments: '<statement> <line>', description: 'say what a line is' })
export class BankResolveCommand extends BankCommand<ResolveOptions> {
  protected override async execute([statementId = '', lineId = '']: readonly string[], options: ResolveOptions): Promise<void> {
    const as = lineResolutions.find((one) => one === options.as);
    if (as === undefined) throw new CliFailure('usage', `--as is one of ${lineResolutions.join(', ')}`);
    const items = (options.item ?? []).map((item) => {
      const [documentNumber = '', amount] = item.split('=');
      return { documentNumber, ...(amount === undefined ? {} : { amount }) };
    });
    const { account, subject, reason, charge } = options;
    const body = {
      statementId, lineId, as, reason, ...(account === undefined ? {} : { accountId: account }), ...(subject === undefined ? {} : { subjectId: subject }),
      ...(items.length === 0 ? {} : { items }), ...(charge === undefined ? {} : { charge }),
    };
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const answer = await accepted(ledger, () => new ResolveBankLine(body, contextsOf('bank', 'resolve')(lineId)));
      this.terminal.print(`${answer.lineId}: ${answer.outcome ?? answer.state} ${answer.subjectId ?? ''}`.trim());
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--as <what>', description: `one of ${lineResolutions.join(', ')}`, required: true })
  what(as: string): string {
    return as;
  }

  @Option({ flags: '--reason <text>', description: 'why', required: true })
  why(text: string): string {
    return text;
  }

  @Option({ flags: '--account <id>', description: 'debtor account whose payment or refund it is' })
  accountOf(id: string): string {
    return id;
  }

  @Option({ flags: '--subject <id>', description: 'payment or direct debit taken back, refund paid or payout settled' })
  subjectOf(id: string): string {
    return id;
  }

  @Option({ flags: '--charge <amount>', description: 'of a payment-reversal: what the bank charged for it in the same amount' })
  chargeOf(amount: string): string {
    return amount;
  }

  @Option({ flags: '--item <number[=amount]...>', description: 'document numbers that it pays, with amounts where only a part' })
  items(item: string, all: readonly string[] = []): readonly string[] {
    return [...all, item];
  }
}

@Command({ name: 'bank', description: 'statements of the bank: take in, match, decide', subCommands: [BankImportCommand, BankMatchCommand, BankWorklistCommand, BankResolveCommand] })
export class BankGroupCommand extends GroupCommand {}
