/** A store gave no answer on the way; nothing is lost, and the caller repeats with the same key to find out. */
export class UnknownStepOutcome extends Error {}
