import { codeSquares, paymentCode, type PaymentCode } from '#documents';

/** Squares that stay white around a code, so that cameras find its edge. */
const margin = 4;

/** The code for banking apps as an image in an address of its own; null where the scheme allows none. */
export function transferCode(asked: PaymentCode): string | null {
  const text = paymentCode(asked);
  if (text === null) {
    return null;
  }
  const { count, isDark } = codeSquares(text);
  const squares: string[] = [];
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (isDark(column, row)) {
        squares.push(`M${column + margin} ${row + margin}h1v1h-1z`);
      }
    }
  }
  const size = count + 2 * margin;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="${squares.join('')}"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`;
}
