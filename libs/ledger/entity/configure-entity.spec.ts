import { configured, opened, openedForCredit, shop, shopConfiguration } from '../specification/sample-facts';
import { foldFrom, given } from '../specification/given';
import { decideConfigureEntity, type ConfigureEntity } from './configure-entity';
import {
  documentNumberOf, entityConfiguration, entityFold, policyOn, seriesFor, type EntityConfiguration, type ReminderPolicy, type Series,
} from './entity.state';
import { decideOpenSeries } from './open-series';

const series = ({ entityId: _entityId, ...rest }: Series): Omit<Series, 'entityId'> => rest;
const friendly: Omit<ReminderPolicy, 'entityId'> = {
  policyId: 'standard',
  version: 1,
  effectiveFrom: '2010-01-01',
  steps: [{ step: 'friendly', offsetDays: 7, channel: 'outbox', template: 'friendly' }],
  minimumAmount: '1',
};
const proposal: ConfigureEntity = {
  configuration: shopConfiguration,
  series: [series(opened().data), series(openedForCredit.data)],
  policies: [friendly],
};
const configure = (command: ConfigureEntity) => (state: Parameters<typeof decideConfigureEntity>[1]) => decideConfigureEntity(command, state);
const changed = (changes: Partial<EntityConfiguration>): ConfigureEntity => ({ configuration: { ...shopConfiguration, ...changes } });

describe('configuring a legal entity', () => {
  const fresh = given(entityFold).when(configure(proposal));

  it('writes every fact the first time, with the built-in chart', () => {
    expect(fresh.types).toEqual(['EntityConfigured', 'ChartMapped', 'SeriesOpened', 'SeriesOpened', 'PolicySet']);
    expect(fresh.answer).toEqual({ entityId: 'UK', revision: 4, changed: fresh.types });
  });

  it('writes nothing when all of it is on record, whatever way an amount is written', () => {
    const again = fresh.then.when(configure({ ...proposal, policies: [{ ...friendly, minimumAmount: '1.00' }] }));
    expect(again.events).toEqual([]);
    expect(again.answer).toEqual({ entityId: 'UK', revision: 4, changed: [] });
  });

  it('writes only what differs', () => {
    const moved = fresh.then.when(configure({ ...proposal, configuration: { ...shopConfiguration, city: 'Leeds' } }));
    expect(moved.types).toEqual(['EntityConfigured']);
    const nextPolicy = moved.then.when(configure({ ...changed({ city: 'Leeds' }), policies: [{ ...friendly, version: 2, minimumAmount: '2' }] }));
    expect(nextPolicy.types).toEqual(['PolicySet']);
    const backAgain = nextPolicy.then.when(configure(changed({})));
    expect(backAgain.types).toEqual(['EntityConfigured']);
  });

  it('keeps what was known at each revision', () => {
    const { state } = fresh.then.when(configure(changed({ city: 'Leeds' }))).then;
    expect(entityConfiguration(state, 4)?.city).toBeUndefined();
    expect(entityConfiguration(state)?.city).toBe('Leeds');
  });

  it.each<[string, ConfigureEntity]>([
    ['CURRENCY.UNKNOWN', changed({ baseCurrency: 'XXX' })],
    ['ENTITY.BASE_CURRENCY', changed({ baseCurrency: 'EUR' })],
    ['ENTITY.TIME_ZONE', changed({ timeZone: 'Mars/Olympus' })],
    ['ENTITY.AGING_BUCKETS', changed({ agingBuckets: [30, 30, 90] })],
    ['ENTITY.AGING_BUCKETS', changed({ agingBuckets: [] })],
    ['ENTITY.ID', changed({ entityId: 'U~K' })],
    ['CHART.ROLES', { ...proposal, chart: [{ role: 'bank', code: '1', name: 'Bank' }] }],
    ['SERIES.CONFLICT', { ...proposal, series: [series(opened({ firstNumber: 2 }).data)] }],
    ['SERIES.EXISTS', { ...proposal, series: [series(opened({ seriesId: 'UK-INVB', prefix: 'B-' }).data)] }],
    ['SERIES.PREFIX', { ...proposal, series: [series(opened({ seriesId: 'UK-INV-2011', year: 2011, prefix: 'INV-1' }).data)] }],
    ['SERIES.ID', { ...proposal, series: [series(opened({ seriesId: 'INV', year: 2011, prefix: 'X-' }).data)] }],
    ['SERIES.ID', { ...proposal, series: [series(opened({ seriesId: 'UK-North-INV', year: 2011, prefix: 'X-' }).data)] }],
    ['POLICY.VERSION', { ...proposal, policies: [{ ...friendly, minimumAmount: '5' }] }],
    ['POLICY.VERSION', { ...proposal, policies: [{ ...friendly, policyId: 'other', version: 2 }] }],
    ['POLICY.MINIMUM', { ...proposal, policies: [{ ...friendly, version: 2, minimumAmount: '1e9' }] }],
    ['POLICY.STEPS', { ...proposal, policies: [{ ...friendly, version: 2, steps: [...friendly.steps, ...friendly.steps] }] }],
    ['DATE.UNREAL', { ...proposal, policies: [{ ...friendly, version: 2, effectiveFrom: '2010-02-30' }] }],
  ])('refuses %s and writes nothing', (code, command) => expect(fresh.then.when(configure(command)).refused).toBe(code));
});

describe('series', () => {
  it('are opened one at a time too, once', () => {
    const open = given(entityFold, configured()).when((state) => decideOpenSeries(opened().data, state));
    expect(open.types).toEqual(['SeriesOpened']);
    expect(open.then.when((state) => decideOpenSeries(opened().data, state)).events).toEqual([]);
    expect(given(entityFold).when((state) => decideOpenSeries(opened().data, state)).refused).toBe('ENTITY.UNKNOWN');
  });

  it('are chosen by year, else the one for any year', () => {
    const entity = shop(configured(), opened(), opened({ seriesId: 'UK-INV-2011', year: 2011, prefix: 'INV-2011-' }), openedForCredit);
    expect(seriesFor(entity, 'invoice', '2011-06-01')?.seriesId).toBe('UK-INV-2011');
    expect(seriesFor(entity, 'invoice', '2010-06-01')?.seriesId).toBe('UK-INV');
    expect(seriesFor(entity, 'credit-note', '2011-06-01')?.seriesId).toBe('UK-CN');
    expect(documentNumberOf(opened().data, 42)).toBe('INV-000042');
  });
});

describe('reminder policies', () => {
  it('apply from their day on, the later version of two', () => {
    const policy = (version: number, effectiveFrom: string) => ({ type: 'PolicySet' as const, data: { ...friendly, entityId: 'UK', version, effectiveFrom } });
    const state = foldFrom(entityFold, entityFold.initial(), [policy(1, '2010-01-01'), policy(2, '2011-01-01'), policy(3, '2011-01-01')], { revision: 0 });
    expect([policyOn(state, 'standard', '2009-12-31'), policyOn(state, 'standard', '2010-12-31'), policyOn(state, 'standard', '2011-01-01')].map((found) => found?.version)).toEqual([undefined, 1, 3]);
  });
});
