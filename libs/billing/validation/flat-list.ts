import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { FieldContext, FieldOptions } from './fields';
import { ruledFieldsOf, type RuledProperty } from './ruled-fields';
import { normalised } from './plain-text';

/** One element at fault: its place, its field ('' for the element itself), what it held and the rule. */
export interface ElementFault {
  readonly place: number;
  readonly field: string;
  readonly code: string;
  readonly value: unknown;
  readonly rule: string;
  readonly remedy: string;
}

/** Name of the rule of flat lists; its refusal names fields of elements, not the list. */
export const flatListRule = 'flatList';

const faultsMax = 50;

/**
 * A list of thousands of flat objects, checked by the same rules as the fields of their class. The class is never made:
 * that would take hundreds of microseconds for each element. The elements are plain objects with normalised text.
 */
export function FlatListField(
  element: () => new () => object,
  limits: { readonly min: number; readonly max: number },
  options: Pick<FieldOptions, 'description'>,
): PropertyDecorator {
  const context: FieldContext = { code: 'FIELD.LIST', remedy: `Send a JSON array of ${limits.min} to ${limits.max} objects.` };
  const fits = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length >= limits.min && value.length <= limits.max;
  return applyDecorators(
    Transform(({ obj, key }: { obj: Readonly<Record<string, unknown>>; key: string }) => elementsOf(obj[key])),
    ValidateBy(
      {
        name: flatListRule,
        validator: {
          validate: (value: unknown): boolean => fits(value) && elementFaults(value, element()).length === 0,
          defaultMessage: (args?: ValidationArguments): string => (fits(args?.value) ? 'as each of its fields asks' : `a list of ${limits.min} to ${limits.max} objects`),
        },
      },
      { context: { ...context, faults: (value: unknown) => (fits(value) ? elementFaults(value, element()) : []) } },
    ),
    ApiProperty({ type: () => element(), isArray: true, minItems: limits.min, maxItems: limits.max, description: options.description }),
  );
}

/** Of the sent objects themselves: what class-transformer made of them is not looked at. */
function elementsOf(list: unknown): unknown {
  return Array.isArray(list) ? list.map((each: unknown) => (isPlain(each) ? normalisedFields(each) : each)) : list;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function normalisedFields(element: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(element)) {
    copy[name] = normalised(element[name]);
  }
  return copy;
}

function elementFaults(list: readonly unknown[], kind: new () => object): ElementFault[] {
  const properties = ruledFieldsOf(kind);
  const faults: ElementFault[] = [];
  for (const [place, element] of list.entries()) {
    if (!isPlain(element)) {
      faults.push({ place, field: '', code: 'FIELD.OBJECT', value: element, rule: 'an object', remedy: 'Send a JSON object.' });
    } else {
      collectFaults(element, properties, place, faults);
    }
    if (faults.length >= faultsMax) {
      break;
    }
  }
  return faults;
}

function collectFaults(element: Readonly<Record<string, unknown>>, properties: ReadonlyMap<string, RuledProperty>, place: number, faults: ElementFault[]): void {
  for (const name of Object.keys(element)) {
    if (!properties.has(name)) {
      const rule = 'only the fields the API describes';
      faults.push({ place, field: name, code: 'FIELD.UNKNOWN', value: undefined, rule, remedy: 'Leave this field out, or correct its name.' });
    }
  }
  for (const [name, { rule, optional }] of properties) {
    const value = element[name];
    if (value === undefined && optional) {
      continue;
    }
    const args: ValidationArguments = { value, object: element, property: name, targetName: '', constraints: [] };
    if (!rule.holds(value, args)) {
      const told = typeof rule.rule === 'string' ? rule.rule : rule.rule(args);
      const missing = value === undefined;
      faults.push({ place, field: name, code: missing ? 'FIELD.MISSING' : rule.code, value, rule: missing ? `required: ${told}` : told, remedy: rule.remedy });
    }
  }
}
