import { accept, refusal, refuse, type Decision } from '../refusal';
import type { MappingDefined } from './mapping.events';
import type { MappingState } from './mapping.state';

export type DefineMapping = Omit<MappingDefined['data'], 'mappingVersion'>;

export interface MappingAnswer {
  readonly mappingName: string;
  readonly mappingVersion: number;
  readonly kind: MappingDefined['data']['kind'];
}

/** The same content again is the version there is; other content is the next one, also when an earlier one said it. */
export function decideDefineMapping(command: DefineMapping, { current }: MappingState): Decision<MappingDefined, MappingAnswer> {
  const { mappingName, kind, definition } = command;
  if (current?.definition === definition) {
    return accept([], { mappingName, mappingVersion: current.mappingVersion, kind });
  }
  if (current !== null && current.kind !== kind) {
    const message = `mapping ${mappingName} takes ${current.kind}s, and senders count on that. Define the other under a name of its own.`;
    return refuse(refusal('conflict', 'MAPPING.KIND', message, { mappingName, kind: current.kind }));
  }
  const mappingVersion = (current?.mappingVersion ?? 0) + 1;
  return accept([{ type: 'MappingDefined', data: { mappingName, mappingVersion, kind, definition } }], { mappingName, mappingVersion, kind });
}
