const termsByRemainder = [0, 14, 30, 60] as const;

/** The demo's rule of terms, made up: the customer number modulo 4 chooses 0, 14, 30 or 60 days net. */
export const termsRule = 'made up: customer number modulo 4 → 0, 14, 30 or 60 days net; walk-ins are due at issue';

export function demoNetDays(customerId: string): number {
  const lastDigits = /\d{1,9}$/.exec(customerId)?.[0] ?? '0';
  return termsByRemainder[Number(lastDigits) % 4] ?? 0;
}
