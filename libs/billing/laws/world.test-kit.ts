import type { CommandContext, CommandResult } from '#billing';
import { formatMinor } from '#money';
import { addDays, currencyDigits } from '#ledger';
import type { Command } from '@nestjs/cqrs';
import { chance } from '../../read-models/testing';
import { currencies, customers, entityIds, firstDay, type MovedClock } from './company.test-kit';
import type { ReadLog } from './log.test-kit';
import { itemsOf, type Item } from './movements.test-kit';

/** A command of no answer in particular; `null` when there is nothing yet that it could be about. */
export type Made = Command<CommandResult<unknown>> | null;
export type Maker = (world: World) => Made;

/** Whose, with whom and in what: picked for each new document. */
export interface Party {
  readonly entityId: string;
  readonly customerId: string;
  readonly currency: string;
}

/** What the makers of commands know: the log so far, the day it is, and a seeded source of chance. */
export class World {
  readonly below: (limit: number) => number;
  #ids = 0;

  constructor(
    seed: number,
    readonly log: ReadLog,
    private readonly clock: MovedClock,
    readonly context: () => CommandContext,
  ) {
    this.below = chance(seed);
  }

  get today(): string {
    return this.clock.today;
  }

  id(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }

  pick<Value>(values: readonly Value[]): Value | undefined {
    return values[this.below(Math.max(1, values.length))];
  }

  one<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  /** Rather the younger ones: what happened long ago is mostly settled. */
  recent<Value>(values: readonly Value[]): Value | undefined {
    return this.pick(values.slice(-12));
  }

  maybe<Value>(oneIn: number, value: () => Value): Value | undefined {
    return this.below(oneIn) === 0 ? value() : undefined;
  }

  /** Today, or some days ago. */
  day(): string {
    const day = this.below(3) === 0 ? addDays(this.today, -this.below(25)) : this.today;
    return day < firstDay ? firstDay : day;
  }

  party(): Party {
    return { entityId: this.one(entityIds), customerId: this.one(customers), currency: this.one(currencies) };
  }

  /** A random amount of so many minor units at most. */
  amount(currency: string, most = 90_000): string {
    return this.text(BigInt(1 + this.below(most)), currency);
  }

  text(minor: bigint, currency: string): string {
    return formatMinor(minor, currencyDigits(currency));
  }

  open(kind: Item['kind']): Item[] {
    return itemsOf(this.log.facts).filter((item) => item.kind === kind && item.open > 0n);
  }
}
