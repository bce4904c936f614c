import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { mailFolderOf } from '#delivery';
import { EventCodec, openKeyDatabase, openKeyFile, type EventStore, type RecordedEvent, type SubjectKeys } from '#event-store';
import { openEmbeddedStore, WriterLock } from '#event-store/embedded';
import type { OpenGateway } from '#gateway';
import { eventDefinitions } from '#ledger';
import { alwaysHeld, lookups, openReadStore, ReadModels, reports, sharedPlaces, type Lease, type ReadStore } from '#read-models';
import { InquiryDisputing } from '../inquiries/inquiry-disputing';
import { AuditLog } from '../audit-records/audit-log';
import { AuditRecorder } from '../audit-records/audit-recorder';
import { RecordInbox } from '../audit-records/record-inbox';
import { Authority } from '../authority/authority';
import { LateChargeBilling } from '../accounts/late-charge-billing';
import { BillingModule } from '../billing.module';
import { BillingRunWalk } from '../billing-runs/billing-run-walk';
import type { Clock, IdSource } from '../decisions/clock';
import { pauseUntil, randomIds, systemClock, systemTiming } from '../decisions/system.adapter';
import type { DeliveryOptions } from '../deliveries/delivery-options';
import { openDelivery } from '../deliveries/open-delivery';
import { EntityDirectory } from '../entities/entity-directory';
import { ExternalInvoiceEntering } from '../external-invoices/external-invoice-entering';
import { erasureOutlookOf } from '../erasure/erasure-outlook';
import { PersonalErasure } from '../erasure/personal-erasure';
import { FinishedSteps } from '../follow-up/finished-steps';
import { FollowUp } from '../follow-up/follow-up';
import { followUpSteps } from '../follow-up/follow-up-steps';
import { PolicyCheckpoints } from '../follow-up/policy-checkpoints';
import { openLocalDatabase, type LocalDatabase } from '../local-index/local-database';
import { RegisterIndex } from '../local-index/register-index';
import { UsageIndex } from '../local-index/usage-index';
import { PaymentEntering } from '../payments/payment-entering';
import { PaymentMoving } from '../payments/payment-moving';
import { PeriodTotals } from '../periods/period-totals';
import { FileOutbox } from '../reminders/file-outbox';
import type { ReminderChannel, ReminderChannels } from '../reminders/reminder-channel';
import { CreditNoteIssuing } from '../returns/credit-note-issuing';
import { DraftClosing } from '../drafts/draft-closing';
import { InvoiceIssuing } from '../sales/invoice-issuing';
import { UsageDrawing } from '../usage/usage-drawing';
import { foundLedger } from './found-ledger';
import { Ledger } from './ledger';
import type { LedgerContext } from './ledger-context';
import { forgetFolded, openLedgerStreams, type LedgerStreams } from './ledger-streams';

export interface LedgerOptions extends DeliveryOptions {
  /** Holds the log, the read models, the local indexes and the outbox. Made when it is missing. */
  readonly dataFolder: string;
  /** Opens the event store: an EventStoreDB, for instance. Default: the embedded one in the data folder. The ledger closes it. */
  readonly openStore?: () => Promise<EventStore>;
  /** `postgres://…`; default: a SQLite file in the data folder. */
  readonly readStoreUrl?: string;
  /** Where reminder letters go, beside or instead of the files in `outbox` of the data folder. */
  readonly channels?: readonly ReminderChannel[];
  /** Takes payments online. Default: none. */
  readonly gateway?: OpenGateway;
  readonly clock?: Clock;
  readonly ids?: IdSource;
  /** Whether the read models follow the log by themselves. Default true; an import that reads nothing may say false. */
  readonly followLog?: boolean;
  /** How long a command handler is left alone with what it began before the policy finishes it. Default 3,000. */
  readonly leaveMilliseconds?: number;
  /** Told of events whose following steps keep failing, and of read models that stop. Default: standard error. */
  readonly onTrouble?: (message: string) => void;
}

/** The keys of the people in the log, in its data folder. */
export const keyFileName = 'subject-keys.db';

/**
 * Opens the ledger of a data folder: the event store, the read models and the workers.
 *
 * @throws StoreLockedError when another process writes the log, or uses the folder while the log lies elsewhere; ReadModelsUnfit when the read models are of another log.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { dataFolder, clock = systemClock, ids = randomIds } = options;
  // It holds names and addresses: a folder made here is its owner's alone.
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const opened: (() => Promise<void> | void)[] = [];
  let forgetStreams = (): void => undefined;
  try {
    const embedded = (): Promise<EventStore> => openEmbeddedStore({ file: join(dataFolder, 'events.db'), clock: clock.now });
    const store = await (options.openStore ?? embedded)();
    opened.push(() => store.close());
    // Indexes, outbox and SQLite read models are for one process, also where the log itself could be shared.
    const lock = await WriterLock.acquire(join(dataFolder, 'ledger'));
    opened.push(() => lock.release());
    const ledgerId = await foundLedger(store, ids.next());
    const keys = keysOf(options, () => forgetStreams());
    opened.push(() => keys.close());
    const codec = new EventCodec({ definitions: eventDefinitions, ledgerId, keys });
    const readStore = await openReadStore(
      options.readStoreUrl === undefined ? { file: join(dataFolder, 'read-models.db') } : { url: options.readStoreUrl },
    );
    opened.push(() => readStore.close());
    const local = openLocalDatabase(join(dataFolder, 'local.db'));
    opened.push(() => {
      local.close();
    });
    const { ledger, streams } = await assemble(options, { store, ledgerId, codec, readStore, local, clock, ids, opened });
    forgetStreams = () => forgetFolded(streams);
    return ledger;
  } catch (error) {
    await closeInReverse(opened);
    throw error;
  }
}

interface Parts {
  readonly store: EventStore;
  readonly ledgerId: string;
  readonly codec: EventCodec;
  readonly readStore: ReadStore;
  readonly local: LocalDatabase;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly opened: (() => Promise<void> | void)[];
}

/** Nodes that share a log and read models share the keys, too; one by itself keeps them in its folder. */
function keysOf({ dataFolder, openStore, readStoreUrl }: LedgerOptions, onDestroyed: () => void): SubjectKeys {
  return openStore === undefined || readStoreUrl === undefined ? openKeyFile(join(dataFolder, keyFileName)) : openKeyDatabase(readStoreUrl, onDestroyed);
}

async function assemble(options: LedgerOptions, parts: Parts): Promise<{ readonly ledger: Ledger; readonly streams: LedgerStreams }> {
  const { store, ledgerId, codec, readStore, local, clock, ids, opened } = parts;
  const trouble = options.onTrouble ?? ((message: string) => process.stderr.write(`${message}\n`));
  const { registerIndex, usageIndex } = openIndexes(parts);
  const readModels = new ReadModels(readStore, { store, codec, ledgerId }, {
    onStopped: (projection, reason) => trouble(`read model ${projection} stopped: ${reason}`),
    onHeldUp: trouble,
  });
  opened.push(() => readModels.stop());
  const entities = new EntityDirectory(local, ledgerId, store);
  opened.push(() => entities.stop());
  await entities.start();
  const lookup = lookups(readStore, clock.now);
  const records = await openRecords(options, parts, trouble);
  const streams = openLedgerStreams(store, codec, { documents: registerIndex, usage: usageIndex }, systemTiming(clock));
  const { emailReminders, ...delivery } = openDelivery(options, { ledgerId, clock, streams, readModels, read: { store, codec, lookups: lookup, reports: reports(readStore) } });
  opened.push(() => delivery.mail?.close());
  const context: LedgerContext = {
    ledgerId, clock, ids, store, codec, streams,
    registerIndex, usageIndex, entities,
    finished: new FinishedSteps(),
    channels: channelsOf(options, emailReminders),
    outboxFolder: outboxOf(options),
    mailFolder: mailFolderOf(options.dataFolder),
    ...delivery,
    readModels,
    readStore,
    lookups: lookup,
    ...(options.gateway === undefined ? {} : { gateway: options.gateway }),
  };
  const app = await NestFactory.createApplicationContext(BillingModule.forLedger(context), { logger: false, abortOnError: false });
  opened.push(() => app.close());
  const followUp = followUpOf(app, context, {
    lease: readStore.lease(`daybook follow-up ${ledgerId}`) ?? alwaysHeld,
    checkpoints: new PolicyCheckpoints(local, ledgerId, store, sharedPlaces(readStore, ledgerId)),
    leaveMilliseconds: options.leaveMilliseconds ?? 3_000,
    trouble,
  });
  opened.push(() => followUp.stop());
  await startFollowing(options, readModels, followUp);
  const ledger = new Ledger({
    ledgerId, store, codec, readStore, readModels,
    dataFolder: options.dataFolder,
    reports: reports(readStore),
    lookups: lookup,
    links: delivery.links,
    gateway: options.gateway,
    now: clock.now,
    commandBus: app.get(CommandBus),
    authority: app.get(Authority),
    records,
    entities,
    followUp,
    erasureOutlook: (customerId) => erasureOutlookOf(context, customerId),
    closeAll: () => closeInReverse(opened),
  });
  return { ledger, streams };
}

/** Nothing of the options says whether: what is refused and done is on record in every open ledger. */
async function openRecords({ dataFolder }: LedgerOptions, { store, codec, clock, ids, opened }: Parts, onTrouble: (message: string) => void): Promise<AuditRecorder> {
  const records = new AuditRecorder({ log: new AuditLog(store, codec, { ids, timing: systemTiming(clock) }), now: clock.now, onTrouble });
  opened.push(() => records.close());
  const inbox = new RecordInbox(dataFolder, records);
  await inbox.open();
  opened.push(() => inbox.close());
  return records;
}

async function startFollowing({ followLog }: LedgerOptions, readModels: ReadModels, followUp: FollowUp): Promise<void> {
  if (followLog !== false) {
    await readModels.start();
  }
  followUp.start();
}

const outboxOf = ({ dataFolder }: Pick<LedgerOptions, 'dataFolder'>): string => join(dataFolder, 'outbox');

/** The outbox is there in any case: a letter always has somewhere to go. */
const channelsOf = ({ dataFolder, channels = [] }: LedgerOptions, byMail: readonly ReminderChannel[]): ReminderChannels =>
  new Map([new FileOutbox(outboxOf({ dataFolder })), ...byMail, ...channels].map((channel) => [channel.name, channel]));

/** What stands where in long streams; what was noted in memory is written when the ledger closes. */
function openIndexes({ local, ledgerId, opened }: Parts): Pick<LedgerContext, 'registerIndex' | 'usageIndex'> {
  const registerIndex = new RegisterIndex(local, ledgerId);
  const usageIndex = new UsageIndex(local, ledgerId);
  opened.push(() => {
    registerIndex.flush();
    usageIndex.flush();
  });
  return { registerIndex, usageIndex };
}

interface FollowUpSettings {
  readonly lease: Lease;
  readonly checkpoints: PolicyCheckpoints;
  readonly leaveMilliseconds: number;
  readonly trouble: (message: string) => void;
}

function followUpOf(app: INestApplicationContext, context: LedgerContext, settings: FollowUpSettings): FollowUp {
  const { store, codec, finished, clock } = context;
  const { lease, checkpoints, leaveMilliseconds, trouble } = settings;
  return new FollowUp({
    lease,
    store,
    codec,
    checkpoints,
    finished,
    steps: followUpSteps({
      billingRuns: app.get(BillingRunWalk),
      drafts: app.get(DraftClosing),
      invoices: app.get(InvoiceIssuing),
      creditNotes: app.get(CreditNoteIssuing),
      payments: app.get(PaymentEntering),
      moves: app.get(PaymentMoving),
      lateCharges: app.get(LateChargeBilling),
      externalInvoices: app.get(ExternalInvoiceEntering),
      usage: app.get(UsageDrawing),
      periodTotals: app.get(PeriodTotals),
      authority: app.get(Authority),
      inquiries: app.get(InquiryDisputing),
      erasure: app.get(PersonalErasure),
    }),
    now: clock.now,
    pause: pauseUntil,
    leaveMilliseconds,
    onStuck: (event, error) => trouble(stuckMessage(event, error)),
    onStopped: (error) => trouble(`the policy that finishes begun work stopped: ${messageOf(error)}`),
  });
}

const stuckMessage = ({ type, stream, revision }: RecordedEvent, error: unknown): string =>
  `what follows from ${type} in ${stream}@${revision} could not be finished: ${messageOf(error)}`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function closeInReverse(opened: (() => Promise<void> | void)[]): Promise<void> {
  for (const close of opened.splice(0).reverse()) {
    await close();
  }
}
