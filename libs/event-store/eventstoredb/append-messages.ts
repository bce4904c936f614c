import type { EventToAppend, ExpectedRevision, Position } from '../port';

/** A group as it is sent, again and again if need be: nothing of it changes once it was first sent. */
export interface FrozenGroup {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EventToAppend[];
}

/** To the thread. Many at once, since each message between threads has a price. */
export type AppendOrders = readonly { readonly id: number; readonly group: FrozenGroup }[];

/** From the thread. The first has no answers: it says that the thread has loaded. */
export type AppendAnswers = readonly { readonly id: number; readonly answer: AppendAnswer }[];

export type AppendAnswer =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: Position }
  | { readonly kind: 'conflict'; readonly actual: ExpectedRevision }
  /** The server says no, and has written nothing at this attempt. */
  | { readonly kind: 'refused'; readonly reason: 'stream-deleted' | 'access-denied' | 'unknown-user' | 'too-large' | 'not-json'; readonly message: string }
  /** It may have been written, now or later. */
  | { readonly kind: 'uncertain'; readonly message: string; readonly isConnectionAtFault: boolean };

/** What the thread is started with. The connection string holds the password and goes nowhere else. */
export interface AppendThreadData {
  readonly connectionString: string;
}
