/** More decimals than any amount of an invoice has. */
const scale = 1_000_000;

/**
 * A rule's test, so that an equality with a sum or a difference holds where it holds for exact decimals, as the rules mean
 * it: the engine computes with binary fractions, in which 8.20 − 0.25 is not 7.95. What follows the sign is rounded to six
 * decimals; what the rule rounds itself is left alone.
 */
export function withExactDecimals(test: string): string {
  let written = '';
  let at = 0;
  for (const sign of equalities(test)) {
    if (sign < at) continue;
    const from = sign + 1;
    const to = endOfOperand(test, from);
    const operand = test.slice(from, to);
    written += test.slice(at, from);
    written += computed(operand) ? ` (round((${operand.trim()}) * ${scale}) div ${scale}) ` : operand;
    at = to;
  }
  return written + test.slice(at);
}

/** A sum, or terms added or subtracted; not what is rounded already, and no plain step or literal. */
const computed = (operand: string): boolean => !/^[\s(]*(xs:decimal\(\s*)?round\(/.test(operand) && (/^[\s(]*sum\(/.test(operand) || /[\w)\]] [+-] [\w(/.]/.test(bare(operand)));

/** Without predicates and literals. */
const bare = (operand: string): string => operand.replace(/'[^']*'|"[^"]*"/g, "''").replace(/\[[^\]]*\]/g, '[]');

/** Places of `=` outside literals and predicates, not those of `!=`, `<=`, `>=`. */
function equalities(test: string): number[] {
  const places: number[] = [];
  let predicates = 0;
  for (const { sign, at } of outsideLiterals(test, 0)) {
    predicates += sign === '[' ? 1 : sign === ']' ? -1 : 0;
    if (sign === '=' && predicates === 0 && !'!<>'.includes(test[at - 1] ?? ' ')) places.push(at);
  }
  return places;
}

/** Where the right side of a comparison ends: at `and`, `or` and their like, a comma, or the bracket that holds the comparison. */
function endOfOperand(test: string, from: number): number {
  let depth = 0;
  for (const { sign, at } of outsideLiterals(test, from)) {
    depth += '(['.includes(sign) ? 1 : ')]'.includes(sign) ? -1 : 0;
    if (depth < 0 || (depth === 0 && (sign === ',' || /^\s(and|or|then|else|return|satisfies)\s/.test(test.slice(at, at + 11))))) return at;
  }
  return test.length;
}

function* outsideLiterals(test: string, from: number): Generator<{ readonly sign: string; readonly at: number }> {
  let quote = '';
  for (let at = from; at < test.length; at += 1) {
    const sign = test[at] ?? '';
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === "'" || sign === '"') {
      quote = sign;
    } else {
      yield { sign, at };
    }
  }
}
