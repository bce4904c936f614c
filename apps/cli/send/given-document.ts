import type { Document, ExactValue, IntakeFault } from '#billing';

/** One document of the input, with where it stands; or why there is none. */
export type GivenDocument =
  | { readonly line: number; readonly document: Document }
  | { readonly line: number; readonly fault: IntakeFault };

/** A value of the input before it is known whether it is a CloudEvent. */
export type GivenValue =
  | { readonly line: number; readonly value: ExactValue }
  | { readonly line: number; readonly fault: IntakeFault };
