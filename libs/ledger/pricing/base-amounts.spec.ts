import { baseAmounts, refuseTooLargeInBase } from './base-amounts';

const inPounds = { baseCurrency: 'GBP', rate: '1', mode: 'half-up' } as const;

describe('base amounts', () => {
  it('within one currency are the amounts themselves', () => {
    expect(baseAmounts({ net: '10.00', tax: '2.00', gross: '12.00' }, inPounds)).toEqual({ currency: 'GBP', rate: '1', net: '10.00', tax: '2.00', gross: '12.00' });
  });

  it('at a rate of one between currencies of different scales are rounded', () => {
    expect(baseAmounts({ net: '1.235', tax: '0.104', gross: '1.339' }, inPounds)).toMatchObject({ net: '1.24', tax: '0.10', gross: '1.34' });
    expect(baseAmounts({ net: '100', tax: '0', gross: '100' }, inPounds)).toMatchObject({ net: '100.00', gross: '100.00' });
  });

  it('are refused, not thrown at, when no document could hold them', () => {
    const yen = { net: '1000000000000000', tax: '0', gross: '1000000000000000' };
    expect(refuseTooLargeInBase(yen, inPounds)).toMatchObject({ code: 'DOCUMENT.TOO_LARGE', kind: 'invalid' });
    expect(refuseTooLargeInBase({ net: '10.000', tax: '0.000', gross: '10.000' }, inPounds)).toBeUndefined();
  });
});
