import { categories } from '#ledger';
import { accessDenied } from '../calls/refusal';
import { subjectOf, type AccessControl } from './access-control';

const ownPrefixes = categories.map((category) => `${category}-`);

/** Beside a server that owns them, Daybook's streams are for reading: nobody writes to them, or changes what they show, over the wire. */
export function protectingOwnStreams(access: AccessControl): AccessControl {
  return {
    callerOf: (metadata, anonymousAllowed) => access.callerOf(metadata, anonymousAllowed),
    require(caller, operation, stream) {
      if (operation !== 'read') requireForeign(stream);
      access.require(caller, operation, stream);
    },
  };
}

function requireForeign(stream: string): void {
  const subject = subjectOf(stream);
  if (ownPrefixes.some((prefix) => subject.startsWith(prefix))) {
    throw accessDenied(`${stream} belongs to Daybook, which alone writes it; send commands to its API instead`);
  }
  // Default access lists and the metadata of $all would reach Daybook's streams as well.
  if (subject === '$settings' || subject === '$all') throw accessDenied(`${stream} reaches Daybook's own streams, which alone writes them`);
}
