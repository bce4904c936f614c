import { parse } from 'csv-parse';

/** Reads a CSV text with a header line the way another program would. */
export async function csvRows(text: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const rows: Readonly<Record<string, string>>[] = [];
  for await (const row of parse(text, { columns: true })) {
    rows.push(row as Readonly<Record<string, string>>);
  }
  return rows;
}
