import type { StatementLine } from './bank-statement.events';

/** Words in a bank's transaction code that say it charged or paid for itself: camt sub-families and MT940 types. */
const feeCodes = /(^|[^A-Z])(N?CHG|CHRG|COMM|COMI|FEES|CHAR|INTR|NINT)([^A-Z]|$)/;

/**
 * Whether the bank itself charged, gave a charge back, or paid interest: by its code, with nobody on the other side. Money that goes
 * out as a reversal is no charge: the code then speaks of what came back.
 */
export const isBankFee = ({ code = '', amount, personal, reference, isReversal }: StatementLine): boolean =>
  feeCodes.test(code.toUpperCase()) && personal.iban === undefined && reference === undefined && (isReversal !== true || !amount.startsWith('-'));

const interestCodes = /(^|[^A-Z])(INTR|NINT)([^A-Z]|$)/;

/** Whether what the bank charged or paid is interest, by its code. */
export const isInterest = ({ code = '' }: StatementLine): boolean => interestCodes.test(code.toUpperCase());

/** Whether the line takes back an earlier one. */
export const takesBack = ({ isReversal, returnReason, amount }: StatementLine): boolean => isReversal === true || (returnReason !== undefined && amount.startsWith('-'));
