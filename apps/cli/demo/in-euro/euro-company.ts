/** A legal entity in the euro area, made up: it is paid by transfer and by direct debit, and has one debtor who does not pay. */
export const euroEntity = 'EURO';
export const euroAccount = 'DE02120300000000202051';
/** Pays by transfer, with the reference of the payment code. */
export const cafe = `${euroEntity}~muster-cafe`;
/** Gave a mandate. */
export const linden = `${euroEntity}~lindenhof`;
/** Is reminded by e-mail, called, and handed over. */
export const tardy = `${euroEntity}~spaet-gmbh`;
/** Day on which the collector calls. */
export const callDay = '2011-04-18';
export const handOverDay = '2011-04-20';
export const handOverId = 'DEMO-H-1';
export const batchId = 'DEMO-DD-1';
