import type { DeliveryRunAnswer } from '#billing';

/** What one run did, line by line. */
export function runReport({ sent, failed, unconfirmed, skipped, skips, stopped }: DeliveryRunAnswer, of: string): readonly string[] {
  return [
    `${sent} sent, ${failed} failed, ${unconfirmed} unconfirmed, ${skipped} skipped (${of}).`,
    ...skips.map(({ documentId, reason }) => `  ${documentId}: ${reason}`),
    ...(stopped === undefined ? [] : [`Stopped: ${stopped}`]),
  ];
}
