import type { EntityConfigured } from '#ledger';
import { isSiren } from './fec-columns';

/** The SIREN in a legal entity's French VAT number, or at the beginning of its registration; undefined where neither has one. */
export function sirenOf({ taxId, registration }: Pick<EntityConfigured['data'], 'taxId' | 'registration'>): string | undefined {
  const known = [/^FR\w\w(\d{9})$/.exec((taxId ?? '').replace(/\s/g, ''))?.[1], /^\d{9}/.exec((registration ?? '').replace(/\s/g, ''))?.[0]];
  return known.find((each) => each !== undefined && isSiren(each));
}

/** Where the results of former years are carried forward, unless the chart says otherwise. */
export const frenchResultAccount = { code: '110000', name: 'Report à nouveau' } as const;

/** An account of the French chart begins with three digits. */
export const isFrenchAccount = (code: string): boolean => /^\d{3}[0-9A-Za-z]*$/.test(code);

/** The accounts of a chart that the French file cannot hold. */
export const accountsNotFrench = (codes: Iterable<string>): string[] => [...codes].filter((code) => !/^\d{3}/.test(code));
