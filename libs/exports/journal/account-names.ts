import type { LedgerEvent } from '#ledger';
import type { NamedAccount } from './journal-entry';

/** Accounts as the first chart gave them: one code keeps one name and one place through the whole journal. */
export class AccountNames {
  readonly #accounts = new Map<string, NamedAccount>();

  take(fact: LedgerEvent): void {
    if (fact.type === 'ChartMapped') {
      const { entityId, accounts } = fact.data;
      for (const { code, name, role } of accounts) {
        const key = `${entityId} ${code}`;
        if (!this.#accounts.has(key)) {
          this.#accounts.set(key, { entityId, code, name, role });
        }
      }
    }
  }

  of(entityId: string, code: string): NamedAccount | undefined {
    return this.#accounts.get(`${entityId} ${code}`);
  }
}
