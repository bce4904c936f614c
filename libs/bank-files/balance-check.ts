import { minorOf, type Currency } from '#money';
import { refuseFile, type Place } from './bank-file-refused';
import type { BankStatement } from './bank-statement';
import { amountText } from './file-amount';

/**
 * Whether the statement is whole: what it opened with and its lines make what it closes with. A format that states no
 * balance, or only one, has nothing to check.
 *
 * @throws BankFileRefused saying what differs by how much.
 */
export function checkBalances(statement: BankStatement, money: Currency, place: Place): BankStatement {
  const { openingBalance: opening, closingBalance: closing, lines } = statement;
  if (opening === undefined || closing === undefined) {
    return statement;
  }
  const total = lines.reduce((sum, { amount }) => sum + minorOf(amount, money.digits), 0n);
  const reached = minorOf(opening, money.digits) + total;
  const difference = minorOf(closing, money.digits) - reached;
  if (difference !== 0n) {
    refuseFile(
      'STATEMENT.BALANCE',
      `Statement ${statement.statementNumber} does not add up: it opens with ${opening}, its ${lines.length} booked lines make ${amountText(total, money)}, ` +
        `that is ${amountText(reached, money)}, yet it closes with ${closing} ${money.code}: ${amountText(difference, money)} is unexplained. ` +
        'A line is missing or changed; get the statement from the bank again.',
      place,
    );
  }
  return statement;
}
