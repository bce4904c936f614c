import { impersonalTexts } from '../personal-data/impersonal-texts';

/** Addresses and commands name these beside what events name. */
const beside = ['idOrNumber', 'toAccountId', 'fromAccountId'];

/** The fields of a command that hold the id of a thing, and so may stand in the record of its refusal. A tax id is of a person, and none of them. */
export const subjectFields: ReadonlySet<string> = new Set([
  ...beside,
  ...(impersonalTexts['an id or a code'] ?? []).filter((field) => field === 'documentNumber' || /^id$|Id$/.test(field)),
]);
