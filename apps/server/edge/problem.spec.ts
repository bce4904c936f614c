import { refusal } from '#ledger';
import { bodyProblem, refusalProblem } from './problem';

describe('the problem of a refusal', () => {
  it('splits the message into rule and remedy, and shows the data', () => {
    const { problem } = refusalProblem(refusal('not-found', 'CUSTOMER.UNKNOWN', 'customer "A. B" is not registered. Register it first. Or check the id.', { customerId: 'A. B' }));
    expect(problem).toMatchObject({
      status: 404,
      detail: 'Customer "A. B" is not registered. Register it first. Or check the id.',
      errors: [{ field: 'customerId', value: 'A. B', rule: 'Customer "A. B" is not registered.', remedy: 'Register it first. Or check the id.' }],
      data: { customerId: 'A. B' },
    });
  });

  it('uses the field, value, rule and remedy that the refusal names', () => {
    const data = { saleId: 'S', field: 'lines[0].quantity', value: '-1', rule: 'above zero', remedy: 'Send a return.' };
    expect(refusalProblem(refusal('invalid', 'X.Y', 'bad quantity', data)).problem).toMatchObject({
      errors: [{ field: 'lines[0].quantity', value: '-1', rule: 'Above zero', remedy: 'Send a return.' }],
      data,
    });
  });

  it('takes what follows a semicolon for the remedy, and has one for a message without', () => {
    const named = (message: string) => refusalProblem(refusal('conflict', 'X.Y', message, { invoiceId: 'I' })).problem.errors;
    expect(named('invoice I is not here; name one the account owes.')).toMatchObject([{ rule: 'Invoice I is not here.', remedy: 'Name one the account owes.' }]);
    expect(named('invoice I is not here.')).toMatchObject([{ rule: 'Invoice I is not here.', remedy: 'Correct invoiceId, then send it again.' }]);
  });

  it('names no field when the refusal speaks of none', () => {
    expect(refusalProblem(refusal('conflict', 'X.Y', 'not now. Try later.')).problem).toMatchObject({ errors: [] });
  });

  it('shortens whatever it shows, and lists fields up to a bound', () => {
    const long = `${'a'.repeat(199)}😀${'b'.repeat(8_000_000)}`;
    const value: Record<string, unknown> = { deep: { deeper: [long, { [long]: long }] }, list: Array.from({ length: 500 }, () => 'x') };
    const refused = refusalProblem(refusal('invalid', 'X.Y', `${long} is wrong: ${long}`, { field: long, value: long, rule: long, remedy: long, ...value })).problem;
    const listed = bodyProblem(Array.from({ length: 100_000 }, (_, index) => ({ field: `f${index}`, code: 'FIELD.UNKNOWN', value: long, rule: 'absent', remedy: 'Remove it.' }))).problem;
    expect(JSON.stringify(refused).length).toBeLessThan(20_000);
    expect(refused.data?.['value']).toBe(`${'a'.repeat(199)}… (8000201 characters)`);
    expect(JSON.stringify(listed).length).toBeLessThan(40_000);
    expect(listed.errors).toHaveLength(51);
    expect(listed.errors.at(-1)).toMatchObject({ field: '', rule: '99950 more fields are refused' });
  });
});
