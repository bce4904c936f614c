import type { AccountRole, ChartMapped } from '../entity/entity.events';

export interface ChartAccount {
  readonly code: string;
  readonly name: string;
}

/** Account codes by role, per legal entity, as known at one place in the log: a fold of ChartMapped. */
export class Chart {
  readonly #entities = new Map<string, ReadonlyMap<AccountRole, ChartAccount>>();

  evolve(event: ChartMapped): void {
    const { entityId, accounts } = event.data;
    this.#entities.set(entityId, new Map(accounts.map(({ role, code, name }) => [role, { code, name }])));
  }

  /** @throws Error when the entity has no chart: its first money fact must come after ChartMapped. */
  account(entityId: string, role: AccountRole): ChartAccount {
    const account = this.#entities.get(entityId)?.get(role);
    if (account === undefined) {
      throw new Error(`Legal entity ${entityId} has no account for ${role}: its chart must be mapped before money is booked.`);
    }
    return account;
  }
}
