/**
 * An event as a fold meets it: what was decided, with the hash of the input it was decided on. The fold keeps that
 * hash beside the subject, so that the same command sent again is told from another one under the same id.
 */
export type Recorded<Event> = Event & { readonly metadata: { readonly inputHash: string } };
