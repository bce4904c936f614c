import { createHash } from 'node:crypto';
import { canonicalJson } from '#event-store';
import type { BankStatement, StatementLineDraft } from '#bank-files';
import type { StatementLine } from '#ledger';

const digest = (...parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

export const fileHashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Lines with the ids by which they are known on every statement that shows them: the bank's reference with the amount,
 * unique per account; without one whatever the line says, and its place among lines of that day that say the same.
 */
export function identifiedLines(account: string, drafts: readonly StatementLineDraft[]): readonly StatementLine[] {
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const { bankReference, amount, bookedOn, valueDate, endToEndId = '', reference = '', personal } = draft;
    const content =
      bankReference === undefined
        ? digest(account, bookedOn, valueDate, amount, endToEndId, reference, personal.name ?? '', personal.iban ?? personal.accountNumber ?? '', personal.text)
        : digest(account, 'reference', bankReference, amount, endToEndId);
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    return { lineId: `BL-${digest(content, occurrence)}`, ...draft };
  });
}

/** A statement is its content: the same one sent in another file again is the same one. */
export const statementIdOf = ({ lines, ...statement }: BankStatement): string => `BS-${digest(canonicalJson(statement), canonicalJson(lines))}`;
