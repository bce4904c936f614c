import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { readBankStatement, type BankFileProblem, type BankStatement, type CsvMapping } from '#bank-files';
import { dayInZone, decideImportStatement, entityConfiguration, refusal, type ImportStatement, type Refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { factsAgeMaxMilliseconds, findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { BankImportAnswer, ImportedStatement } from './bank-statement.answer';
import { ImportBankStatement } from './import-bank-statement.command';
import { fileHashOf, identifiedLines, statementIdOf } from './statement-ids';

/** Records each statement of a file in a stream of its own, page by page; a crash between pages is carried on by sending the file again. */
@CommandHandler(ImportBankStatement)
export class ImportBankStatementHandler implements ICommandHandler<ImportBankStatement> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute(command: ImportBankStatement): Promise<CommandResult<BankImportAnswer>> {
    const { body } = command;
    if (!isBase64(body.file)) return refusedResult(refusal('invalid', 'FILE.BASE64', 'The file is not in base64. Send the bytes of the file encoded in base64.', { field: 'file' }));
    const bytes = Buffer.from(body.file, 'base64');
    const mapping = mappingOf(body.mapping);
    if (mapping !== undefined && 'refused' in mapping) return refusedResult(mapping.refused);
    const today = dayInZone(this.ledger.clock.now(), 'UTC');
    const reading = readBankStatement(bytes, { today, ...(mapping === undefined ? {} : { mapping: mapping.mapping }) });
    if (!reading.ok) {
      return refusedResult(unreadable(reading.problem));
    }
    const fileHash = fileHashOf(bytes);
    const statements: ImportedStatement[] = [];
    let writeToken: string | null = null;
    for (const statement of reading.statements) {
      const entityId = await this.entityOf(statement, body.entityId);
      if (typeof entityId !== 'string') return refusedResult(entityId);
      const recorded = await this.record(command, { ...importOf(statement), entityId, fileHash });
      if (recorded.kind !== 'accepted') return recorded;
      writeToken = recorded.writeToken ?? writeToken;
      statements.push(recorded.answer);
    }
    return { kind: 'accepted', answer: { fileHash, statements }, writeToken, repeated: statements.every(({ known }) => known) };
  }

  private async record({ context, body }: ImportBankStatement, statement: ImportStatement): Promise<CommandResult<ImportedStatement>> {
    const { statementId, entityId, bankAccount, statementNumber, from, to } = statement;
    const origin = originOf(context, { statementId, entityId: body.entityId });
    let writeToken: string | null = null;
    let known = true;
    for (;;) {
      const outcome = await this.ledger.streams.bankstatement.decide(statementId, origin, (state) => decideImportStatement(statement, state));
      if (outcome.kind !== 'accepted') return outcome;
      writeToken = outcome.position ?? writeToken;
      known &&= outcome.revision === null;
      const { lines, pagesLeft } = outcome.answer;
      if (pagesLeft === 0) return { kind: 'accepted', answer: { statementId, entityId, bankAccount, statementNumber, from, to, lines, known }, writeToken, repeated: known };
    }
  }

  /** The legal entity whose bank account it is; else the one named, or the only one there is where that prints no other account. */
  private async entityOf({ account }: BankStatement, named: string | undefined): Promise<string | Refusal> {
    const plain = account.replace(/\s/g, '').toUpperCase();
    for (const entityId of await this.ledger.entities.asOfLog(factsAgeMaxMilliseconds)) {
      if (plain !== (await this.printedAccount(entityId))?.replace(/\s/g, '').toUpperCase()) continue;
      if (named === undefined || named === entityId) return entityId;
      const message = `Bank account ${account} belongs to legal entity ${entityId}, not ${named}. Leave entityId out.`;
      return refusal('conflict', 'STATEMENT.OTHER_ENTITY', message, { entityId, named });
    }
    const found = await findEntity(this.ledger, named);
    if (!found.ok) return found.refusal;
    const { entityId } = found.facts;
    const printed = await this.printedAccount(entityId);
    if (named !== undefined || printed === undefined) return entityId;
    const message = `Bank account ${account} is not the one of legal entity ${entityId}, ${printed}. If it is its account too, name entityId.`;
    return refusal('conflict', 'STATEMENT.UNKNOWN_ACCOUNT', message, { entityId, account });
  }

  private async printedAccount(entityId: string): Promise<string | undefined> {
    const account = await this.ledger.streams.entity.query(entityId, (state) => entityConfiguration(state)?.bankAccount, factsAgeMaxMilliseconds);
    return account?.iban ?? account?.accountNumber;
  }
}

function importOf(statement: BankStatement): Omit<ImportStatement, 'entityId' | 'fileHash'> {
  const { account, currency, format, statementNumber, from, to, openingBalance, closingBalance, lines } = statement;
  return {
    statementId: statementIdOf(statement), bankAccount: account, currency, format, statementNumber, from, to,
    ...(openingBalance === undefined ? {} : { openingBalance }),
    ...(closingBalance === undefined ? {} : { closingBalance }),
    lines: identifiedLines(account, lines),
  };
}

/** Either alphabet; line breaks stand in what many tools write. Two plain searches: one pattern of the whole would be slow on a text made to be. */
const isBase64 = (text: string): boolean => !/[^A-Za-z0-9+/_=\s-]/.test(text) && !/=\s*[^=\s]/.test(text);

function mappingOf(text: string | undefined): { readonly mapping: CsvMapping } | { readonly refused: Refusal } | undefined {
  if (text === undefined) return undefined;
  try {
    return { mapping: JSON.parse(text) as CsvMapping };
  } catch {
    return { refused: refusal('invalid', 'CSV.MAPPING', 'The mapping is not JSON. Send an object that says which column holds what.', { field: 'mapping' }) };
  }
}

function unreadable({ code, message, line, path }: BankFileProblem): Refusal {
  const place = [line === undefined ? '' : `line ${line}`, path ?? ''].filter((part) => part !== '').join(', ');
  const data = { ...(line === undefined ? {} : { line }), ...(path === undefined ? {} : { path }) };
  return refusal('invalid', code, place === '' ? message : `${message} (${place})`, data);
}
