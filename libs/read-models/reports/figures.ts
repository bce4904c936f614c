import { formatMinor, minorOf } from '#money';
import { currencyDigits } from '#ledger';

/** Fixed-scale text of minor units: 1250n EUR is "12.50". */
export const amountText = (minor: bigint, currency: string): string => formatMinor(minor, currencyDigits(currency));

/** Bytewise order for ids, the same everywhere. */
export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Groups rows by a text key, in the order of first appearance. */
export function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

export const sumOf = <T>(rows: readonly T[], amountOf: (row: T) => bigint): bigint => rows.reduce((sum, row) => sum + amountOf(row), 0n);

interface Section<Row> {
  readonly entityId: string;
  readonly currency: string;
  readonly rows: readonly Row[];
}

/** Control totals of sections by entity and currency: the sum of each named amount over their rows. */
export function totalsOfSections<Row>(sections: readonly Section<Row>[], amounts: Readonly<Record<string, (row: Row) => string>>): Record<string, string> {
  return Object.fromEntries(
    sections.flatMap(({ entityId, currency, rows }) =>
      Object.entries(amounts).map(([name, amountOf]) => [
        `${name} ${entityId} ${currency}`,
        amountText(sumOf(rows, (row) => minorOf(amountOf(row), currencyDigits(currency))), currency),
      ]),
    ),
  );
}
