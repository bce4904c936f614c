import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '#event-store';
import {
  CloseSale, ClosePeriod, ConfigureEntity, openLedger, ReceivePayment, RecordExternalInvoice, RegisterCustomer, ReopenPeriod, type CommandResult, type Ledger,
} from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

describe('accounting periods', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  // A real clock that starts on 1 March 2011 at half past midnight in London; what is recorded keeps its order.
  let elapsed = 0;
  const clock = { now: () => Date.UTC(2011, 2, 1, 0, 30) + (elapsed += 1) };
  const context = () => ({ actor: 'controller', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });
  const run = (command: Parameters<Ledger['execute']>[0]) => ledger.execute(command) as Promise<CommandResult<Record<string, unknown>>>;
  const open = () => openLedger({ dataFolder: folder, followLog: false, clock, leaveMilliseconds: 0 });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'periods-'));
    ledger = await open();
    await accepted(run(new ConfigureEntity(entity, context())));
    await accepted(run(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, context())));
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  async function accepted(pending: ReturnType<typeof run>) {
    const result = await pending;
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  }

  const sell = (saleId: string, closedOn: string, price = '10.00') =>
    accepted(run(new CloseSale({ saleId, customerId: 'C1', closedOn, currency: 'GBP', lines: [{ description: 'A', quantity: '1', unitPrice: price }] }, context())));
  /** A document issued elsewhere keeps its date, whatever our own series has reached. */
  const takeOver = (documentNumber: string, issueDate: string, gross: string) => {
    const invoice = { source: 'old', documentNumber, customerId: 'C1', issueDate, currency: 'GBP', gross, instalments: [{ dueDate: issueDate, amount: gross }] };
    return accepted(run(new RecordExternalInvoice({ ...invoice, mode: 'history' }, context())));
  };
  const pay = (paymentId: string, receivedOn: string, amount: string) =>
    accepted(run(new ReceivePayment({ paymentId, accountId: 'UK~C1', receivedOn, currency: 'GBP', amount }, context())));
  const close = (requestId: string, period: string, reason = 'month end') => run(new ClosePeriod({ requestId, period, reason }, context()));
  const reopen = (requestId: string, period: string) => run(new ReopenPeriod({ requestId, period, reason: 'late invoice' }, context()));

  async function revenue(from: string, asOf: string, basis: 'effective' | 'posting', sequence?: number): Promise<string> {
    await ledger.readModels.catchUp();
    const { body } = await ledger.reports.trialBalance({ entityId: 'UK', from, asOf, basis, ...(sequence === undefined ? {} : { knownAt: { sequence } }) });
    return body.sections.flatMap(({ rows }) => rows).find(({ role }) => role === 'revenue')?.credit ?? '0.00';
  }

  async function tiesOut(asOf: string): Promise<boolean[]> {
    await ledger.readModels.catchUp();
    const answers = await Promise.all((['effective', 'posting'] as const).map((basis) => ledger.reports.tieOut({ entityId: 'UK', asOf, basis })));
    return answers.map(({ body }) => body.ties);
  }

  it('closes a month that has ended, once, with its trial balance on record', async () => {
    await sell('S1', '2011-02-10');
    expect(await close('c0', '2011-03')).toMatchObject({ refusal: { code: 'PERIOD.NOT_ENDED' } });
    const first = await accepted(close('c1', '2011-02'));
    expect(first).toMatchObject({ entityId: 'UK', period: '2011-02', state: 'closed', booksInto: '2011-03', totals: { cutOff: expect.any(Number) } });
    expect(await close('c1', '2011-02')).toMatchObject({ repeated: true, answer: first });
    expect(await close('c1', '2011-01')).toMatchObject({ refusal: { code: 'PERIOD.CONFLICT' } });
    expect(await close('c2', '2011-02')).toMatchObject({ repeated: true, answer: first });
    expect(await close('c3', '2011-01')).toMatchObject({ repeated: true, answer: { period: '2011-01', totals: null } });
    expect(await reopen('r1', '2011-03')).toMatchObject({ refusal: { code: 'PERIOD.NOT_CLOSED' } });
  });

  it('books a late fact into the first open month, and the closed report comes out to the byte for ever', async () => {
    await sell('S1', '2011-02-10');
    const { totals } = await accepted(close('c1', '2011-02'));
    const { cutOff, bodyHash } = totals as { cutOff: number; bodyHash: string };
    const closed = () => ledger.reports.trialBalance({ entityId: 'UK', from: '2011-02-01', asOf: '2011-02-28', knownAt: { sequence: cutOff }, basis: 'posting' });
    const before = JSON.stringify((await closed()).body);
    await sell('LATE', '2011-02-20', '7.00');
    await pay('P1', '2011-02-25', '17.00');
    expect([await revenue('2011-02-01', '2011-02-28', 'effective'), await revenue('2011-02-01', '2011-02-28', 'posting')]).toEqual(['17.00', '10.00']);
    expect([await revenue('2011-03-01', '2011-03-31', 'effective'), await revenue('2011-03-01', '2011-03-31', 'posting')]).toEqual(['0.00', '7.00']);
    const { body } = await closed();
    expect(JSON.stringify(body)).toBe(before);
    expect(sha256(canonicalJson(body))).toBe(bodyHash);
    expect(await tiesOut('2011-02-28')).toEqual([true, true]);
    expect(await tiesOut('2011-03-31')).toEqual([true, true]);
    await accepted(reopen('r1', '2011-02'));
    await sell('LATER', '2011-02-21', '5.00');
    expect(await revenue('2011-02-01', '2011-02-28', 'posting')).toBe('15.00');
    const again = await accepted(close('c2', '2011-02'));
    expect(again).toMatchObject({ totals: { cutOff: expect.any(Number) } });
    expect((again['totals'] as { cutOff: number }).cutOff).toBeGreaterThan(cutOff);
    expect(sha256(canonicalJson((await closed()).body))).toBe(bodyHash);
    expect(await tiesOut('2011-02-28')).toEqual([true, true]);
  });

  it('ties out on both bases through closings and re-openings of several months', async () => {
    for (const [index, month] of ['2010-11', '2010-12', '2011-01'].entries()) {
      await sell(`A${index}`, `${month}-15`);
      await accepted(close(`c${index}`, month));
      await sell(`B${index}`, `${month}-16`, '3.00');
      await pay(`P${index}`, `${month}-20`, '4.00');
    }
    await accepted(reopen('r1', '2010-12'));
    await takeOver('C', '2010-11-05', '2.00');
    expect(await revenue('2010-12-01', '2010-12-31', 'posting')).toBe('15.00');
    await accepted(close('c9', '2011-01'));
    await takeOver('D', '2010-11-06', '1.00');
    expect(await revenue('2011-02-01', '2011-02-28', 'posting')).toBe('4.00');
    expect(await revenue('2010-11-01', '2010-11-30', 'effective')).toBe('16.00');
    for (const asOf of ['2010-11-30', '2010-12-31', '2011-01-31', '2011-02-28']) {
      expect(await tiesOut(asOf)).toEqual([true, true]);
    }
  });

  it('records the totals of a closing that a crash left without them, once', async () => {
    await sell('S1', '2011-02-10');
    const origin = { actor: 'controller', commandId: 'c', correlationId: 'c', causationId: 'c', inputHash: 'v1:left by a crash' };
    const closed = { type: 'PeriodClosed', data: { entityId: 'UK', requestId: 'c1', period: '2011-02', reason: 'month end' } };
    await ledger.store.append('period-UK', 'no_stream', [ledger.codec.encode('period-UK', 0, closed, origin)]);
    await ledger.close();
    ledger = await open();
    await ledger.finishFollowUps();
    await ledger.finishFollowUps();
    const types: string[] = [];
    for await (const { type } of ledger.store.readStream('period-UK')) {
      types.push(type);
    }
    expect(types).toEqual(['PeriodClosed', 'PeriodTotalsRecorded']);
  });
});
