/** The eighteen columns of article A47 A-1 of the Livre des procédures fiscales, in their order. */
export const fecColumns = [
  'JournalCode', 'JournalLib', 'EcritureNum', 'EcritureDate', 'CompteNum', 'CompteLib', 'CompAuxNum', 'CompAuxLib', 'PieceRef', 'PieceDate',
  'EcritureLib', 'Debit', 'Credit', 'EcritureLet', 'DateLet', 'ValidDate', 'Montantdevise', 'Idevise',
] as const;
export type FecColumn = (typeof fecColumns)[number];

/** `552081317FEC20251231.txt`: the company's SIREN, and the day its book year ends. */
export const fecFileName = (siren: string, closing: string): string => `${siren}FEC${closing.replaceAll('-', '')}.txt`;

/** Nine digits, the last of which checks the others (ISO 7812). */
export function isSiren(text: string): boolean {
  if (!/^\d{9}$/.test(text)) {
    return false;
  }
  const sum = [...text].reduce((total, digit, index) => {
    const worth = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (worth > 9 ? worth - 9 : worth);
  }, 0);
  return sum % 10 === 0;
}
