/** Parts the fields of a row, and rows, where many are read as one text. */
export const fieldSeparator = '\u001f';
export const rowSeparator = '\u001e';

/**
 * Whether a text holds a character that no stored text may hold: NUL cuts text in SQLite, the separators cut it where
 * rows are read. None can stand in JSON text. Three plain searches are ten times as fast as one regular expression.
 */
export const isUnstorable = (text: string): boolean =>
  text.includes('\u0000') || text.includes(fieldSeparator) || text.includes(rowSeparator);
