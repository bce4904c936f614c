import { knownCurrency, minorOf } from '#money';
import * as sepa from 'sepa';
import type { BankFileProblem } from '../bank-statement';
import { amountText } from '../file-amount';
import { readXml } from '../xml/read-xml';
import { sepaText } from './sepa-text';

/** What is to be collected, as it was claimed. Amounts are fixed-scale texts in euro. */
export interface DirectDebitFile {
  /** Id of the batch; at most 24 characters. */
  readonly messageId: string;
  /** Day the batch was planned: the file says it was made then, so that it is the same every time. */
  readonly createdOn: string;
  readonly collectionDate: string;
  readonly scheme: 'core' | 'b2b';
  readonly creditor: { readonly name: string; readonly creditorId: string; readonly iban: string; readonly bic?: string | undefined };
  readonly debits: readonly DirectDebitEntry[];
}

export interface DirectDebitEntry {
  readonly directDebitId: string;
  readonly sequence: 'FRST' | 'RCUR' | 'OOFF' | 'FNAL';
  readonly amount: string;
  readonly mandateId: string;
  readonly signedOn: string;
  readonly debtor: { readonly name: string; readonly iban: string; readonly bic?: string | undefined };
  readonly text: string;
}

export type DirectDebitXml =
  | { readonly ok: true; readonly xml: string; readonly count: number; readonly total: string }
  | { readonly ok: false; readonly problem: BankFileProblem };

const euro = knownCurrency('EUR');
const sequences = ['FRST', 'RCUR', 'FNAL', 'OOFF'] as const;

/** Whether a SEPA creditor identifier passes its check digits. */
export const isCreditorId = (text: string): boolean => /^[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}$/.test(text) && sepa.validateCreditorID(text);

/**
 * A file of pain.008.001.08 with one payment block for each sequence. The same content makes the same bytes. Counts and
 * sums of what was written are checked against what was to be, by reading it back.
 */
export function directDebitXml(file: DirectDebitFile): DirectDebitXml {
  if (!isCreditorId(file.creditor.creditorId)) {
    return refused('PAIN.CREDITOR_ID', 'the SEPA creditor identifier of the legal entity does not pass its check digits', 'creditor.creditorId');
  }
  let xml: string;
  try {
    xml = withExactSums(written(file), file);
  } catch (error) {
    return refused('PAIN.CONTENT', `the file could not be written: ${error instanceof Error ? error.message : 'unknown'}`, 'debits');
  }
  const total = amountText(sumOf(file.debits), euro);
  const wrong = whatDiffers(xml, file);
  return wrong === undefined ? { ok: true, xml, count: file.debits.length, total } : refused('PAIN.CHECK', `the file that was written does not hold what it should: ${wrong}`, 'debits');
}

const refused = (code: string, message: string, path: string): DirectDebitXml => ({ ok: false, problem: { code, message, path } });
const sumOf = (debits: readonly DirectDebitEntry[]): bigint => debits.reduce((sum, { amount }) => sum + minorOf(amount, euro.digits), 0n);

/** Noon, so that no time zone makes another day of it. The library writes the local day. */
function localDate(day: string): Date {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, date ?? 1, 12);
}

const blocks = (file: DirectDebitFile): readonly (readonly [sequence: DirectDebitEntry['sequence'], debits: readonly DirectDebitEntry[]])[] =>
  sequences.map((sequence) => [sequence, file.debits.filter((debit) => debit.sequence === sequence)] as const).filter(([, debits]) => debits.length > 0);

function written(file: DirectDebitFile): string {
  const document = new sepa.Document('pain.008.001.08');
  const { creditor } = file;
  document.grpHdr.id = file.messageId;
  document.grpHdr.created = localDate(file.createdOn);
  document.grpHdr.initiatorName = sepaText(creditor.name, 70);
  for (const [sequence, debits] of blocks(file)) {
    const info = document.createPaymentInfo();
    info.id = sequence;
    // Each debit is an entry of its own on the statement, so that each is matched by its id.
    info.batchBooking = false;
    info.localInstrumentation = file.scheme === 'core' ? 'CORE' : 'B2B';
    info.sequenceType = sequence;
    info.collectionDate = localDate(file.collectionDate);
    info.creditorId = creditor.creditorId;
    info.creditorName = sepaText(creditor.name, 70);
    info.creditorIBAN = creditor.iban;
    info.creditorBIC = creditor.bic ?? '';
    document.addPaymentInfo(info);
    for (const debit of debits) {
      const transaction = info.createTransaction();
      transaction.end2endId = debit.directDebitId;
      // The one place where money is a JS number: the library takes no other. The scheme's 11 digits are exact in it, and what it wrote is read back.
      transaction.amount = Number(debit.amount);
      transaction.mandateId = debit.mandateId;
      transaction.mandateSignatureDate = localDate(debit.signedOn);
      transaction.debtorName = sepaText(debit.debtor.name, 70);
      transaction.debtorIBAN = debit.debtor.iban;
      transaction.debtorBIC = debit.debtor.bic ?? '';
      transaction.remittanceInfo = sepaText(debit.text, 140);
      info.addTransaction(transaction);
    }
  }
  return document.toString();
}

/** The library adds sums up in floating point; ours are put in their place, of the file first and then of each block. */
function withExactSums(xml: string, file: DirectDebitFile): string {
  const sums = [sumOf(file.debits), ...blocks(file).map(([, debits]) => sumOf(debits))].map((minor) => amountText(minor, euro));
  let place = 0;
  return xml.replace(/<CtrlSum>[^<]*<\/CtrlSum>/g, () => `<CtrlSum>${sums[place++] ?? ''}</CtrlSum>`);
}

/** What of counts, sums, ids and amounts is not as it was to be; undefined: nothing. */
function whatDiffers(xml: string, file: DirectDebitFile): string | undefined {
  const message = readXml(xml).require('Document', 'CstmrDrctDbtInitn');
  const infos = message.all('PmtInf');
  const entries = infos.flatMap((info) => info.all('DrctDbtTxInf'));
  const expected = blocks(file).flatMap(([, debits]) => debits);
  const checks: readonly (readonly [what: string, found: string | undefined, wanted: string])[] = [
    ['number of debits', message.text('GrpHdr', 'NbOfTxs'), String(expected.length)],
    ['control sum', message.text('GrpHdr', 'CtrlSum'), amountText(sumOf(expected), euro)],
    ['number of entries', String(entries.length), String(expected.length)],
    ...blocks(file).flatMap(([sequence, debits], index): [string, string | undefined, string][] => [
      [`number of ${sequence}`, infos[index]?.text('NbOfTxs'), String(debits.length)],
      [`control sum of ${sequence}`, infos[index]?.text('CtrlSum'), amountText(sumOf(debits), euro)],
      ['collection date', infos[index]?.text('ReqdColltnDt'), file.collectionDate],
    ]),
    ...expected.flatMap((debit, index): [string, string | undefined, string][] => [
      [`debit ${index + 1}`, entries[index]?.text('PmtId', 'EndToEndId'), debit.directDebitId],
      [`amount of ${debit.directDebitId}`, entries[index]?.text('InstdAmt'), debit.amount],
      [`signature of ${debit.mandateId}`, entries[index]?.text('DrctDbtTx', 'MndtRltdInf', 'DtOfSgntr'), debit.signedOn],
    ]),
  ];
  const wrong = checks.find(([, found, wanted]) => found !== wanted);
  return wrong === undefined ? undefined : `${wrong[0]} is ${wrong[1] ?? 'absent'}, not ${wrong[2]}`;
}
