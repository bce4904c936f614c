import type { EntityConfigured } from '#ledger';
import type { SafTFrame } from './saf-t-file';

/** A legal entity as the header of the file names it; what it has not configured is left out. */
export function safTCompany({ entityId, name, street, city, postalCode, country, taxId, registration, phone, email }: EntityConfigured['data']): SafTFrame['company'] {
  const optional = { street, city, postalCode, taxId, phone, email };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { name, country, registration: registration ?? taxId ?? entityId, ...given };
}
