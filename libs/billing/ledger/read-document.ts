import type { DomainEvent } from '#ledger';
import type { LedgerContext } from './ledger-context';

/**
 * Reads one numbered document from its register.
 *
 * @throws Error when there is none, or one of another type, at that revision: an index or an account would be wrong.
 */
export async function readDocument<Event extends DomainEvent>(
  ledger: Pick<LedgerContext, 'store' | 'codec'>,
  register: string,
  revision: number,
  type: Event['type'],
): Promise<Event> {
  for await (const recorded of ledger.store.readStream(register, { from: revision, maxCount: 1 })) {
    const stored = ledger.codec.decode(recorded);
    if (stored?.type === type && stored.revision === revision) {
      return { type: stored.type, data: stored.data } as Event;
    }
  }
  throw new Error(`${register} holds no ${type} at revision ${revision}; run \`daybook verify\``);
}
