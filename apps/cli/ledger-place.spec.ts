import { CliFailure } from './cli-failure';
import { eventStoreUrlOf, withoutSecrets } from './ledger-place';

describe('a connection string in print', () => {
  it.each([
    ['esdb://admin:s3cret@db:2113?tls=false', 'esdb://db:2113?tls=false'],
    ['esdb+discover://admin:s3cret@db', 'esdb+discover://db'],
    ['esdb://admin:s3/cret@db:2113', 'esdb://db:2113'],
    ['esdb://admin:s3?cret@db:2113', 'esdb://db:2113'],
    ['esdb://admin:s3@cret@db:2113', 'esdb://db:2113'],
    ['admin:s3cret@db:2113', 'db:2113'],
    ['esdb:/admin:s3cret@db:2113', 'db:2113'],
    ['esdb://db:2113?tls=false', 'esdb://db:2113?tls=false'],
  ])('shows no password: %s', (url, shown) => {
    expect(withoutSecrets(url)).toBe(shown);
  });

  it('is refused without its password', () => {
    let refusal: unknown;
    try {
      eventStoreUrlOf('admin:s3cret@db:2113', 'DAYBOOK_EVENTSTORE');
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(CliFailure);
    expect((refusal as CliFailure).message).toMatch(/^DAYBOOK_EVENTSTORE "db:2113" is no connection string/);
  });
});
