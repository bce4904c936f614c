import type { Static } from '@sinclair/typebox';
import type { CustomerContact } from '../customer/customer.state';
import type { EntityConfiguration } from '../entity/entity.state';
import type { Buyer as BuyerSchema, Seller as SellerSchema } from '../invoice-register/invoice.events';

export type Seller = Static<typeof SellerSchema>;
export type Buyer = Static<typeof BuyerSchema>;

/** The seller as a document prints it, from the configuration it was assigned under. */
export function sellerOf(configuration: EntityConfiguration): Seller {
  const { entityId, name, street, city, postalCode, country, taxId, email, phone, registration } = configuration;
  return {
    entityId,
    name,
    country,
    ...(street === undefined ? {} : { street }),
    ...(city === undefined ? {} : { city }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(taxId === undefined ? {} : { taxId }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(registration === undefined ? {} : { registration }),
  };
}

/** The buyer as a document prints it, from the contact it was assigned under. */
export const buyerOf = ({ customerId, kind, country, personal }: CustomerContact): Buyer => ({ customerId, kind, country, personal });

/** What shapes the printed document besides its content, frozen with it. */
export function presentationOf(configuration: EntityConfiguration, preferred: string | undefined, profileRevision: number): { readonly language?: string; readonly profileRevision: number } {
  const language = preferred ?? configuration.language;
  return { ...(language === undefined ? {} : { language }), profileRevision };
}
