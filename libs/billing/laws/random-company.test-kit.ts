import type { Ledger } from '#billing';
import { bankCommands } from './bank-commands.test-kit';
import { careCommands } from './care-commands.test-kit';
import { contexts, foundCompanies, MovedClock, openWith } from './company.test-kit';
import { contractCommands } from './contract-commands.test-kit';
import { ReadLog } from './log.test-kit';
import { moneyCommands } from './money-commands.test-kit';
import { periodCommands } from './period-commands.test-kit';
import { saleCommands } from './sale-commands.test-kit';
import { World, type Made, type Maker } from './world.test-kit';

const makers: readonly (readonly [name: string, maker: Maker])[] = Object.entries({ ...saleCommands, ...moneyCommands, ...contractCommands, ...periodCommands, ...careCommands, ...bankCommands })
  .flatMap(([name, [weight, maker]]) => Array.from({ length: weight }, () => [name, maker] as const));

const waitsForLimit = (answer: unknown): boolean => {
  const { state, reason } = answer as { readonly state?: unknown; readonly reason?: unknown };
  return state === 'waiting' && reason === 'the credit limit would be exceeded';
};

/** Two companies that do one thing after another, anything that the ledger takes. The same seed does the same. */
export class RandomCompany {
  /** How often each command was carried out, and each refusal given. */
  readonly accepted = new Map<string, number>();
  readonly refused = new Map<string, number>();
  /** Sales that a credit limit made wait. */
  blocked = 0;
  readonly #clock: MovedClock;

  private constructor(
    readonly seed: number,
    readonly ledger: Ledger,
    readonly log: ReadLog,
    private readonly world: World,
    clock: MovedClock,
  ) {
    this.#clock = clock;
  }

  static async open(dataFolder: string, seed: number): Promise<RandomCompany> {
    const clock = new MovedClock();
    const ledger = await openWith(dataFolder, clock);
    const [context, log] = [contexts(), new ReadLog(ledger)];
    await foundCompanies(ledger, context);
    await ledger.readModels.catchUp();
    await log.look();
    return new RandomCompany(seed, ledger, log, new World(seed, log, clock, context), clock);
  }

  get today(): string {
    return this.#clock.today;
  }

  /** One command, after which the read models have caught up. @returns its name. @throws Error when it fails, or nobody knows how it ended. */
  async step(): Promise<string> {
    if (this.world.below(3) === 0) this.#clock.moveOn(1 + this.world.below(6));
    let made: Made = null;
    let name = '';
    while (made === null) {
      const [chosen, maker] = this.world.one(makers);
      [name, made] = [chosen, maker(this.world)];
    }
    const result = await this.ledger.execute(made);
    if (result.kind === 'unknown') throw new Error(`${name}: ${result.message}`);
    const [counts, key] = result.kind === 'accepted' ? [this.accepted, name] : [this.refused, `${name} ${result.refusal.code}`];
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (result.kind === 'accepted' && waitsForLimit(result.answer)) this.blocked += 1;
    this.lastRefusal = result.kind === 'refused' ? result.refusal.message : '';
    await this.ledger.readModels.catchUp();
    await this.log.look();
    return name;
  }

  lastRefusal = '';

  close(): Promise<void> {
    return this.ledger.close();
  }
}
