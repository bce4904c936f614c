import { refuseUnrealDay } from '../input-rules';
import { refusal, type Refusal } from '../refusal';
import type { CreditTermsSet, CustomerRegistered } from './customer.events';
import { refuseTerms } from './terms-rules';

/** Terms given with the registration; without a day they hold for documents of any day. */
export interface FirstTerms extends Pick<CreditTermsSet['data'], 'entityId' | 'terms'> {
  readonly effectiveFrom?: string;
  /** Default true; a walk-in is never reminded. */
  readonly remind?: boolean;
}

const anyDay = '0001-01-01';

export function refuseFirstTerms(given: readonly FirstTerms[], kind: CustomerRegistered['data']['kind']): Refusal | undefined {
  const malformed = given.findIndex((one) => !isTerms(one));
  if (malformed !== -1) {
    return refusal('invalid', 'TERMS.MALFORMED', `terms[${malformed}] names no legal entity or holds no terms. Send {"entityId": …, "terms": {"netDays": …}}.`, {
      field: `terms[${malformed}]`,
    });
  }
  const entities = new Set(given.map(({ entityId }) => entityId));
  if (entities.size !== given.length) {
    return refusal('invalid', 'TERMS.TWICE', 'two terms name the same legal entity. Send one, and set later ones by a request of their own.', {
      field: 'terms',
    });
  }
  for (const { terms, effectiveFrom, remind } of given) {
    const reason = refuseWalkInTerms(kind, remind ?? false) ?? refuseUnrealDay('effectiveFrom', effectiveFrom) ?? refuseTerms(terms);
    if (reason !== undefined) {
      return reason;
    }
  }
  return undefined;
}

/** Lists of terms come from outside as they are; only their shape is looked at here. */
function isTerms(given: unknown): boolean {
  const { entityId, terms } = (given ?? {}) as { readonly entityId?: unknown; readonly terms?: unknown };
  return typeof entityId === 'string' && entityId !== '' && typeof terms === 'object' && terms !== null && !Array.isArray(terms);
}

/** Nobody knows whom to remind. */
export function refuseWalkInTerms(kind: CustomerRegistered['data']['kind'], remind: boolean): Refusal | undefined {
  return kind === 'walk-in' && remind
    ? refusal('invalid', 'TERMS.WALK_IN', 'a walk-in stands for unknown buyers and is never reminded. Send "remind": false or leave it out.', {
        field: 'remind',
      })
    : undefined;
}

export function firstTermsEvents(
  customerId: string,
  kind: CustomerRegistered['data']['kind'],
  given: readonly FirstTerms[],
): readonly CreditTermsSet[] {
  return given.map(({ entityId, terms, effectiveFrom = anyDay, remind = kind !== 'walk-in' }) => ({
    type: 'CreditTermsSet',
    data: { customerId, requestId: `registration ${entityId}`, entityId, terms, effectiveFrom, remind },
  }));
}
