import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildDossier, CloseSale, DocumentDesk, GiveMandate, HandOver, ImportBankStatement, LogContact, MakeDirectDebitFile, MatchBankLines, PlanDirectDebits, readWorklist, RegisterCustomer,
  RunReminders, type BankMatchingAnswer, type DirectDebitFileAnswer, type Ledger, type ReminderRunAnswer, type Worklist,
} from '#billing';
import { addDays, dayInZone, targetDayFrom } from '#ledger';
import { CliFailure } from '../../cli-failure';
import { accepted, contextOf } from '../../command-runner';
import { batchId, callDay, euroEntity, handOverDay, handOverId, tardy } from './euro-company';
import { euroStatement } from './euro-statement';

export interface InEuro {
  readonly matching: BankMatchingAnswer;
  /** Facts written by taking the same file in, and matching, a second time. */
  readonly factsOfSecondFile: number;
  readonly collected: DirectDebitFileAnswer;
  readonly reminded: readonly ReminderRunAnswer[];
  /** Before the hand-over. */
  readonly worklist: Worklist;
  /** Names of the files in `documents`. */
  readonly documents: readonly string[];
  readonly dossier: string;
}

const context = (subject: string): ReturnType<typeof contextOf> => contextOf('demo', 'demo', `euro:${subject}`);

/** From issued to paid, or to the agency, in the euro area: every file that a bank or an agency is given lies in the demo's folder. */
export async function playInEuro(ledger: Ledger, folder: string): Promise<InEuro> {
  const into = join(folder, 'documents');
  await mkdir(into, { recursive: true });
  await customers(ledger);
  await sales(ledger);
  const collected = await collect(ledger, folder);
  const bank = await takeStatementIn(ledger, folder);
  const { reminded, worklist } = await remind(ledger);
  const dossier = await handOver(ledger, into);
  return { ...bank, collected, reminded, worklist, dossier, documents: await printed(ledger, into) };
}

async function customers(ledger: Ledger): Promise<void> {
  const known = {
    'muster-cafe': { name: 'Muster Café (made up)', street: 'Hauptstraße 1', city: 'Bremen', postalCode: '28195', email: 'cafe@muster-cafe.example' },
    lindenhof: { name: 'Lindenhof KG (made up)', street: 'Lindenweg 2', city: 'Kiel', postalCode: '24103', email: 'buero@lindenhof.example' },
    'spaet-gmbh': { name: 'Spät GmbH (made up)', street: 'Hafen 9', city: 'Rostock', postalCode: '18055', email: 'post@spaet.example', phone: '+49 381 000000' },
  };
  for (const [customerId, personal] of Object.entries(known)) {
    await accepted(ledger, () => new RegisterCustomer({ customerId, kind: 'business', country: 'DE', personal }, context(customerId)));
  }
}

async function sales(ledger: Ledger): Promise<void> {
  const sell = (saleId: string, customerId: string, unitPrice: string): Promise<unknown> => {
    const lines = [{ description: 'Kaffee, geröstet (kg)', quantity: '10', unitPrice, taxRate: '19' }];
    const body = { saleId, customerId, closedOn: '2011-03-01', entityId: euroEntity, currency: 'EUR', lines };
    return accepted(ledger, () => new CloseSale(body, context(`sale:${saleId}`)));
  };
  await sell('E-2011-1', 'muster-cafe', '12.00');
  await sell('E-2011-2', 'muster-cafe', '7.00');
  await sell('E-2011-3', 'lindenhof', '20.00');
  await sell('E-2011-4', 'spaet-gmbh', '150.00');
}

/** The banks collect in a few days from today: a file for the past is refused, in the demo too. */
async function collect(ledger: Ledger, folder: string): Promise<DirectDebitFileAnswer> {
  const today = dayInZone(Date.now(), 'Europe/Berlin');
  const mandate = { customerId: 'lindenhof', mandateId: 'DEMO-M-1', entityId: euroEntity, signedOn: addDays(today, -1) };
  await accepted(ledger, () => new GiveMandate({ ...mandate, personal: { accountHolder: 'Lindenhof KG', iban: 'DE89370400440532013000' } }, context('mandate')));
  const collectionDate = targetDayFrom(addDays(today, 3));
  await accepted(ledger, () => new PlanDirectDebits({ batchId, entityId: euroEntity, collectionDate }, context('batch')));
  const file = await accepted(ledger, () => new MakeDirectDebitFile({ batchId }, context('pain')));
  await writeFile(join(folder, `${batchId}.pain.008.xml`), file.xml, { mode: 0o600 });
  return file;
}

async function takeStatementIn(ledger: Ledger, folder: string): Promise<Pick<InEuro, 'matching' | 'factsOfSecondFile'>> {
  const xml = euroStatement();
  await writeFile(join(folder, 'camt.053.xml'), xml);
  const take = async (time: string): Promise<BankMatchingAnswer> => {
    await accepted(ledger, () => new ImportBankStatement({ file: Buffer.from(xml).toString('base64') }, context(`statement:${time}`)));
    await ledger.readModels.catchUp();
    return accepted(ledger, () => new MatchBankLines({ entityId: euroEntity }, context(`matching:${time}`)));
  };
  const matching = await take('first');
  const before = await ledger.readModels.catchUp();
  await take('second');
  const after = await ledger.readModels.catchUp();
  return { matching, factsOfSecondFile: after.sequence - before.sequence };
}

async function remind(ledger: Ledger): Promise<Pick<InEuro, 'reminded' | 'worklist'>> {
  const reminded: ReminderRunAnswer[] = [];
  for (const runDate of ['2011-03-22', '2011-04-05']) {
    reminded.push(await accepted(ledger, () => new RunReminders({ requestId: `demo-euro-${runDate}`, entityId: euroEntity, runDate }, context(`reminders:${runDate}`))));
    await ledger.readModels.catchUp();
  }
  const worklist = await readWorklist(ledger, { entityId: euroEntity, asOf: callDay, largeFrom: 100_000n, limit: 100 });
  const call = { accountId: tardy, contactId: 'DEMO-C-2', contactedOn: callDay, channel: 'phone' as const, direction: 'outgoing' as const, outcome: 'refused' as const };
  await accepted(ledger, () => new LogContact({ ...call, person: 'the manager', note: 'will not pay' }, context('call')));
  return { reminded, worklist };
}

async function handOver(ledger: Ledger, into: string): Promise<string> {
  const body = { accountId: tardy, handoverId: handOverId, agency: 'Sample Collections Ltd', handedOverOn: handOverDay, currency: 'EUR', reason: 'refused on the telephone' };
  await accepted(ledger, () => new HandOver(body, context('hand-over')));
  await ledger.readModels.catchUp();
  const dossier = await buildDossier({ ...sourceOf(ledger), desk: new DocumentDesk(ledger) }, tardy, handOverId);
  if (dossier === null) {
    throw new CliFailure('check-failed', `The demo’s log holds no hand-over ${handOverId}.`);
  }
  await writeFile(join(into, dossier.fileName), dossier.bytes, { mode: 0o600 });
  return dossier.fileName;
}

const sourceOf = ({ store, codec, lookups }: Ledger): Pick<Ledger, 'store' | 'codec' | 'lookups'> => ({ store, codec, lookups });

/** Invoices in euro, with the code that banking apps read, and the last letter. */
async function printed(ledger: Ledger, into: string): Promise<readonly string[]> {
  const desk = new DocumentDesk(ledger);
  const [letter] = (await ledger.lookups.reminders({ state: 'sent', accountId: tardy }, { limit: 1 })).items;
  const made = [await desk.invoice('RE-0001'), await desk.invoice('RE-0004'), await desk.reminder(letter?.reminderId ?? '')];
  const names: string[] = [];
  for (const document of made) {
    if (!document.ok) {
      throw new CliFailure('refused', `The demo cannot print: ${document.refusal.message}`);
    }
    const { fileName, bytes } = document.value;
    await writeFile(join(into, fileName), bytes);
    names.push(fileName);
  }
  return names;
}
