import { shownDay, shownDecimal } from './figures';

/** What a line says of itself besides what a person wrote, in German and French; `{1}` is the first figure of the form. */
interface Form {
  /** Of the text as it was frozen, up to its end. What stands before it was written by a person and is left alone. */
  readonly frozen: RegExp;
  readonly de: string;
  readonly fr: string;
}

const day = '(\\d{4}-\\d{2}-\\d{2})';
const figure = '(\\d+(?:\\.\\d+)?)';
const form = (frozen: string, de: string, fr: string): Form => ({ frozen: new RegExp(`${frozen}$`, 's'), de, fr });

/** Said after the line's own form, one or more of them. */
const additions: readonly Form[] = [
  form(`, less ${figure} %`, ', abzüglich {1} %', ', moins {1} %'),
  form(`: changed from ${day}`, ': geändert ab {1}', ' : modifié à compter du {1}'),
  form(', beyond the cap', ', über der Höchstgrenze', ', au-delà du plafond'),
  form(`, up to the cap: ${figure}`, ', bis zur Höchstgrenze: {1}', ', dans la limite du plafond : {1}'),
];

/** How the models of contracts and late charges word a line; one of them at most. */
const forms: readonly Form[] = [
  form(`, ${figure} hours at ${figure}`, ', {1} Stunden zu {2}', ', {1} heures à {2}'),
  form(`: ${figure} ([^:]+) beyond those included`, ': {1} {2} über die enthaltenen hinaus', ' : {1} {2} au-delà de ceux inclus'),
  form(': tier fee \\(([^()]+)\\)', ': Staffelgebühr ({1})', ' : forfait de palier ({1})'),
  form(` \\(${figure} × ${figure}\\), ${figure} of ${figure} days`, ' ({1} × {2}), {3} von {4} Tagen', ' ({1} × {2}), {3} jours sur {4}'),
  form(`, ${figure} of ${figure} days`, ', {1} von {2} Tagen', ', {1} jours sur {2}'),
  form(` \\(${figure} % of ([^()]+), ${figure}\\)`, ' ({1} % von {2}, {3})', ' ({1} % de {2}, {3})'),
  form(`, instalment ${figure} of ${figure}`, ', Rate {1} von {2}', ', échéance {1} sur {2}'),
  form(`: recorded after ${day} to ${day} was billed`, ': erfasst nach der Abrechnung von {1} bis {2}', ' : enregistré après la facturation du {1} au {2}'),
  form(`: price reached by later usage, ${day} to ${day}`, ': Preis durch spätere Nutzung erreicht, {1} bis {2}', ' : prix atteint par une consommation ultérieure, du {1} au {2}'),
  form(`: not owed from ${day} to ${day}`, ': nicht geschuldet von {1} bis {2}', ' : non dû du {1} au {2}'),
  form(`: not owed from ${day}`, ': nicht geschuldet ab {1}', ' : non dû à compter du {1}'),
];

/** Texts of invoices for late payment, from their first character. */
const lateCharges: readonly Form[] = [
  form(
    `^Interest on (.+) from ${day} through ${day} at ${figure} % a year`,
    'Verzugszinsen auf {1} vom {2} bis {3} zu {4} % im Jahr', 'Intérêts de retard sur {1} du {2} au {3} au taux de {4} % par an',
  ),
  form('^Late fee for (.+)', 'Mahngebühr zu {1}', 'Frais de retard pour {1}'),
];

type Language = 'de' | 'fr';
const isTranslated = (language: string): language is Language => language === 'de' || language === 'fr';

function shown(text: string, language: Language): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return shownDay(text, language);
  return /^\d+(\.\d+)?$/.test(text) ? shownDecimal(text, language) : text;
}

/** The text before the form, and the form as the language says it; null: the text does not end in any of these forms. */
function cut(text: string, among: readonly Form[], language: Language): { readonly before: string; readonly said: string } | null {
  for (const each of among) {
    const found = each.frozen.exec(text);
    if (found !== null) {
      const said = each[language].replace(/\{(\d)\}/g, (_whole, place: string) => shown(found[Number(place)] ?? '', language));
      return { before: text.slice(0, found.index), said };
    }
  }
  return null;
}

/**
 * What the ledger itself worded on a line (hours and rates, days, caps, corrections), in the language of the document.
 * A line is frozen as text when it is assigned, in English; a document in English prints it as it was frozen. The
 * words a person gave, before the ledger's, stay as they were given. A function of its two texts alone.
 */
export function spokenLine(frozen: string, language: string): string {
  if (!isTranslated(language)) return frozen;
  let before = frozen;
  let said = '';
  for (let addition = cut(before, additions, language); addition !== null; addition = cut(before, additions, language)) {
    before = addition.before;
    said = addition.said + said;
  }
  const own = cut(before, forms, language);
  return own === null ? before + said : own.before + own.said + said;
}

interface Issued {
  readonly purpose?: string;
  readonly lines: readonly { readonly description: string; readonly contractItemId?: string }[];
}

/** The lines as a document of this language says them. Lines of sales are the caller's own words and stay; contracts' and late charges' are the ledger's. */
export function spokenLines<Document extends Issued>({ purpose, lines }: Document, language: string): Document['lines'][number][] {
  const isLateCharge = purpose === 'late-fee' || purpose === 'interest';
  return lines.map((line) => {
    if (isLateCharge) return { ...line, description: spokenLateCharge(line.description, language) };
    return line.contractItemId === undefined ? line : { ...line, description: spokenLine(line.description, language) };
  });
}

const spokenLateCharge = (frozen: string, language: string): string => (isTranslated(language) ? (cut(frozen, lateCharges, language)?.said ?? frozen) : frozen);

/** Lines of a credit note do not say what they came from: what ends in a form of the ledger's is taken as its own. */
export const spokenCredits = <Line extends { readonly description: string }>(lines: readonly Line[], language: string): Line[] =>
  lines.map((line) => ({ ...line, description: spokenLine(spokenLateCharge(line.description, language), language) }));
