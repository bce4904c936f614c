import type { EventCodec, EventStore } from '#event-store';
import type { ReadModels, ReadStore, lookups, reports } from '#read-models';
import type { Command, CommandBus } from '@nestjs/cqrs';
import type { CommandResult } from '../command-context';
import type { FollowUp } from '../follow-up/follow-up';

export interface LedgerHealth {
  readonly eventStore: string;
  readonly ledgerId: string;
  /** Events whose following steps could not be finished since the start; above zero somebody should look. */
  readonly stuckFollowUps: number;
}

/** An open ledger: where commands go in and reports come out. One per process and data folder. */
export class Ledger {
  constructor(
    readonly ledgerId: string,
    readonly dataFolder: string,
    readonly store: EventStore,
    readonly codec: EventCodec,
    readonly readStore: ReadStore,
    readonly readModels: ReadModels,
    readonly reports: ReturnType<typeof reports>,
    readonly lookups: ReturnType<typeof lookups>,
    private readonly commandBus: CommandBus,
    private readonly followUp: FollowUp,
    private readonly closeAll: () => Promise<void>,
  ) {}

  /**
   * Executes one command through every step that follows from it.
   *
   * @throws only for impossible states and stores that cannot write; refusals are values.
   */
  execute<Answer>(command: Command<CommandResult<Answer>>): Promise<CommandResult<Answer>> {
    return this.commandBus.execute(command);
  }

  /** Finishes everything that a crash left unfinished, now. */
  async finishFollowUps(): Promise<void> {
    await this.followUp.catchUp();
  }

  health(): LedgerHealth {
    return { eventStore: this.store.description, ledgerId: this.ledgerId, stuckFollowUps: this.followUp.stuckCount };
  }

  /** Stops the workers, then closes the stores. */
  close(): Promise<void> {
    return this.closeAll();
  }
}
