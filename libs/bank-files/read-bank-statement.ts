import { BankFileRefused, refuseFile } from './bank-file-refused';
import type { BankFileOptions, BankFileReading, BankStatement } from './bank-statement';
import { readCamt } from './camt/read-camt';
import { readCsv } from './csv/read-csv';
import { decodeAs, decodeUnlabelled, decodeXml } from './decode-text';
import { refuseDaysAhead } from './file-bounds';
import { readMt940 } from './mt940/read-mt940';

/** 16 MiB: some twenty thousand entries of camt. How many lines they may be, `statementLinesMax` says. */
export const bankFileBytesMax = 16 * 1024 * 1024;

/**
 * Reads a file of the bank into neutral statements. Never throws for what stands in the file: what cannot be read, or
 * does not add up, is refused as a whole with the place and the reason; nothing is ever guessed or left out silently.
 * Reads neither network nor files, and parses nothing of a file that is too large.
 */
export function readBankStatement(bytes: Uint8Array, options: BankFileOptions = {}): BankFileReading {
  try {
    const statements = readFile(bytes, options);
    if (options.today !== undefined) {
      refuseDaysAhead(statements, options.today);
    }
    return { ok: true, statements };
  } catch (error) {
    if (error instanceof BankFileRefused) {
      return { ok: false, problem: error.problem };
    }
    throw error;
  }
}

function readFile(bytes: Uint8Array, options: BankFileOptions): readonly BankStatement[] {
  const most = options.maxBytes ?? bankFileBytesMax;
  if (bytes.length > most) {
    refuseFile('FILE.TOO_LARGE', `The file has ${bytes.length} bytes; at most ${most} are read. Ask the bank for a shorter period, or split the file by statements.`);
  }
  if (bytes.length === 0) {
    refuseFile('FILE.EMPTY', 'The file is empty.');
  }
  switch (options.format ?? formatOf(bytes, options)) {
    case 'camt':
      return readCamt(decodeXml(bytes), options.balances ?? 'checked');
    case 'mt940':
      return readMt940(options.encoding === undefined ? decodeUnlabelled(bytes) : decodeAs(bytes, options.encoding));
    case 'csv':
      return [readCsv(bytes, options.mapping)];
  }
}

/** A mapping speaks of CSV; else the first characters tell. */
function formatOf(bytes: Uint8Array, { mapping }: BankFileOptions): 'camt' | 'mt940' | 'csv' {
  if (mapping !== undefined) {
    return 'csv';
  }
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replaceAll('\0', '');
  if (/^[^\w]*</.test(head)) {
    return 'camt';
  }
  return /(^|\n):20:/.test(head) ? 'mt940' : refuseFile('FILE.FORMAT', 'The file is neither XML (camt) nor MT940. A CSV file is read with a mapping of its columns: give one.');
}
