import { isIban } from '#ledger';
import type { Currency } from '#money';
import { checkBalances } from '../balance-check';
import { refuseFile } from '../bank-file-refused';
import type { BankStatement, StatementLineDraft } from '../bank-statement';
import { cleanText, plainAccount } from '../clean-text';
import { balanceOf, placeOf } from './mt940-fields';
import { germanAccount } from './german-account';
import { mt940Line } from './mt940-line';
import { tagGroups, type Mt940Tag } from './mt940-tags';

/**
 * SWIFT MT940, one or several statements in a file; a statement in pages (`:60M:`, `:62M:`) is one per page.
 *
 * @throws BankFileRefused with the line and the tag.
 */
export function readMt940(text: string): readonly BankStatement[] {
  const groups = tagGroups(text);
  return groups.length === 0 ? refuseFile('MT940.FORMAT', 'The file holds no statement: none starts with :20:.', { line: 1 }) : groups.map(readStatement);
}

function readStatement(tags: readonly Mt940Tag[]): BankStatement {
  const [opening, closing] = [balanceOf(required(tags, /^60[FM]$/, ':60F:')), balanceOf(required(tags, /^62[FM]$/, ':62F:'))];
  refuseSecond(tags, [/^60[FM]$/, /^62[FM]$/]);
  const closingTag = required(tags, /^62[FM]$/, ':62F:');
  const money = opening.money;
  if (closing.money.code !== money.code) {
    refuseFile('CURRENCY.OTHER', `The statement opens in ${money.code} and closes in ${closing.money.code}.`, placeOf(closingTag));
  }
  const lines = readLines(tags, money);
  const days = lines.map(({ bookedOn }) => bookedOn).sort();
  const accountTag = required(tags, /^25P?$/, ':25:');
  const read: BankStatement = {
    format: 'mt940',
    statementNumber: cleanText(required(tags, /^28C?$/, ':28C:').lines[0]) ?? refuseFile('FILE.INCOMPLETE', 'The statement has no number.', { path: ':28C:' }),
    account: accountOf(accountTag, money),
    currency: money.code,
    // The opening balance stands on the day before, where the bank closed last.
    from: [days[0] ?? opening.day, closing.day].sort()[0] ?? closing.day,
    to: [days.at(-1) ?? closing.day, closing.day].sort().at(-1) ?? closing.day,
    openingBalance: opening.amount,
    closingBalance: closing.amount,
    lines,
  };
  return checkBalances(read, money, placeOf(closingTag));
}

/** A statement opens once and closes once: of two balances nobody knows which is meant. */
function refuseSecond(tags: readonly Mt940Tag[], ids: readonly RegExp[]): void {
  for (const id of ids) {
    const [first, ...more] = tags.filter((tag) => id.test(tag.id));
    const other = more.find((tag) => tag.lines.join() !== first?.lines.join());
    if (first !== undefined && other !== undefined) {
      refuseFile('MT940.FIELD', `The statement has another balance of this kind in line ${first.line}, which says something else. Get it from the bank again.`, placeOf(other));
    }
  }
}

function required(tags: readonly Mt940Tag[], id: RegExp, name: string): Mt940Tag {
  return (
    tags.find((tag) => id.test(tag.id)) ??
    refuseFile('FILE.INCOMPLETE', `The statement that starts in this line has no ${name}; the file was cut off or is no MT940.`, {
      ...(tags[0] === undefined ? {} : { line: tags[0].line }),
      path: name,
    })
  );
}

/** Some banks write the currency behind the account. */
function accountOf(tag: Mt940Tag, money: Currency): string {
  const text = (tag.lines[0] ?? '').trim();
  const bare = text.endsWith(money.code) ? text.slice(0, -money.code.length) : text;
  const account = plainAccount(/[\s/]$/.test(bare) || isIban(plainAccount(bare) ?? '') ? bare.replace(/\/$/, '') : text);
  return account === undefined ? refuseFile('FILE.INCOMPLETE', 'The statement does not say of which account it is.', placeOf(tag)) : germanAccount(account);
}

function readLines(tags: readonly Mt940Tag[], money: Currency): readonly StatementLineDraft[] {
  return tags.flatMap((tag, index) => (tag.id === '61' ? [mt940Line(tag, detailLines(tags, index), money)] : []));
}

/** Some banks write several fields 86; far more than all of them together is no text of a payment. */
const detailsMax = 20_000;

/** Fields 86 right behind an entry belong to it; one behind the balances speaks of the whole statement. */
function detailLines(tags: readonly Mt940Tag[], entryIndex: number): readonly string[] {
  const lines: string[] = [];
  let length = 0;
  for (let index = entryIndex + 1; index < tags.length; index += 1) {
    const tag = tags[index];
    if (tag === undefined || (tag.id !== '86' && tag.id !== 'NS')) {
      break;
    }
    if (tag.id === '86') {
      for (const line of tag.lines) {
        length += line.length;
        lines.push(line);
      }
    }
    if (length > detailsMax) {
      refuseFile('MT940.FIELD', `The text of an entry has more than ${detailsMax} characters; a field 86 has at most 390.`, placeOf(tag));
    }
  }
  return lines;
}
