import {
  AnswerInquiry, CloseSale, GivePromise, ImportBankStatement, LogContact, MatchBankLines, ReceiveInquiry, RecordSatisfaction, RegisterCustomer, ResolveBankLine,
  RunDeliveries, SetCreditLimit, SetPreference, type BankMatchingAnswer, type Ledger, type SaleAnswer,
} from '#billing';
import { accepted, contextOf } from '../../command-runner';
import { servicesEntity } from '../service-sales';
import { madeUpStatement, statementMapping } from './made-up-statement';
import { clinic, hotel, paidDay } from './paid-company';
import { writeDocuments } from './write-documents';

export interface GettingPaid {
  readonly documents: readonly string[];
  readonly mails: number;
  readonly matching: BankMatchingAnswer;
  /** A sale beyond the credit limit. */
  readonly beyond: SaleAnswer;
}

/** From issued to paid, made up: two customers of the tax set, their invoices, mails, bank lines and what was said. */
export async function playGettingPaid(ledger: Ledger, folder: string): Promise<GettingPaid> {
  const context = (subject: string): ReturnType<typeof contextOf> => contextOf('demo', 'demo', `paid:${subject}`);
  await customers(ledger);
  const beyond = await sales(ledger);
  await ledger.readModels.catchUp();
  const sent = await accepted(ledger, () => new RunDeliveries({ entityId: servicesEntity, from: '2011-02-01' }, context('deliveries')));
  const statement = { entityId: servicesEntity, file: Buffer.from(madeUpStatement).toString('base64'), mapping: JSON.stringify(statementMapping) };
  const imported = await accepted(ledger, () => new ImportBankStatement(statement, context('statement')));
  await ledger.readModels.catchUp();
  const matching = await accepted(ledger, () => new MatchBankLines({ entityId: servicesEntity }, context('matching')));
  await ledger.readModels.catchUp();
  await bankFee(ledger, imported.statements[0]?.statementId ?? '');
  await care(ledger);
  await ledger.readModels.catchUp();
  return { documents: await writeDocuments(ledger, folder), mails: sent.sent, matching, beyond };
}

async function customers(ledger: Ledger): Promise<void> {
  const context = (subject: string): ReturnType<typeof contextOf> => contextOf('demo', 'demo', `paid:${subject}`);
  const terms = [{ entityId: servicesEntity, terms: { netDays: 14 } }];
  const addressed = { name: 'Orchard Hotel (made up)', email: 'office@orchard-hotel.example', street: '5 Lane End', city: 'Leeds', postalCode: 'LS1 4AA' };
  await accepted(ledger, () => new RegisterCustomer({ customerId: 'orchard-hotel', kind: 'business', country: 'GB', personal: addressed, terms }, context('hotel')));
  const clinicIs = { name: 'Lakeside Clinic (made up)', street: '9 Shore Road', city: 'Kendal', postalCode: 'LA9 1AA' };
  await accepted(ledger, () => new RegisterCustomer({ customerId: 'lakeside-clinic', kind: 'business', country: 'GB', personal: clinicIs, terms }, context('clinic')));
  const preference = { customerId: 'orchard-hotel', requestId: 'demo-preference', channel: 'email' as const, language: 'en' as const, eInvoice: 'factur-x' as const };
  await accepted(ledger, () => new SetPreference(preference, context('preference')));
  const limit = { customerId: 'lakeside-clinic', requestId: 'demo-limit', entityId: servicesEntity, limit: '150.00', onExceed: 'block' as const };
  await accepted(ledger, () => new SetCreditLimit(limit, context('limit')));
}

/** @returns the last sale, which goes beyond the clinic's limit and waits. */
async function sales(ledger: Ledger): Promise<SaleAnswer> {
  const sell = (saleId: string, customerId: string, closedOn: string, unitPrice: string): Promise<SaleAnswer> => {
    const lines = [{ description: 'Window cleaning', quantity: '4', unitPrice, taxRate: '20' }, { description: 'Printed guide (book, zero-rated)', quantity: '2', unitPrice: '4.25', taxRate: '0' }];
    const body = { saleId, customerId, closedOn, entityId: servicesEntity, currency: 'GBP', lines };
    return accepted(ledger, () => new CloseSale(body, contextOf('demo', 'demo', `paid:sale:${saleId}`)));
  };
  await sell('P-2011-1', 'orchard-hotel', '2011-02-01', '25.00');
  await sell('P-2011-2', 'orchard-hotel', '2011-02-02', '31.25');
  await sell('P-2011-3', 'lakeside-clinic', '2011-02-03', '20.00');
  return sell('P-2011-4', 'lakeside-clinic', '2011-02-04', '20.00');
}

/** A person says what the line is that the matching could not know. */
async function bankFee(ledger: Ledger, statementId: string): Promise<void> {
  const { items } = await ledger.lookups.listBankLines({ entityId: servicesEntity, state: 'parked' });
  const fee = items.find(({ amount }) => amount.startsWith('-'));
  if (fee !== undefined) {
    await accepted(ledger, () => new ResolveBankLine({ statementId, lineId: fee.lineId, as: 'bank-fee', reason: 'monthly fee of the account' }, contextOf('demo', 'demo', 'paid:fee')));
  }
}

async function care(ledger: Ledger): Promise<void> {
  const context = (subject: string): ReturnType<typeof contextOf> => contextOf('demo', 'demo', `paid:${subject}`);
  const call = { accountId: clinic, contactId: 'DEMO-C-1', contactedOn: '2011-02-22', channel: 'phone' as const, direction: 'outgoing' as const, outcome: 'promised' as const };
  await accepted(ledger, () => new LogContact({ ...call, person: 'front desk', note: 'will pay at the end of the month' }, context('call')));
  const promise = { accountId: clinic, promiseId: 'DEMO-P-1', givenOn: '2011-02-22', promisedFor: paidDay, currency: 'GBP', contactId: 'DEMO-C-1' };
  await accepted(ledger, () => new GivePromise(promise, context('promise')));
  const question = { inquiryId: 'DEMO-Q-1', accountId: hotel, kind: 'question' as const, via: 'email' as const, receivedOn: '2011-02-10', personal: { text: 'Which windows did you clean?' } };
  await accepted(ledger, () => new ReceiveInquiry(question, context('question')));
  await accepted(ledger, () => new AnswerInquiry({ inquiryId: 'DEMO-Q-1', requestId: 'DEMO-A-1', personal: { text: 'All on the south side.' } }, context('answer')));
  const { items } = await ledger.lookups.listInvoices({ accountId: hotel });
  const invoiceId = items.at(-1)?.invoiceId ?? '';
  await accepted(ledger, () => new RecordSatisfaction({ requestId: 'DEMO-S-1', accountId: hotel, invoiceId, score: 9 }, context('satisfaction')));
}
