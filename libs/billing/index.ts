export * from './commands';
export { inputHashOf } from './decisions/command-origin';
export { openLedger, type LedgerOptions } from './ledger/open-ledger';
export { Ledger, type LedgerHealth } from './ledger/ledger';
export { readLedgerId } from './ledger/found-ledger';
export type { Clock, IdSource } from './decisions/clock';
export type { DeliveryOutcome, ReminderChannel, ReminderChannelName, ReminderChannels, ReminderLetter } from './reminders/reminder-channel';
export { readWorklist, worklistOrder, type Worklist, type WorklistQuestion, type WorklistRow, type WorklistSource } from './collections/read-worklist';
export { buildDossier, type Dossier, type DossierSource } from './collections/build-dossier';
