import { assertFact } from './assert-fact';

/** What any numbered document says about its place. */
export interface NumberedDocument {
  readonly id: string;
  readonly seriesId: string;
  readonly number: number;
  readonly issueDate: string;
}

/**
 * A register: nothing but documents, numbered first number + revision, never dated backwards. Its documents are found
 * through an index that the caller keeps; only the latest ids are here, for those that leave in one group.
 */
export interface RegisterState {
  count: number;
  seriesId: string | null;
  firstNumber: number | null;
  lastIssueDate: string | null;
  readonly latest: Map<string, number>;
}

const latestMax = 1000;

/** A register that is known by its head alone, as an index keeps it: the state after `count` documents. */
export const registerStateAt = (head: { readonly count: number; readonly lastIssueDate: string | null }): RegisterState => ({
  count: head.count,
  seriesId: null,
  firstNumber: null,
  lastIssueDate: head.lastIssueDate,
  latest: new Map(),
});

export const emptyRegister = (): RegisterState => registerStateAt({ count: 0, lastIssueDate: null });

/** @throws Error when the document breaks what holds by construction: series, number = first + revision, dates. */
export function evolveRegister(state: RegisterState, document: NumberedDocument, revision: number): RegisterState {
  const { seriesId, number, issueDate, id } = document;
  const firstNumber = number - revision;
  assertFact(revision === state.count, `register ${seriesId}: revision ${revision} comes after ${state.count} documents`);
  assertFact(state.seriesId === null || state.seriesId === seriesId, `register ${state.seriesId ?? ''} holds a document of ${seriesId}`);
  assertFact(
    state.firstNumber === null || state.firstNumber === firstNumber,
    `register ${seriesId}: number ${number} at revision ${revision} breaks first number + revision`,
  );
  assertFact(
    state.lastIssueDate === null || issueDate >= state.lastIssueDate,
    `register ${seriesId}: ${issueDate} follows ${state.lastIssueDate ?? ''} at revision ${revision}`,
  );
  state.count = revision + 1;
  state.seriesId = seriesId;
  state.firstNumber = firstNumber;
  state.lastIssueDate = issueDate;
  state.latest.set(id, revision);
  if (state.latest.size > latestMax) {
    for (const oldest of state.latest.keys()) {
      state.latest.delete(oldest);
      break;
    }
  }
  return state;
}
