import {
  AnswerInquiry, ChangeContact, CloseSale, GiveMandate, ImportBankStatement, LogContact, MatchBankLines, ReceiveInquiry, ReceivePayment, RecordSatisfaction, RegisterCustomer, RunReminders,
  SendDocument, SetBankDetails, SetPreference, type CommandContext, type CommandResult, type Ledger,
} from '#billing';
import { camtFile } from '../bank-statements/camt-file.test-kit';

/** Configured before anything is told. */
export const tellingEntity = {
  entityId: 'UK', name: 'Sample Retail Ltd', email: 'billing@sample.example', country: 'GB', taxId: 'GB123456782', city: 'London', postalCode: 'E1 6AN',
  timeZone: 'UTC', baseCurrency: 'GBP', agingBuckets: [30], defaultTerms: { netDays: 0 },
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, creditorId: 'DE98ZZZ09999999999', bankAccount: { iban: 'GB29NWBK60161331926819' },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
  policies: [{ policyId: 'standard', version: 1, effectiveFrom: '2010-01-01', minimumAmount: '1', steps: [{ step: 'first', offsetDays: 5, template: 'first' }] }],
};
/** Words that stand nowhere but in personal fields of customer C1. */
export const privateWords = [
  'Quendolyn', 'quendolyn@private.example', 'Zanzibarstreet', 'Quendolyn-Married', 'new-quendolyn@private.example', 'AccountHolderQ', 'DE02120300000000202051', 'MandateHolderQ',
  'FR1420041010050500013M02606', 'documents-quendolyn@private.example', 'PayerQuendolyn', 'BankPayerQ', 'BE68539007547034', 'please forgive quendolyn', 'AskerQ', 'my private question',
  'our private answer', 'CalledPersonQ', 'note about her illness', 'she said privately',
];
/** Today for everything that is told: 2011-02-01. */
export const tellingNoon = Date.parse('2011-02-01T12:00:00Z');

let commands = 0;
export function tellingContext(): CommandContext {
  commands += 1;
  return { actor: 'test', commandId: `told-${commands}`, correlationId: `told-${commands}` };
}

export async function mustAccept<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
  const result = await pending;
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.answer;
}

export async function soldTo(ledger: Ledger, saleId: string, customerId: string, unitPrice = '20.00'): Promise<{ readonly invoiceId: string; readonly documentNumber: string }> {
  const lines = [{ description: 'Goods', quantity: '1', unitPrice }];
  const sale = await mustAccept(ledger.execute(new CloseSale({ saleId, customerId, closedOn: '2011-01-05', currency: 'GBP', lines }, tellingContext())));
  return { invoiceId: sale.invoiceId ?? '', documentNumber: sale.documentNumber ?? '' };
}

/** Everything that can say who a customer is; of C2 it says other words. */
export async function tellEverything(ledger: Ledger, customerId: string): Promise<void> {
  const said = (index: number): string => (customerId === 'C1' ? privateWords[index]! : `other-${index}`);
  const mail = (index: number): string => (customerId === 'C1' ? privateWords[index]! : 'other@private.example');
  const iban = (index: number): string => (customerId === 'C1' ? privateWords[index]! : 'GB33BUKB20201555555555');
  const accountId = `UK~${customerId}`;
  const run = (command: Parameters<Ledger['execute']>[0]): Promise<unknown> => mustAccept(ledger.execute(command));
  await run(new RegisterCustomer({ customerId, kind: 'person', country: 'GB', personal: { name: said(0), email: mail(1), street: said(2) } }, tellingContext()));
  await run(new ChangeContact({ customerId, requestId: 'contact', country: 'GB', personal: { name: said(3), email: mail(4) } }, tellingContext()));
  await run(new SetBankDetails({ customerId, requestId: 'bank', personal: { accountHolder: said(5), iban: iban(6) } }, tellingContext()));
  await run(new GiveMandate({ customerId, mandateId: `M-${customerId}`, signedOn: '2010-01-01', personal: { accountHolder: said(7), iban: iban(8) } }, tellingContext()));
  await run(new SetPreference({ customerId, requestId: 'preference', channel: 'email', personal: { email: mail(9) } }, tellingContext()));
  const [first, second] = [await soldTo(ledger, `${customerId}-1`, customerId), await soldTo(ledger, `${customerId}-2`, customerId, '25.00')];
  await run(new SendDocument({ kind: 'invoice', documentId: first.documentNumber }, tellingContext()));
  await run(new RunReminders({ requestId: `run-${customerId}` }, tellingContext()));
  const call = { contactId: 'call-1', contactedOn: '2011-02-01', channel: 'phone' as const, direction: 'outgoing' as const, outcome: 'reached' as const };
  await run(new LogContact({ accountId, ...call, person: said(17), note: said(18) }, tellingContext()));
  await run(new ReceiveInquiry({ inquiryId: `Q-${customerId}`, accountId, kind: 'question', via: 'phone', personal: { name: said(14), text: said(15) } }, tellingContext()));
  await run(new AnswerInquiry({ inquiryId: `Q-${customerId}`, requestId: 'answer', personal: { text: said(16) } }, tellingContext()));
  await run(new RecordSatisfaction({ accountId, invoiceId: first.invoiceId, requestId: 'score', score: 9, personal: { comment: said(19) } }, tellingContext()));
  await run(
    new ReceivePayment(
      {
        paymentId: `P-${customerId}`,
        receivedOn: '2011-01-10',
        currency: 'GBP',
        amount: '20.00',
        customerId,
        items: [{ documentNumber: first.documentNumber }],
        payerName: said(10),
      },
      tellingContext(),
    ),
  );
  const entry = { amount: '25.00', on: '2011-01-21', name: said(11), iban: iban(12), text: `${said(13)} ${second.documentNumber}` };
  await run(new ImportBankStatement({ entityId: 'UK', file: camtFile(`ST-${customerId}`, [{ ...entry, bankReference: `REF-${customerId}` }]) }, tellingContext()));
  await run(new MatchBankLines({ entityId: 'UK' }, tellingContext()));
}
