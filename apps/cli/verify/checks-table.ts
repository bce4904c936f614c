import { renderTable, type TableStyle } from '../output/table';
import type { Check } from './check';

/** One line per check; what does not hold follows beneath. */
export function checksTable(checks: readonly Check[], style: TableStyle): string {
  const table = renderTable(
    [{ title: 'check' }, { title: 'holds' }, { title: 'looked at' }],
    checks.map((check) => [check.name, check.ok ? 'yes' : 'NO', check.detail]),
    style,
  );
  const problems = checks.flatMap((check) => check.problems.map((problem) => `  ${check.name}: ${problem}`));
  return [table, ...problems].join('\n');
}
