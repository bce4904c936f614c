import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayMinSize, IsArray, ValidateBy, ValidateIf, ValidateNested, type ValidationArguments,
} from 'class-validator';
import { currency } from '#money';
import { isRealDay } from '#ledger';
import { isCleanId, isCleanParagraphs, isCleanText, isCode, normalised, visibleLength } from './plain-text';
import { declareRuledField } from './ruled-fields';

/** What a refused field answers beside its rule; `personal` keeps the value out of the answer. */
export interface FieldContext {
  readonly code: string;
  readonly remedy: string;
  readonly personal?: true;
}

export interface FieldOptions {
  readonly description: string;
  readonly example?: unknown;
  /** Absent is fine; `null` never is. */
  readonly optional?: true;
  /** Absent is fine when this field of the same object is there. */
  readonly instead?: string;
  /** The API fills it in (path, Idempotency-Key), so the OpenAPI body does not ask for it. */
  readonly filledIn?: true;
  readonly personal?: true;
}

/** One rule of one field: a name for the refusal, the rule in words, and what to send instead. */
export interface FieldRule {
  readonly name: string;
  readonly code: string;
  readonly rule: string | ((args: ValidationArguments) => string);
  readonly remedy: string;
  readonly holds: (value: unknown, args: ValidationArguments) => boolean;
}

/** Binds a rule and the field's OpenAPI description in one decorator. */
export function RuledField(rule: FieldRule, options: FieldOptions, schema: Record<string, unknown> = {}): PropertyDecorator {
  const context: FieldContext = {
    code: rule.code,
    remedy: rule.remedy,
    ...(options.personal === undefined ? {} : { personal: true as const }),
  };
  return applyDecorators(
    ...presence(options),
    Transform(({ value }: { value: unknown }) => normalised(value)),
    ValidateBy(
      {
        name: rule.name,
        validator: {
          validate: (value: unknown, args?: ValidationArguments): boolean => args !== undefined && rule.holds(value, args),
          defaultMessage: (args?: ValidationArguments): string =>
            typeof rule.rule === 'string' || args === undefined ? String(rule.rule) : rule.rule(args),
        },
      },
      { context },
    ),
    described(options, schema),
    (prototype: object, name: string | symbol) => {
      declareRuledField(prototype, String(name), { rule, optional: options.optional === true });
    },
  );
}

/** Absent fields are skipped by their rule; an explicit null is not absent and fails it. */
function presence(options: FieldOptions): PropertyDecorator[] {
  const { instead } = options;
  if (instead !== undefined) {
    return [ValidateIf((object: Readonly<Record<string, unknown>>, value: unknown) => value !== undefined || object[instead] === undefined)];
  }
  return options.optional ? [ValidateIf((_object: unknown, value: unknown) => value !== undefined)] : [];
}

function described(options: FieldOptions, schema: Record<string, unknown>): PropertyDecorator {
  return ApiProperty({
    type: String,
    ...schema,
    description: options.description,
    required: options.optional === undefined && options.instead === undefined && options.filledIn === undefined,
    ...(options.example === undefined ? {} : { example: options.example }),
  });
}

export function IdField(options: FieldOptions & { readonly max?: number }): PropertyDecorator {
  const max = options.max ?? 64;
  return RuledField(
    {
      name: 'id',
      code: 'FIELD.ID',
      rule: `an id: 1 to ${max} visible characters, no white space around it, no control or invisible characters`,
      remedy: 'Send the id of your system as plain text; shorten or re-map ids that do not fit.',
      holds: (value) => isCleanId(value, max),
    },
    options,
    { minLength: 1, maxLength: max },
  );
}

/** Ids that we join with others: the legal entity's, a source's. */
export function CodeField(options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'code',
      code: 'FIELD.CODE',
      rule: 'a code: 1 to 32 of A–Z a–z 0–9 . _ - beginning with a letter or digit',
      remedy: 'Send a short code such as "UK" or "shop-1".',
      holds: isCode,
    },
    options,
    { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$' },
  );
}

export function TextField(options: FieldOptions & { readonly max?: number; readonly min?: number }): PropertyDecorator {
  const max = options.max ?? 1000;
  const min = options.min ?? 0;
  return RuledField(
    {
      name: 'text',
      code: 'FIELD.TEXT',
      rule: `text of ${min} to ${max} characters on one line, without control or bidirectional characters`,
      remedy: 'Remove line breaks and invisible characters, or shorten the text.',
      holds: (value) => isCleanText(value, max) && value.trim().length >= min && (min === 0 || visibleLength(value) > 0),
    },
    options,
    { maxLength: max, ...(min > 0 ? { minLength: min } : {}) },
  );
}

/** Text of several lines, as people write it. */
export function ParagraphsField(options: FieldOptions & { readonly max: number }): PropertyDecorator {
  const { max } = options;
  return RuledField(
    {
      name: 'paragraphs',
      code: 'FIELD.PARAGRAPHS',
      rule: `text of 1 to ${max} characters that can be seen, without control or bidirectional characters; lines end with a line feed`,
      remedy: 'Remove invisible characters, or shorten the text.',
      holds: (value) => isCleanParagraphs(value, max) && visibleLength(value) > 0,
    },
    options,
    { minLength: 1, maxLength: max },
  );
}

export function DayField(options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'day',
      code: 'FIELD.DAY',
      rule: 'a calendar day YYYY-MM-DD that exists',
      remedy: 'Send a day such as "2010-12-01", without a time.',
      holds: (value) => typeof value === 'string' && value.length === 10 && isRealDay(value),
    },
    { example: '2010-12-01', ...options },
    { format: 'date' },
  );
}

export function CurrencyField(options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'currency',
      code: 'FIELD.CURRENCY',
      rule: 'a currency of ISO 4217 by its alphabetic code',
      remedy: 'Send three capital letters such as "GBP".',
      holds: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value) && currency(value) !== undefined,
    },
    { example: 'GBP', ...options },
    { pattern: '^[A-Z]{3}$' },
  );
}

export function CountryField(options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'country',
      code: 'FIELD.COUNTRY',
      rule: 'a country of ISO 3166-1 by its two-letter code, or XX when unknown',
      remedy: 'Send two capital letters such as "GB".',
      holds: (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value),
    },
    { example: 'GB', ...options },
    { pattern: '^[A-Z]{2}$' },
  );
}

export function ChoiceField(values: readonly string[], options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'choice',
      code: 'FIELD.CHOICE',
      rule: `one of ${values.join(', ')}`,
      remedy: `Send one of ${values.map((value) => `"${value}"`).join(', ')}.`,
      holds: (value) => typeof value === 'string' && values.includes(value),
    },
    options,
    { enum: [...values] },
  );
}

export function WholeField(min: number, max: number, options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'whole',
      code: 'FIELD.WHOLE_NUMBER',
      rule: `a whole number from ${min} to ${max}`,
      remedy: 'Send a JSON number without decimals.',
      holds: (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    },
    options,
    { type: 'integer', minimum: min, maximum: max },
  );
}

export function FlagField(options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'flag',
      code: 'FIELD.FLAG',
      rule: 'true or false',
      remedy: 'Send a JSON boolean, not text.',
      holds: (value) => typeof value === 'boolean',
    },
    options,
    { type: Boolean },
  );
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Name of the rule that every element is an object; its refusal names the elements, not the list. */
export const elementsRule = 'elements';

/** Places of the elements of a list that are no objects. ValidateNested alone lets `null` and lists pass. */
export const unfitElements = (list: unknown): number[] =>
  Array.isArray(list) ? [...list.keys()].filter((place) => !isObject(list[place])) : [];

/** A list of objects of one class, each validated in turn. */
export function ListField(
  element: () => new () => object,
  limits: { readonly min: number; readonly max: number },
  options: FieldOptions,
): PropertyDecorator {
  const context: FieldContext = {
    code: 'FIELD.LIST',
    remedy: `Send a JSON array of ${limits.min} to ${limits.max} objects.`,
  };
  return applyDecorators(
    ...presence(options),
    IsArray({ context, message: `a list of ${limits.min} to ${limits.max} objects` }),
    ArrayMinSize(limits.min, { context, message: `a list of at least ${limits.min} objects` }),
    ArrayMaxSize(limits.max, { context, message: `a list of at most ${limits.max} objects` }),
    ValidateBy(
      { name: elementsRule, validator: { validate: (value: unknown): boolean => unfitElements(value).length === 0, defaultMessage: (): string => 'an object' } },
      { context: { code: 'FIELD.OBJECT', remedy: 'Send a JSON object.' } },
    ),
    ValidateNested({ each: true, context, message: 'an object' }),
    Type(element),
    ApiProperty({
      type: () => element(),
      isArray: true,
      minItems: limits.min,
      maxItems: limits.max,
      description: options.description,
      required: options.optional === undefined,
      ...(options.example === undefined ? {} : { example: options.example }),
    }),
  );
}

/** One nested object of a class. */
export function PartField(element: () => new () => object, options: FieldOptions): PropertyDecorator {
  const context: FieldContext = { code: 'FIELD.OBJECT', remedy: 'Send a JSON object.' };
  return applyDecorators(
    ...presence(options),
    ValidateBy(
      {
        name: 'part',
        validator: {
          validate: isObject,
          defaultMessage: (): string => 'an object',
        },
      },
      { context },
    ),
    ValidateNested({ context, message: 'an object' }),
    Type(element),
    ApiProperty({ type: () => element(), description: options.description, required: options.optional === undefined }),
  );
}
