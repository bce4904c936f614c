import { servicesEntity } from '../service-sales';

/** Two customers of the tax set, made up: one prefers e-mail, one has a credit limit. */
export const hotel = `${servicesEntity}~orchard-hotel`;
export const clinic = `${servicesEntity}~lakeside-clinic`;
/** The last day of what is played. */
export const paidDay = '2011-02-28';
