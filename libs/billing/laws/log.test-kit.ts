import type { LedgerEvent } from '#ledger';
import type { Ledger } from '#billing';

export interface Fact {
  readonly sequence: number;
  readonly event: LedgerEvent;
}

type Data<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];

/** Data of the facts of one type, in log order. */
export const dataOf = <Type extends LedgerEvent['type']>(facts: readonly Fact[], type: Type): Data<Type>[] =>
  facts.flatMap(({ event }) => (event.type === type ? [event.data as Data<Type>] : []));

/** Own events of a ledger as they are written: each look reads only what is new. */
export class ReadLog {
  readonly facts: Fact[] = [];
  #after: Parameters<Ledger['store']['readAll']>[0] = null;

  constructor(private readonly ledger: Ledger) {}

  async look(): Promise<readonly Fact[]> {
    for await (const page of this.ledger.store.readAll(this.#after)) {
      for (const recorded of page) {
        this.#after = recorded.position;
        const event = this.ledger.codec.decode(recorded);
        if (event !== null) this.facts.push({ sequence: this.facts.length + 1, event: { type: event.type, data: event.data } as LedgerEvent });
      }
    }
    return this.facts;
  }

  of<Type extends LedgerEvent['type']>(type: Type): Data<Type>[] {
    return dataOf(this.facts, type);
  }
}
