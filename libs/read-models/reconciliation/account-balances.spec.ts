import { balancesOf, type BalancedStatement, type Moved } from './account-balances';

const statement = (statementId: string, days: readonly [number, number], balances: readonly [bigint, bigint], more: Partial<BalancedStatement> = {}): BalancedStatement =>
  ({ statementId, bankAccount: 'A', from: days[0], to: days[1], opening: balances[0], closing: balances[1], follows: null, ...more });
const moved = (day: number, amount: bigint, tied = true, bankAccount = 'A'): Moved => ({ bankAccount, day, amount, tied });

describe('Balances of a bank account beside the books', () => {
  it('start with what the first statement opens with, and carry nothing else when all is tied', () => {
    const both = [moved(1, 500n), moved(3, -200n)];
    const [account] = balancesOf([statement('S1', [1, 2], [1000n, 1500n]), statement('S2', [3, 3], [1500n, 1300n])], { bank: both, ledger: both });
    expect(account?.start).toEqual({ statementId: 'S1', day: 1, bank: 1000n, ledger: 0n });
    expect(account?.days).toEqual([
      { statementId: 'S1', day: 2, bank: 1500n, ledger: 500n, unexplained: 0n, added: 0n }, { statementId: 'S2', day: 3, bank: 1300n, ledger: 300n, unexplained: 0n, added: 0n },
    ]);
  });

  it('agree to the cent when the books were there before the first statement', () => {
    const [account] = balancesOf([statement('S1', [5, 6], [700n, 700n])], { bank: [], ledger: [moved(2, 900n, false, ''), moved(4, -200n, false, '')] });
    expect(account?.start).toMatchObject({ bank: 700n, ledger: 700n });
    expect(account?.days).toMatchObject([{ bank: 700n, ledger: 700n, unexplained: 0n }]);
  });

  it('explain a difference by lines that the books lack and movements that the bank lacks', () => {
    const [account] = balancesOf([statement('S1', [1, 2], [0n, 130n])], { bank: [moved(1, 100n), moved(2, 30n, false)], ledger: [moved(1, 100n), moved(2, 55n, false, '')] });
    expect(account?.days).toMatchObject([{ bank: 130n, ledger: 155n, unexplained: 0n }]);
  });

  it('name what nothing explains once, on the day it came', () => {
    const both = [moved(1, 10n), moved(1, 90n)];
    const statements = [statement('S1', [1, 1], [0n, 90n]), statement('S2', [2, 2], [90n, 90n])];
    expect(balancesOf(statements, { bank: both, ledger: both })[0]?.days).toMatchObject([{ unexplained: -10n, added: -10n }, { unexplained: -10n, added: 0n }]);
  });

  it('leave a gap to the exception that names it', () => {
    const statements = [statement('S1', [1, 1], [0n, 0n]), statement('S3', [3, 3], [40n, 40n], { follows: false })];
    expect(balancesOf(statements, { bank: [], ledger: [] })[0]?.days).toMatchObject([{ added: 0n }, { unexplained: 40n, added: 0n }]);
  });

  it('take the last of statements that end on one day', () => {
    const both = [moved(1, 10n), moved(1, 5n)];
    const statements = [statement('S2', [1, 1], [10n, 15n]), statement('S1', [1, 1], [0n, 10n])];
    expect(balancesOf([statements[1]!, statements[0]!], { bank: both, ledger: both })[0]?.days).toMatchObject([{ statementId: 'S2', bank: 15n, unexplained: 0n }]);
    expect(balancesOf(statements, { bank: both, ledger: both })[0]?.days).toMatchObject([{ statementId: 'S2', bank: 15n }]);
  });

  it('keep several accounts apart: what no line places belongs to none', () => {
    const statements = [statement('S1', [1, 1], [0n, 10n]), statement('T1', [1, 1], [0n, 0n], { bankAccount: 'B' })];
    const sides = { bank: [moved(1, 10n)], ledger: [moved(1, 10n), moved(1, 77n, false, '')] };
    expect(balancesOf(statements, sides).map(({ bankAccount, days }) => [bankAccount, days[0]?.ledger])).toEqual([['A', 10n], ['B', 0n]]);
  });
});
