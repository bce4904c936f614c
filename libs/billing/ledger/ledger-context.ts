import type { MailTransport } from '#delivery';
import type { EventCodec, EventStore } from '#event-store';
import type { OpenGateway } from '#gateway';
import type { Lookups, ReadModels, ReadStore } from '#read-models';
import type { Clock, IdSource } from '../decisions/clock';
import type { CustomerLinks } from '../deliveries/customer-links';
import type { EnclosureSource } from '../deliveries/enclosure-source';
import type { EntityDirectory } from '../entities/entity-directory';
import type { FinishedSteps } from '../follow-up/finished-steps';
import type { RegisterIndex } from '../local-index/register-index';
import type { UsageIndex } from '../local-index/usage-index';
import type { ReminderChannels } from '../reminders/reminder-channel';
import type { LedgerStreams } from './ledger-streams';

/** What command handlers and policies work with. One per open ledger, provided under `LEDGER_CONTEXT`. */
export interface LedgerContext {
  readonly ledgerId: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly streams: LedgerStreams;
  readonly registerIndex: RegisterIndex;
  readonly usageIndex: UsageIndex;
  readonly entities: EntityDirectory;
  readonly finished: FinishedSteps;
  /** Where reminder letters go, by name. */
  readonly channels: ReminderChannels;
  /** Where letters without another channel lie as files. */
  readonly outboxFolder: string;
  /** Where messages lie that were kept as files in place of being sent. */
  readonly mailFolder: string;
  /** Null: nothing is sent by e-mail. */
  readonly mail: MailTransport | null;
  /** Makes the files that go with a message. */
  readonly documents: EnclosureSource;
  readonly links: CustomerLinks;
  readonly readModels: ReadModels;
  readonly readStore: ReadStore;
  readonly lookups: Lookups;
  /** Takes payments for a legal entity; absent where none is set up. */
  readonly gateway?: OpenGateway;
}

export const LEDGER_CONTEXT = Symbol('LedgerContext');
