import { inputHash, type EventOrigin } from '#event-store';
import type { CommandContext } from '../command-context';

/** Fields that hold exact decimals: "10.5" and "10.50" are the same content. */
const decimalFields = new Set([
  'flatFee', 'hourlyRate', 'includedUnits', 'maximum', 'measuredValue', 'minimum', 'monthlyFee', 'overagePrice', 'price', 'rolloverMaximum', 'units', 'upTo',
  'fee', 'interestPercent', 'limit', 'maximumAmount', 'tolerance',
  'amount', 'base', 'discountAmount', 'discountPercent', 'documentDiscountAmount', 'documentDiscountPercent', 'gross', 'minimumAmount', 'net', 'percent', 'quantity', 'rate', 'tax',
  'taxRate', 'unitPrice',
]);

/** What a command's events carry about where they come from. */
export function originOf(context: CommandContext, content: object): EventOrigin {
  return {
    actor: context.actor,
    commandId: context.commandId,
    correlationId: context.correlationId,
    causationId: context.commandId,
    inputHash: inputHashOf(content),
  };
}

/** The same origin, for what follows from an event of another stream. */
export function originFollowing(origin: EventOrigin, causationId: string): EventOrigin {
  return { ...origin, causationId };
}

/**
 * Hash of a command's business content: what the sender said, without what follows from the clock or from us. Sent
 * again with the same content it is the same hash, also years later.
 */
export function inputHashOf(content: object): string {
  return inputHash(normalised(content));
}

/** Content in the form that counts: texts in NFC, decimals without trailing zeros, absent members left out. */
export function normalised(value: unknown, field = ''): unknown {
  if (typeof value === 'string') {
    return decimalFields.has(field) ? withoutTrailingZeros(value) : value.normalize('NFC');
  }
  if (Array.isArray(value)) {
    return value.map((entry) => normalised(entry));
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return Object.fromEntries(fields.map(([name, entry]) => [name, normalised(entry, name)]));
  }
  return value;
}

function withoutTrailingZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/0+$/, '').replace(/\.$/, '') : decimal;
}
