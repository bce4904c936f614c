import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AnswerInquiry, CloseInquiry, CloseSale, ConfigureEntity, OpenDispute, openLedger, ReceiveInquiry, RecordSatisfaction, RegisterCustomer, SetPreference,
  type CommandResult, type Ledger,
} from '#billing';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { streamName } from '#ledger';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const accountId = 'UK~C1';

/** Streams that cannot be written for the moment: what a crash between two steps looks like from behind. */
let refuses: (stream: string) => boolean = () => false;

async function interruptible(file: string): Promise<EventStore> {
  const store = await openEmbeddedStore({ file });
  return {
    description: store.description,
    readStream: store.readStream.bind(store),
    readAll: store.readAll.bind(store),
    subscribeAll: store.subscribeAll.bind(store),
    close: store.close.bind(store),
    append: (stream, ...rest) => (refuses(stream) ? Promise.reject(new Error('power cut')) : store.append(stream, ...rest)),
  };
}

describe('inquiries of customers', () => {
  let folder: string;
  let ledger: Ledger;
  let invoiceId: string;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'inquiries-'));
    refuses = () => false;
    ledger = await openLedger({ dataFolder: folder, openStore: () => interruptible(join(folder, 'events.db')), leaveMilliseconds: 3_600_000 });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: 'Ada' } }, context())));
    const lines = [{ description: 'Goods', quantity: '1', unitPrice: '20.00' }];
    const sale = await accepted(ledger.execute(new CloseSale({ saleId: 'S1', customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines }, context())));
    invoiceId = sale.invoiceId ?? '';
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  }

  async function typesIn(stream: string): Promise<string[]> {
    const types: string[] = [];
    for await (const event of ledger.store.readStream(stream)) types.push(event.type);
    return types;
  }

  const asked = (more: object = {}) =>
    new ReceiveInquiry({ inquiryId: 'Q1', accountId, kind: 'question', via: 'phone', receivedOn: '2010-12-10', personal: { text: 'Where is it?\nI wait.' }, ...more }, context());

  it('are answered and closed, each once', async () => {
    expect(await accepted(ledger.execute(asked()))).toEqual({ inquiryId: 'Q1', accountId, state: 'open' });
    expect(await accepted(ledger.execute(asked()))).toEqual({ inquiryId: 'Q1', accountId, state: 'open' });
    expect(await ledger.execute(asked({ personal: { text: 'other' } }))).toMatchObject({ refusal: { code: 'INQUIRY.CONFLICT' } });
    const answer = (text: string) => ledger.execute(new AnswerInquiry({ inquiryId: 'Q1', requestId: 'A1', personal: { text } }, context()));
    expect(await accepted(answer('Sent today.'))).toMatchObject({ state: 'answered' });
    expect(await accepted(answer('Sent today.'))).toMatchObject({ state: 'answered' });
    expect(await answer('Sent yesterday.')).toMatchObject({ refusal: { code: 'INQUIRY.REQUEST_CONFLICT' } });
    const close = () => ledger.execute(new CloseInquiry({ inquiryId: 'Q1', requestId: 'X1', outcome: 'arrived' }, context()));
    expect(await accepted(close())).toMatchObject({ state: 'closed' });
    expect(await accepted(close())).toMatchObject({ state: 'closed' });
    const late = await ledger.execute(new AnswerInquiry({ inquiryId: 'Q1', requestId: 'A2', personal: { text: 'again' } }, context()));
    expect(late).toMatchObject({ refusal: { code: 'INQUIRY.CLOSED' } });
  });

  it('open a dispute on the invoice they name, once', async () => {
    const disputed = await accepted(ledger.execute(asked({ kind: 'dispute', invoiceId: 'INV-000001' })));
    expect(disputed).toMatchObject({ disputeId: 'inquiry:Q1' });
    await accepted(ledger.execute(asked({ kind: 'dispute', invoiceId: 'INV-000001' })));
    const types = await typesIn(streamName('account', accountId));
    expect(types.filter((type) => type === 'DisputeOpened')).toHaveLength(1);
    expect(await ledger.execute(new OpenDispute({ accountId, invoiceId, disputeId: 'D2', reason: 'twice' }, context()))).toMatchObject({
      refusal: { code: 'DISPUTE.ALREADY_OPEN' },
    });
  });

  it('stand beside a dispute that there is', async () => {
    await accepted(ledger.execute(new OpenDispute({ accountId, invoiceId, disputeId: 'D1', reason: 'broken' }, context())));
    expect(await accepted(ledger.execute(asked({ kind: 'dispute', invoiceId })))).toMatchObject({ disputeId: 'D1' });
  });

  it.each([
    ['INQUIRY.UNKNOWN_INVOICE', { invoiceId: 'INV-9' }],
    ['INQUIRY.NO_INVOICE', { kind: 'dispute' }],
    ['INQUIRY.IN_FUTURE', { receivedOn: '2999-01-01' }],
    ['CUSTOMER.UNKNOWN', { accountId: 'UK~nobody' }],
  ])('are refused with %s', async (code, more) => expect(await ledger.execute(asked(more))).toMatchObject({ refusal: { code } }));

  it('are finished after a crash: the dispute follows the inquiry', async () => {
    refuses = (stream) => stream.startsWith('account-');
    await expect(ledger.execute(asked({ kind: 'dispute', invoiceId }))).rejects.toThrow('power cut');
    refuses = () => false;
    await ledger.finishFollowUps();
    expect(await typesIn(streamName('account', accountId))).toContain('DisputeOpened');
    expect(await accepted(ledger.execute(asked({ kind: 'dispute', invoiceId })))).toMatchObject({ disputeId: 'inquiry:Q1', state: 'open' });
  });

  it('and how content they were is kept: the last word counts', async () => {
    const say = (requestId: string, score: number) => ledger.execute(new RecordSatisfaction({ requestId, accountId, invoiceId: 'INV-000001', score }, context()));
    expect(await accepted(say('R1', 4))).toEqual({ invoiceId, score: 4 });
    expect(await accepted(say('R2', 9))).toEqual({ invoiceId, score: 9 });
    expect(await accepted(say('R1', 4))).toEqual({ invoiceId, score: 4 });
    expect(await say('R1', 5)).toMatchObject({ refusal: { code: 'SATISFACTION.CONFLICT' } });
    expect(await typesIn(streamName('satisfaction', invoiceId))).toEqual(['SatisfactionRecorded', 'SatisfactionRecorded']);
  });

  it('how they want documents needs somewhere to send them', async () => {
    const prefer = (personal: object) => ledger.execute(new SetPreference({ customerId: 'C1', requestId: `P${(requests += 1)}`, channel: 'email', language: 'de', personal }, context()));
    expect(await prefer({})).toMatchObject({ refusal: { code: 'PREFERENCE.NO_ADDRESS' } });
    expect(await prefer({ email: 'ada@example.com' })).toMatchObject({ kind: 'accepted' });
  });
});
