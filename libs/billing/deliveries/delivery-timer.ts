import type { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import { pauseUntil } from '../decisions/system.adapter';
import { RunDeliveries } from './run-deliveries.command';

export interface DeliveryTimerOptions {
  readonly entityIds: () => readonly string[];
  readonly execute: <Answer>(command: Command<CommandResult<Answer>>) => Promise<CommandResult<Answer>>;
  /** A fresh context for each run. */
  readonly context: () => CommandContext;
  /** Told what keeps a run from sending; the same is told once until it changes. */
  readonly onTrouble: (message: string) => void;
  readonly everyMilliseconds?: number;
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Runs the deliveries of every legal entity again and again, one run at a time, until it is stopped. */
export class DeliveryTimer {
  private readonly stopping = new AbortController();
  private readonly told = new Map<string, string>();
  private running: Promise<void> | null = null;

  constructor(private readonly options: DeliveryTimerOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when the run that is under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { entityIds, everyMilliseconds = 60_000, pause = pauseUntil } = this.options;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      for (const entityId of entityIds()) {
        if (!signal.aborted) await this.deliver(entityId);
      }
      await pause(everyMilliseconds, signal);
    }
  }

  private async deliver(entityId: string): Promise<void> {
    const trouble = await this.troubleOf(entityId);
    if (trouble !== null && this.told.get(entityId) !== trouble) {
      this.options.onTrouble(`deliveries of ${entityId}: ${trouble}`);
    }
    this.told.set(entityId, trouble ?? '');
  }

  private async troubleOf(entityId: string): Promise<string | null> {
    try {
      const result = await this.options.execute(new RunDeliveries({ entityId }, this.options.context()));
      switch (result.kind) {
        case 'accepted':
          return result.answer.stopped ?? null;
        case 'refused':
          return result.refusal.message;
        case 'unknown':
          return result.message;
      }
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
