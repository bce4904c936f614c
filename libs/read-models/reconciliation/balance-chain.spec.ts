import { openingOf, type BookedLine, type ChainedStatement } from './balance-chain';

const made = new Map<string, readonly BookedLine[]>();
function statement(statementId: string, opening: bigint, lines: readonly (readonly [number, bigint])[], days?: readonly [number, number]): ChainedStatement {
  made.set(statementId, lines.map(([day, amount]) => ({ day, amount })));
  const [from, to] = days ?? [lines[0]![0], lines.at(-1)![0]];
  return { statementId, from, to, opening, closing: lines.reduce((sum, [, amount]) => sum + amount, opening) };
}
const inOrder = (...statements: ChainedStatement[]) => {
  const sorted = [...statements].sort((a, b) => a.from - b.from || a.to - b.to);
  return Object.fromEntries(sorted.map((one) => [one.statementId, openingOf(one, sorted, made)]));
};
const fits = { follows: true, gap: 0n };

describe('What statements open with', () => {
  const two = statement('two', 1_000n, [[10, 50n], [13, 25n], [14, -75n], [14, 190n]]);
  const three = statement('three', 1_190n, [[15, 99n]]);
  const copy = statement('copy', 1_190n, [[15, 99n]]);
  const over = statement('over', 1_075n, [[14, -75n], [14, 190n], [15, 99n]]);

  it('follows through statements that overlap and through copies of a day', () => {
    const after = statement('after', 1_289n, [[16, 1n]]);
    expect(inOrder(two, over, three, copy, after)).toEqual({ two: { follows: null, gap: 0n }, over: fits, three: fits, copy: fits, after: fits });
  });

  it('finds what is missing before a statement and its copy, once', () => {
    const late = statement('late', 1_100n, [[15, 99n]]);
    expect(inOrder(two, late, { ...late, statementId: 'late copy' })).toMatchObject({ late: { follows: false, gap: -90n }, 'late copy': fits });
  });

  it('finds an overlapping statement that opens with something else', () => {
    expect(inOrder(two, statement('wrong', 1_076n, [[14, -75n], [14, 190n], [15, 99n]]))).toMatchObject({ wrong: { follows: false } });
  });

  it('finds a statement that is missing behind statements that overlap', () => {
    expect(inOrder(two, over, three, statement('after', 1_300n, [[18, 1n]]))).toMatchObject({ three: fits, after: { follows: false, gap: 11n } });
  });

  it('chains the statements of one day, whatever order they came in', () => {
    const morning = statement('morning', 1_190n, [[15, 10n]]);
    const evening = statement('evening', 1_200n, [[15, 5n]]);
    expect(inOrder(two, evening, morning)).toMatchObject({ evening: fits, morning: fits });
  });
});
