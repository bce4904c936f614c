import {
  ApproveDraft, CancelInvoice, ChargeLateFees, CreditInvoice, DenyApproval, DraftInvoice, GrantApproval, IssueDraft, OpenDispute, ReceivePayment,
  RelieveBadDebtTax, ResolveDispute, ReverseWriteOff, WriteOff,
} from '#billing';
import { accountOf, yearEntity } from './year-company';
import { content, invoiceOf, type YearSale } from './year-sales';
import { step, type YearStep } from './year-step';

const sale = (saleId: string, customerId: YearSale['customerId'], on: string, [net, description]: readonly [string, string]): YearSale =>
  ({ saleId, customerId, on, net, description });

const credited = sale('Y-CREDITED', 'year-maker', '2011-04-05', ['800.00', 'Training']);
const cancelled = sale('Y-CANCELLED', 'year-group', '2011-04-07', ['450.00', 'Training, billed to the wrong one']);
const disputed = sale('Y-DISPUTED', 'year-branch-south', '2011-06-10', ['600.00', 'Set-up of the branch']);
const bad = sale('Y-BAD', 'year-startup', '2011-03-20', ['1500.00', 'Business plan']);
const advance = sale('Y-ADVANCE', 'year-maker', '2011-06-03', ['2000.00', 'Paid ahead for the audit']);
const final = sale('Y-FINAL', 'year-maker', '2011-08-04', ['5000.00', 'Audit']);
const quoted = sale('Y-QUOTED', 'year-group', '2011-05-12', ['950.00', 'Workshop']);

/** A clerk may not cancel or write off so much alone: a controller lets the one through and denies the other. */
const approvals: readonly YearStep[] = [
  step('2011-04-08', async (play) => {
    const invoiceId = await invoiceOf(play, cancelled);
    const approvalId = await play.askBeyond('carla', 'clerk', (context) =>
      new CancelInvoice({ invoiceId, requestId: 'year-cancel', reason: 'wrong customer', receivedOn: '2011-04-08', issueDate: '2011-04-08' }, context));
    if (approvalId !== null) {
      await play.doAs('dora', 'controller', (context) => new GrantApproval({ approvalId, remark: 'seen' }, context));
    }
  }),
  step('2011-06-20', async (play) => {
    const invoiceId = await invoiceOf(play, disputed);
    const approvalId = await play.askBeyond('carla', 'clerk', (context) => new WriteOff(
      { accountId: accountOf('year-branch-south'), writeOffId: 'year-denied', items: [{ invoiceId }], writtenOffOn: '2011-06-20', reasonCode: 'other', reason: 'too much work' }, context));
    if (approvalId !== null) {
      await play.doAs('dora', 'controller', (context) => new DenyApproval({ approvalId, reason: 'the branch will pay' }, context));
    }
  }),
];

const badDebt: readonly YearStep[] = [
  step(bad.on, (play) => invoiceOf(play, bad)),
  // Billed on the day it is charged, which is today: so after everything else.
  step('2012-01-31', async (play) => {
    const invoiceId = await invoiceOf(play, bad);
    await play.do((context) => new ChargeLateFees({ accountId: accountOf('year-startup'), requestId: 'year-late', invoiceId, through: '2011-05-31' }, context));
  }),
  step('2011-09-30', async (play) => {
    const invoiceId = await invoiceOf(play, bad);
    const body = { accountId: accountOf('year-startup'), writeOffId: 'year-bad', items: [{ invoiceId }], writtenOffOn: '2011-09-30' };
    await play.do((context) => new WriteOff({ ...body, reasonCode: 'uncollectible', reason: 'no answer for months' }, context));
    await play.do((context) => new RelieveBadDebtTax({ accountId: accountOf('year-startup'), writeOffId: 'year-bad', reliefId: 'year-relief', relievedOn: '2011-09-30' }, context));
  }),
  step('2011-11-15', async (play) => {
    const invoiceId = await invoiceOf(play, bad);
    await play.do((context) => new ReverseWriteOff(
      { accountId: accountOf('year-startup'), writeOffId: 'year-bad', requestId: 'year-recovered', reversedOn: '2011-11-15', reason: 'a new owner pays' }, context));
    const receipt = { paymentId: 'YEAR-RECOVERED', entityId: yearEntity, customerId: 'year-startup', receivedOn: '2011-11-15', currency: 'EUR', amount: '1800.00' };
    await play.do((context) => new ReceivePayment({ ...receipt, items: [{ invoiceId }] }, context));
  }),
];

const disputes: readonly YearStep[] = [
  step('2011-06-21', async (play) => {
    const invoiceId = await invoiceOf(play, disputed);
    await play.do((context) => new OpenDispute({ accountId: accountOf('year-branch-south'), invoiceId, disputeId: 'year-dispute', openedOn: '2011-06-21', reason: 'two devices missing' }, context));
  }),
  step('2011-07-05', (play) => play.do((context) => new ResolveDispute(
    { accountId: accountOf('year-branch-south'), disputeId: 'year-dispute', requestId: 'year-resolved', resolvedOn: '2011-07-05', outcome: 'devices found' }, context))),
];

const documents: readonly YearStep[] = [
  step('2011-04-12', async (play) => {
    const invoiceId = await invoiceOf(play, credited);
    const body = { invoiceId, requestId: 'year-credit', reason: 'one hour less', receivedOn: '2011-04-12', issueDate: '2011-04-12' };
    await play.do((context) => new CreditInvoice({ ...body, reasonCode: 'price-error', lines: [{ invoiceLineId: '1', net: '100.00', delivery: 'price' }] }, context));
  }),
  step(advance.on, (play) => invoiceOf(play, advance, {}, true)),
  step(final.on, async (play) => {
    const aboutInvoiceId = await invoiceOf(play, advance, {}, true);
    await invoiceOf(play, final, { aboutInvoiceId });
  }),
  step(quoted.on, async (play) => {
    await play.doAs('carla', 'clerk', (context) => new DraftInvoice({ draftId: quoted.saleId, sale: content(quoted) }, context));
    await play.doAs('dora', 'controller', (context) => new ApproveDraft({ draftId: quoted.saleId, requestId: 'year-approve' }, context));
    await play.doAs('dora', 'controller', (context) => new IssueDraft({ draftId: quoted.saleId, requestId: 'year-issue', issueDate: quoted.on }, context));
  }),
];

/** What goes wrong in a year, and is put right. Sales made on the day they are first told of. */
export const correctionSteps: readonly YearStep[] = [
  ...[credited, cancelled, disputed].map((each) => step(each.on, (play) => invoiceOf(play, each))), ...documents, ...approvals, ...badDebt, ...disputes,
];
