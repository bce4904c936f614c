import type { EventCodec, EventStore } from '#event-store';
import type { OpenGateway } from '#gateway';
import type { Lookups, ReadModels, ReadStore, Reports } from '#read-models';
import type { Command, CommandBus } from '@nestjs/cqrs';
import type { AuditRecorder } from '../audit-records/audit-recorder';
import { refusedCommand } from '../audit-records/refused-command';
import type { Authority } from '../authority/authority';
import type { CommandResult } from '../command-context';
import type { CustomerLinks } from '../deliveries/customer-links';
import type { EntityDirectory } from '../entities/entity-directory';
import type { ErasureOutlook } from '../erasure/erasure-outlook';
import type { FollowUp } from '../follow-up/follow-up';
import { UnknownStepOutcome } from './unknown-step-outcome';

export interface LedgerHealth {
  readonly eventStore: string;
  readonly ledgerId: string;
  /** Events whose following steps could not be finished since the start; above zero somebody should look. */
  readonly stuckFollowUps: number;
  /** False: something that must follow does not, until somebody looks; restarting tries it again. */
  readonly followsUp: boolean;
}

interface LedgerParts {
  readonly ledgerId: string;
  readonly dataFolder: string;
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly readStore: ReadStore;
  readonly readModels: ReadModels;
  readonly reports: Reports;
  readonly lookups: Lookups;
  readonly links: CustomerLinks;
  readonly gateway: OpenGateway | undefined;
  readonly now: () => number;
  readonly commandBus: CommandBus;
  readonly authority: Authority;
  readonly records: AuditRecorder;
  readonly entities: EntityDirectory;
  readonly followUp: FollowUp;
  readonly erasureOutlook: (customerId: string) => Promise<ErasureOutlook>;
  readonly closeAll: () => Promise<void>;
}

/** An open ledger: where commands go in and reports come out. One per process and data folder. */
export class Ledger {
  readonly ledgerId: string;
  readonly dataFolder: string;
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly readStore: ReadStore;
  readonly readModels: ReadModels;
  readonly reports: Reports;
  readonly lookups: Lookups;
  /** Signed links to the pages of a customer. */
  readonly links: CustomerLinks;
  /** Takes payments online, where one is set up. */
  readonly gateway: OpenGateway | undefined;
  /** Milliseconds since the Unix epoch, by the ledger's own clock. */
  readonly now: () => number;
  /** Puts refusals, acts of operators, exports and configuration on record. */
  readonly records: AuditRecorder;

  constructor(private readonly parts: LedgerParts) {
    this.ledgerId = parts.ledgerId;
    this.dataFolder = parts.dataFolder;
    this.store = parts.store;
    this.codec = parts.codec;
    this.readStore = parts.readStore;
    this.readModels = parts.readModels;
    this.reports = parts.reports;
    this.lookups = parts.lookups;
    this.links = parts.links;
    this.gateway = parts.gateway;
    this.now = parts.now;
    this.records = parts.records;
  }

  /**
   * Executes one command through every step that follows from it. One that goes beyond the caller's role waits for another
   * person's approval instead. A refusal is on record before it is answered.
   *
   * @throws only for impossible states and stores that cannot write; refusals are values.
   */
  async execute<Answer>(command: Command<CommandResult<Answer>>): Promise<CommandResult<Answer>> {
    try {
      const result = (await this.parts.authority.refuse(command)) ?? (await this.parts.commandBus.execute(command));
      if (result.kind === 'refused') await this.records.refused(refusedCommand(command, result.refusal));
      return result;
    } catch (error) {
      if (error instanceof UnknownStepOutcome) {
        return { kind: 'unknown', message: error.message };
      }
      throw error;
    }
  }

  /** The legal entities of this ledger, in the order of their ids. */
  entityIds(): readonly string[] {
    return this.parts.entities.list();
  }

  /** What erasing a customer would do and what forbids it. Reads the whole log. */
  erasureOutlook(customerId: string): Promise<ErasureOutlook> {
    return this.parts.erasureOutlook(customerId);
  }

  /** Finishes everything that a crash left unfinished, now. */
  async finishFollowUps(): Promise<void> {
    await this.parts.followUp.catchUp();
  }

  health(): LedgerHealth {
    return { eventStore: this.store.description, ledgerId: this.ledgerId, stuckFollowUps: this.parts.followUp.stuckCount, followsUp: this.parts.followUp.isHealthy };
  }

  /** Stops the workers, then closes the stores. */
  close(): Promise<void> {
    return this.parts.closeAll();
  }
}
