import type { Schema } from 'node-schematron';
import { refusal, type Checked, type Refusal } from '#ledger';
import { failed, passed } from './e-invoice-refusal';
import type { EInvoiceSyntax } from './e-invoice';
import type { RuleSet } from './rule-files';

/** A rule that a document breaks. */
export interface RuleFailure {
  /** The rule's id, such as `BR-CO-10`; empty where the file gives none. */
  readonly rule: string;
  readonly text: string;
  /** Path of the element that breaks it. */
  readonly place: string;
  readonly warning: boolean;
}

export interface RulesAnswer {
  readonly syntax: EInvoiceSyntax;
  readonly failures: readonly RuleFailure[];
}

type Finding = ReturnType<Schema['validateString']>[number];
type XmlNode = Finding['context'];

const charactersMax = 2_000_000;
const elementNode = 1;

/**
 * Asks a document every rule of its syntax. The document is read as text alone: one with a DOCTYPE is refused, so nothing
 * can be expanded, and nothing is fetched. Slow: seconds for a document of a few lines.
 */
export function checkRules(xml: string, rules: readonly RuleSet[]): Checked<RulesAnswer> {
  const unfit = unfitXml(xml);
  if (unfit !== undefined) {
    return failed(unfit);
  }
  const syntax = syntaxOf(xml);
  if (syntax === undefined) {
    return failed(refusal('invalid', 'E_INVOICE.SYNTAX', 'the file is neither a UBL Invoice or CreditNote nor a CII CrossIndustryInvoice. Check that it is an electronic invoice.'));
  }
  const own = rules.filter((set) => set.syntax === syntax);
  if (own.length === 0) {
    return failed(refusal('invalid', 'RULES.OTHER_SYNTAX', `the document is ${syntax.toUpperCase()}, and the directory holds no rules of it. Add its .sch file.`, { syntax }));
  }
  try {
    return passed({ syntax, failures: own.flatMap(({ schema, warnings }) => schema.validateString(xml).map((finding) => failureOf(finding, warnings))) });
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : 'unknown reason';
    return failed(refusal('invalid', 'XML.UNREADABLE', `the file cannot be read as XML or cannot be checked: ${why}`));
  }
}

function unfitXml(xml: string): Refusal | undefined {
  if (xml.length > charactersMax) {
    return refusal('invalid', 'XML.TOO_LARGE', `the file has ${xml.length} characters; at most ${charactersMax} are checked.`, { characters: xml.length });
  }
  return /<!(DOCTYPE|ENTITY)/i.test(xml)
    ? refusal('invalid', 'XML.DOCTYPE', 'the file declares a document type or entities, which an electronic invoice has no use for. Take the declaration out.')
    : undefined;
}

function syntaxOf(xml: string): EInvoiceSyntax | undefined {
  const root = /<(?:[A-Za-z_][\w.-]*:)?(CrossIndustryInvoice|Invoice|CreditNote)[\s>]/.exec(xml)?.[1];
  return root === undefined ? undefined : root === 'CrossIndustryInvoice' ? 'cii' : 'ubl';
}

function failureOf({ assertId, message, context }: Finding, warnings: ReadonlySet<string>): RuleFailure {
  const rule = assertId ?? '';
  return { rule, text: (message ?? '').replace(/\s+/g, ' ').trim(), place: pathOf(context), warning: warnings.has(rule) };
}

/** `/Invoice/cac:InvoiceLine[2]/cbc:ID`: elements by name, with their place among those of the same name. */
function pathOf(node: XmlNode): string {
  const steps: string[] = [];
  for (let at: XmlNode | null = node; at !== null && at.nodeType === elementNode; at = at.parentNode) {
    steps.unshift(`${at.nodeName}${placeAmong(at)}`);
  }
  return `/${steps.join('/')}`;
}

function placeAmong(node: XmlNode): string {
  const same = (node.parentNode?.childNodes ?? []).filter(({ nodeName }) => nodeName === node.nodeName);
  return same.length < 2 ? '' : `[${same.indexOf(node) + 1}]`;
}
