import type { ContractSigned } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';

/** The contracts of a legal entity in the order they were signed, from the log itself: none is missed, however fresh. */
export async function* contractsOf(ledger: LedgerContext, entityId: string): AsyncGenerator<string> {
  for await (const page of ledger.store.readAll(null, { filter: { typePrefixes: ['ContractSigned'] } })) {
    for (const recorded of page) {
      const stored = ledger.codec.decode(recorded);
      const signed = stored?.data as ContractSigned['data'] | undefined;
      if (signed?.entityId === entityId) {
        yield signed.contractId;
      }
    }
  }
}
