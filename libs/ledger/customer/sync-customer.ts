import { conflict } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { customerContact, type CustomerState } from './customer.state';
import { erasedCustomer } from './customer-refusals';
import type { ContactChanged, CustomerEvent, CustomerRegistered } from './customer.events';
import { compareSourceVersions, isVersionOfKind, readSourceVersion, sourceKey } from './source-version';
import type { CustomerSynchronised } from './sync.events';

/** Another system says who a customer is: the whole contact, in a version of its own. */
export interface SyncCustomer extends Pick<CustomerRegistered['data'], 'customerId' | 'kind' | 'country' | 'personal'> {
  readonly inputHash: string;
  readonly source: { readonly system: string; readonly id: string; readonly version: string };
}

export interface SyncAnswer {
  readonly customerId: string;
  /** Revision of the customer's stream with what was decided. */
  readonly revision: number;
  /** `stale`: a newer version was taken before; nothing changed. */
  readonly outcome: CustomerSynchronised['data']['outcome'];
  /** The version, in the form that is compared. */
  readonly sourceVersion: string;
}

/**
 * A newer version wins, an older one is recorded as stale, the same one with the same content is answered again, and with
 * other content it is a conflict. A person who was erased is not brought back.
 */
export function decideSyncCustomer(command: SyncCustomer, state: CustomerState): Decision<CustomerEvent, SyncAnswer> {
  const { customerId, source, inputHash } = command;
  if (state.erasure.erased !== null) {
    return refuse(erasedCustomer(state, customerId));
  }
  const version = readSourceVersion(source.version);
  if (version === null) {
    return refuse(unreadableVersion(customerId));
  }
  const known = state.sources.get(sourceKey(source.system, source.id));
  const answered = known?.answers.get(version.text);
  if (answered !== undefined) {
    const { revision, outcome } = answered;
    return answered.inputHash === inputHash
      ? accept([], { customerId, revision, outcome, sourceVersion: version.text })
      : refuse(conflict('CUSTOMER.SYNC_CONFLICT', 'customer', customerId, 'Its source sent the same version otherwise before: a version that says something else is a new one.'));
  }
  if (known !== undefined && !isVersionOfKind(known.version, version)) {
    return refuse(otherVersionKind(customerId));
  }
  const isStale = known !== undefined && compareSourceVersions(version.text, known.version) < 0;
  const changes = isStale ? [] : changesBy(command, state, version.text);
  return 'code' in changes ? refuse(changes) : synchronised(command, state, { changes, isStale, version: version.text });
}

interface Synchronised {
  readonly changes: readonly CustomerEvent[];
  readonly isStale: boolean;
  readonly version: string;
}

function synchronised({ customerId, source }: SyncCustomer, state: CustomerState, { changes, isStale, version }: Synchronised): Decision<CustomerEvent, SyncAnswer> {
  const outcome = isStale ? 'stale' : changes.length === 0 ? 'unchanged' : state.registered === null ? 'registered' : 'changed';
  const fact: CustomerSynchronised = {
    type: 'CustomerSynchronised',
    data: { customerId, sourceSystem: source.system, sourceId: source.id, sourceVersion: version, outcome },
  };
  return accept([...changes, fact], { customerId, revision: state.revision + changes.length + 1, outcome, sourceVersion: version });
}

/** What the record changes: nothing when it says what stands. */
function changesBy(command: SyncCustomer, state: CustomerState, version: string): readonly CustomerEvent[] | Refusal {
  const { customerId, kind, country, personal, source } = command;
  const contact = customerContact(state);
  if (contact === undefined) {
    return [{ type: 'CustomerRegistered', data: { customerId, kind, country, personal } }];
  }
  if (contact.kind !== kind) {
    const message = `customer ${JSON.stringify(customerId)} is registered as ${contact.kind}, and its source says ${kind}. That never changes: register another id, or correct the source.`;
    return refusal('conflict', 'CUSTOMER.SYNC_KIND', message, { customerId, kind: contact.kind });
  }
  const changed: ContactChanged = { type: 'ContactChanged', data: { customerId, requestId: `sync ${source.system} ${version}`, country, personal } };
  return contact.country === country && saysTheSame(contact.personal, personal) ? [] : [changed];
}

const saysTheSame = (one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => one[name] === other[name]);

const unreadableVersion = (customerId: string): Refusal =>
  refusal('invalid', 'CUSTOMER.SYNC_VERSION', 'the version of the record is neither a whole number nor a moment such as 2024-03-15T16:02:11Z. Map one that grows with each change.', {
    field: 'source.version',
    customerId,
  });

const otherVersionKind = (customerId: string): Refusal =>
  refusal('invalid', 'CUSTOMER.SYNC_VERSION_KIND', 'the source counted its versions otherwise before, so nobody can say which is newer. Name the source anew, or send the versions it had.', {
    field: 'source.version',
    customerId,
  });
