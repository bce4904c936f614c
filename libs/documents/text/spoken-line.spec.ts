import fc from 'fast-check';
import { invoiceToSend, sampleCreditNote, sampleInvoice } from '../e-invoice/sample-documents.test-kit';
import { eInvoiceXml } from '../e-invoice/e-invoice';
import { spokenLine, spokenLines } from './spoken-line';

/** The texts as the specs of contracts and late charges expect them in the facts. */
const frozen: readonly (readonly [text: string, german: string, french: string])[] = [
  ['Advice: senior, 1.5 hours at 117.50', 'Advice: senior, 1,5 Stunden zu 117,50', 'Advice: senior, 1,5 heures à 117,50'],
  ['Advice: senior, 8 hours at 100, up to the cap: 250.00', 'Advice: senior, 8 Stunden zu 100, bis zur Höchstgrenze: 250,00', 'Advice: senior, 8 heures à 100, dans la limite du plafond : 250,00'],
  ['Advice: senior, 8 hours at 100, beyond the cap', 'Advice: senior, 8 Stunden zu 100, über der Höchstgrenze', 'Advice: senior, 8 heures à 100, au-delà du plafond'],
  ['Seats (3 × 10.00), 5 of 31 days', 'Seats (3 × 10,00), 5 von 31 Tagen', 'Seats (3 × 10,00), 5 jours sur 31'],
  ['Seats, 5 of 31 days, less 10 %', 'Seats, 5 von 31 Tagen, abzüglich 10 %', 'Seats, 5 jours sur 31, moins 10 %'],
  ['Care: 2.5 tickets beyond those included', 'Care: 2,5 tickets über die enthaltenen hinaus', 'Care : 2,5 tickets au-delà de ceux inclus'],
  ['Plan: tier fee (api)', 'Plan: Staffelgebühr (api)', 'Plan : forfait de palier (api)'],
  ['Build, instalment 2 of 3', 'Build, Rate 2 von 3', 'Build, échéance 2 sur 3'],
  ['Work: savings (20 % of savings, 1500.00)', 'Work: savings (20 % von savings, 1.500,00)', 'Work: savings (20 % de savings, 1\u00A0500,00)'],
  ['Seats: changed from 2026-03-01', 'Seats: geändert ab 01.03.2026', 'Seats : modifié à compter du 01/03/2026'],
  ['Seats, 5 of 31 days: changed from 2026-03-01', 'Seats, 5 von 31 Tagen: geändert ab 01.03.2026', 'Seats, 5 jours sur 31 : modifié à compter du 01/03/2026'],
  ['Plan: recorded after 2026-03-01 to 2026-03-31 was billed', 'Plan: erfasst nach der Abrechnung von 01.03.2026 bis 31.03.2026', 'Plan : enregistré après la facturation du 01/03/2026 au 31/03/2026'],
  ['Seats: not owed from 2026-03-01', 'Seats: nicht geschuldet ab 01.03.2026', 'Seats : non dû à compter du 01/03/2026'],
  ['Seats: not owed from 2026-03-01 to 2026-03-31', 'Seats: nicht geschuldet von 01.03.2026 bis 31.03.2026', 'Seats : non dû du 01/03/2026 au 31/03/2026'],
];

const interest = 'Interest on INV-7 from 2026-02-01 through 2026-03-31 at 9.27 % a year';

describe('what the ledger worded on a line', () => {
  it.each(frozen)('%s', (text, german, french) => {
    expect([spokenLine(text, 'en'), spokenLine(text, 'de'), spokenLine(text, 'fr')]).toEqual([text, german, french]);
  });

  it('is told in English in a language that has no words yet', () => expect(spokenLine(frozen[0]![0], 'es')).toBe(frozen[0]![0]));

  it('leaves every word that a person gave before it as it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }).map((text) => `${text}#`), (given) => {
        expect(spokenLine(given, 'de')).toBe(given);
        expect(spokenLine(`${given}: senior, 2 hours at 1.50`, 'de')).toBe(`${given}: senior, 2 Stunden zu 1,50`);
      }),
    );
  });

  it('touches no line of a sale, whatever it ends in; only those of contracts and of late charges', () => {
    const [text] = frozen[0]!;
    const spoken = (purpose: string | undefined, line: { readonly description: string; readonly contractItemId?: string }): string | undefined =>
      spokenLines({ ...(purpose === undefined ? {} : { purpose }), lines: [line] }, 'de')[0]?.description;
    expect(spoken(undefined, { description: text })).toBe(text);
    expect(spoken(undefined, { description: text, contractItemId: 'advice' })).toBe('Advice: senior, 1,5 Stunden zu 117,50');
    expect(spoken(undefined, { description: interest })).toBe(interest);
    expect(spoken('interest', { description: interest })).toBe('Verzugszinsen auf INV-7 vom 01.02.2026 bis 31.03.2026 zu 9,27 % im Jahr');
    expect(spoken('late-fee', { description: 'Late fee for INV-7' })).toBe('Mahngebühr zu INV-7');
  });
});

describe('electronic invoices', () => {
  const xmlOf = (document: Parameters<typeof eInvoiceXml>[0], syntax: 'ubl' | 'cii'): string => {
    const made = eInvoiceXml(document, syntax);
    return made.ok ? made.value : made.refusal.message;
  };

  it.each(['ubl', 'cii'] as const)('name lines in the language of the document (%s)', (syntax) => {
    const lines = [{ description: frozen[0]![0], contractItemId: 'advice' }, { description: frozen[0]![0] }];
    const german = xmlOf(invoiceToSend({ language: 'de', lines }), syntax);
    expect(german).toContain('>Advice: senior, 1,5 Stunden zu 117,50<');
    expect(german).toContain(`>${frozen[0]![0]}<`);
    expect(xmlOf(invoiceToSend({ language: 'de', lines }), syntax)).toBe(german);
    expect(xmlOf(invoiceToSend({ lines }), syntax)).not.toContain('Stunden');
    const credit = sampleCreditNote(sampleInvoice({ lines: [{ description: 'Seats: not owed from 2026-03-01' }] }), { language: 'fr' });
    expect(xmlOf(credit, syntax)).toContain('>Seats : non dû à compter du 01/03/2026<');
  });
});
