import { XMLParser } from 'fast-xml-parser';
import { Schema } from 'node-schematron';
import { refusal, type Checked } from '#ledger';
import { failed, passed } from './e-invoice-refusal';
import type { EInvoiceSyntax } from './e-invoice';
import { withExactDecimals } from './exact-decimals';

/** A Schematron file as it was read: preprocessed, so that it includes no other. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

/** Rules of one syntax, ready to be asked. */
export interface RuleSet {
  readonly name: string;
  readonly syntax: EInvoiceSyntax;
  readonly schema: Schema;
  /** Rules that only warn. */
  readonly warnings: ReadonlySet<string>;
}

const schematron = 'http://purl.oclc.org/dsdl/schematron';

/** Compiles rule files; it takes about a second each. Refuses what is no Schematron, and what declares no syntax we know. */
export function readRules(files: readonly RuleFile[]): Checked<readonly RuleSet[]> {
  if (files.length === 0) {
    return failed(refusal('invalid', 'RULES.NONE', 'the directory holds no .sch file. Name one with the Schematron files of EN 16931, preprocessed.', { field: 'rules' }));
  }
  const sets: RuleSet[] = [];
  for (const file of files) {
    const read = readRuleFile(file);
    if (!read.ok) {
      return read;
    }
    sets.push(read.value);
  }
  return passed(sets);
}

function readRuleFile({ name, text }: RuleFile): Checked<RuleSet> {
  const bad = (why: string) => failed(refusal('invalid', 'RULES.UNREADABLE', `${name} ${why}. Name a directory with the preprocessed Schematron files of EN 16931.`, { field: 'rules', file: name }));
  if (/<!DOCTYPE/i.test(text) || !text.includes(schematron)) {
    return bad('is no Schematron file');
  }
  const syntax = text.includes('CrossIndustryInvoice') ? 'cii' : text.includes('schema:xsd:Invoice-2') ? 'ubl' : undefined;
  if (syntax === undefined) {
    return bad('is about neither UBL nor CII');
  }
  try {
    return passed({ name, syntax, schema: askedFromTheRoot(computedExactly(Schema.fromString(text))), warnings: warningsOf(text) });
  } catch (error) {
    return bad(`cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown reason'}`);
  }
}

function computedExactly(schema: Schema): Schema {
  for (const assert of schema.patterns.flatMap(({ rules }) => rules).flatMap(({ asserts }) => asserts)) {
    assert.test = withExactDecimals(assert.test);
  }
  return schema;
}

/**
 * The engine asks the context of a rule at every node of the document, also one that begins at the root and is the same
 * everywhere. Asked at the document node alone it finds the same elements in a fraction of the time.
 */
function askedFromTheRoot(schema: Schema): Schema {
  for (const rule of schema.patterns.flatMap(({ rules }) => rules)) {
    if (alternatives(rule.context).every((context) => context.startsWith('/'))) {
      rule.context = `.[not(parent::node())]/(${rule.context})`;
    }
  }
  return schema;
}

/** The parts of a union, those inside brackets left whole. */
function alternatives(context: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const sign of context) {
    depth += '[('.includes(sign) ? 1 : '])'.includes(sign) ? -1 : 0;
    if (sign === '|' && depth === 0) {
      parts.push('');
    } else {
      parts[parts.length - 1] += sign;
    }
  }
  return parts.map((part) => part.trim());
}

/** The rule engine forgets the flag of a rule, so it is read from the file. */
function warningsOf(text: string): ReadonlySet<string> {
  const warnings = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
    } else if (typeof node === 'object' && node !== null) {
      const { '@id': id, '@flag': flag, ...children } = node as Record<string, unknown>;
      if (flag === 'warning' && typeof id === 'string') {
        warnings.add(id);
      }
      Object.values(children).forEach(visit);
    }
  };
  visit(new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false, processEntities: false }).parse(text));
  return warnings;
}
