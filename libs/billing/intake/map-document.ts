import { linesAt, type PathRoots } from './document-path';
import { isExactObject, type ExactValue } from './exact-json';
import { mapFields, type Reading } from './map-fields';
import { conditionHolds, conditionsHold, readValue, type IntakeFault } from './map-value';
import { customerTargets, lineTargets, returnOnlyTargets, saleTargets } from './mapping-targets';
import type { CustomerMapping, Mapping, SaleMapping } from './mapping.schema';
import { sourceIdOf } from './source-id';

/** What a document is, in the terms of the mapping: a plain body for a command, still to be checked by its class. */
export type MappedDocument =
  | { readonly kind: 'not-for-us'; readonly path: string; readonly reason: string }
  | { readonly kind: 'refused'; readonly faults: readonly IntakeFault[] }
  | { readonly kind: 'sale' | 'return' | 'customer'; readonly body: Readonly<Record<string, unknown>>; readonly sourceOf: (field: string) => string };

export interface Document {
  readonly value: ExactValue;
  /** Attributes of the CloudEvent that carried it. */
  readonly attributes?: ReadonlyMap<string, string>;
}

export const mappedLinesMax = 5000;

/** Makes the body of a command from a document. Pure; never throws, whatever the document. */
export function mapDocument(mapping: Mapping, document: Document): MappedDocument {
  if (!isExactObject(document.value)) {
    return refusedFor({ code: 'INTAKE.DOCUMENT', path: '', field: '', message: 'the document is no JSON object' });
  }
  const roots: PathRoots = { document: document.value, ...(document.attributes === undefined ? {} : { attributes: document.attributes }) };
  const against = (mapping.when ?? []).find((condition) => !conditionHolds(condition, roots));
  if (against !== undefined) {
    return { kind: 'not-for-us', path: against.path, reason: `${against.path} is not what the mapping asks for` };
  }
  const unfit = (mapping.require ?? []).find((condition) => !conditionHolds(condition, roots));
  if (unfit !== undefined) {
    return refusedFor({ code: 'INTAKE.INCOMPLETE', path: unfit.path, field: '', message: 'is not what the mapping requires. Fetch the document again, whole.' });
  }
  return mapping.kind === 'sale' ? mapSale(mapping, roots) : mapCustomer(mapping, roots);
}

const refusedFor = (...faults: readonly IntakeFault[]): MappedDocument => ({ kind: 'refused', faults });

interface SourceNames {
  readonly id: string;
  readonly version?: string;
}

/** The document's name at its source; without one nothing could tell a repeat from something new. */
function sourceNames({ source }: Mapping, roots: PathRoots, reading: Reading): SourceNames | null {
  const id = readValue(source.id, 'id', roots);
  const version = source.version === undefined ? undefined : readValue(source.version, 'id', roots);
  const missing = id.kind !== 'value' ? (['id', id] as const) : version !== undefined && version.kind !== 'value' ? (['version', version] as const) : null;
  if (missing !== null) {
    const [name, read] = missing;
    const spec = name === 'id' ? source.id : source.version;
    reading.fault(spec, `source.${name}`, read.kind === 'fault' ? read : { code: 'INTAKE.VALUE_MISSING', message: 'is missing: it names the document at its source' });
    return null;
  }
  return { id: id.kind === 'value' ? id.text : '', ...(version?.kind === 'value' ? { version: version.text } : {}) };
}

function mapSale(mapping: SaleMapping, roots: PathRoots): MappedDocument {
  const reading = mapFields();
  const names = sourceNames(mapping, roots, reading);
  const head = reading.fields(mapping.fields, saleTargets, roots);
  const lines = saleLines(mapping, roots, reading);
  if (names === null || reading.faults.length > 0) {
    return refusedFor(...reading.faults);
  }
  const id = sourceIdOf(mapping.source.system, names.id, names.version);
  const isReturn = isReturned(mapping, roots, lines);
  const { sourceOf } = reading;
  if (!isReturn) {
    const body = Object.fromEntries(Object.entries(head).filter(([name]) => !returnOnlyTargets.has(name)));
    return { kind: 'sale', body: { saleId: id, ...body, lines }, sourceOf };
  }
  const back = lines.map(takenBack);
  return back.some((line) => line === null)
    ? refusedFor({ code: 'INTAKE.SIGNS_MIXED', path: mapping.lines.each, field: 'lines', message: 'some lines take goods back and others do not. Send them as two documents.' })
    : { kind: 'return', body: { returnId: id, ...returnHead(head, names.id), lines: back }, sourceOf };
}

type MappedLine = Readonly<Record<string, unknown>>;

function saleLines({ lines: spec }: SaleMapping, roots: PathRoots, reading: Reading): readonly MappedLine[] {
  const found = linesAt(spec.each, roots.document);
  const fault = (message: string): readonly MappedLine[] => {
    reading.add({ code: 'INTAKE.LINES', path: spec.each, field: 'lines', message });
    return [];
  };
  if (found === undefined) {
    return fault('is no list of lines');
  }
  if (found.length > mappedLinesMax) {
    return fault(`has more than ${mappedLinesMax} lines`);
  }
  const pointer = spec.each.slice(0, -2);
  const lines: MappedLine[] = [];
  for (const [place, line] of found.entries()) {
    const at: PathRoots = { ...roots, line };
    if (conditionsHold(spec.when ?? [], at)) {
      lines.push(reading.fields(spec.fields, lineTargets, at, { field: `lines[${lines.length}].`, path: pointer === '' ? '' : `${pointer}/${place}` }));
    }
  }
  return lines.length === 0 ? fault('has no line that the mapping takes') : lines;
}

const isNegative = ({ quantity }: MappedLine): boolean => typeof quantity === 'string' && quantity.startsWith('-');

function isReturned({ returns }: SaleMapping, roots: PathRoots, lines: readonly MappedLine[]): boolean {
  if (returns === undefined) {
    return false;
  }
  return returns === 'negative-quantities' ? lines.some(isNegative) : conditionsHold(returns, roots);
}

/** Fields of a sale's line that a return has no use for as long as they say nothing. */
const nothingOff: readonly string[] = ['discountPercent', 'discountAmount'];

/** Quantities of a return are above zero; where some are below zero all must be. */
function takenBack(line: MappedLine, _place: number, lines: readonly MappedLine[]): MappedLine | null {
  if (isNegative(line) !== isNegative(lines[0] ?? line)) {
    return null;
  }
  const kept = Object.entries(line).filter(([name, value]) => !(nothingOff.includes(name) && /^-?0(\.0*)?$/.test(String(value))));
  return { ...Object.fromEntries(kept), quantity: String(line['quantity']).replace('-', '') };
}

/** What a return calls otherwise, or does not have. */
function returnHead(head: Readonly<Record<string, unknown>>, sourceId: string): Readonly<Record<string, unknown>> {
  const { closedOn, supplyDate: _day, billing: _billing, reference: _reference, billToCustomerId: _billTo, reason = `return ${sourceId}`, ...same } = head;
  return { ...same, receivedOn: closedOn, reason };
}

function mapCustomer(mapping: CustomerMapping, roots: PathRoots): MappedDocument {
  const reading = mapFields();
  const names = sourceNames(mapping, roots, reading);
  const fields = reading.fields(mapping.fields, customerTargets, roots);
  if (names === null || reading.faults.length > 0) {
    return refusedFor(...reading.faults);
  }
  const { system } = mapping.source;
  const body = { customerId: sourceIdOf(system, names.id), personal: {}, ...fields, source: { system, id: names.id, version: names.version } };
  return { kind: 'customer', body, sourceOf: reading.sourceOf };
}
