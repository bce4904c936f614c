import { eventDefinitions } from '#ledger';
import type { PublicEvent } from './public-event';

/** Lowers the data of a type from one version to the one before, for those pinned to an older contract. Pure. */
export type Downcast = (data: unknown) => unknown;

/** What each contract version shows: the version of every type that is not 1 there. */
export interface ContractHistory {
  /** The version in which facts are read today, older ones too. */
  readonly today: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<number, Readonly<Record<string, number>>>;
  /** `Type.v2` lowers version 2 of Type to 1. */
  readonly downcasts: Readonly<Record<string, Downcast>>;
}

export const contractHistory: ContractHistory = {
  today: new Map(eventDefinitions.map(({ type, version }) => [type, version])),
  types: new Map([[1, { ChartMapped: 3 }]]),
  downcasts: {},
};

/**
 * An event as a version of the contract shows it.
 *
 * @throws Error for a version that there is not, or that the data cannot be lowered to.
 */
export function renderedEvent(event: PublicEvent, contractVersion: number, history: ContractHistory = contractHistory): PublicEvent {
  const shown = history.types.get(contractVersion);
  if (shown === undefined) {
    throw new Error(`there is no version ${contractVersion} of the contract`);
  }
  const wanted = shown[event.type] ?? 1;
  const today = history.today.get(event.type) ?? 1;
  if (today <= wanted) {
    return event;
  }
  let { data } = event;
  for (let version = today; version > wanted; version -= 1) {
    const downcast = history.downcasts[`${event.type}.v${version}`];
    if (downcast === undefined) {
      throw new Error(`${event.type} version ${version} cannot be shown as version ${wanted}`);
    }
    data = downcast(data);
  }
  return { ...event, schemaVersion: wanted, data };
}
