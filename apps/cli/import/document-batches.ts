import type { SalesDocument } from './sales-file';

export const batchSize = 256;

/** Documents that may be worked on together: of one kind and one day, in the order of the file. */
export interface DocumentBatch {
  readonly kind: SalesDocument['kind'];
  readonly day: string;
  readonly documents: SalesDocument[];
}

/**
 * A batch ends with the day, since issue dates never go back within a series, and where sales and cancellations
 * change over, since a cancellation looks for what was invoiced before it.
 */
export function batchesOf(documents: readonly SalesDocument[], size = batchSize): DocumentBatch[] {
  const batches: DocumentBatch[] = [];
  for (const document of documents) {
    const last = batches.at(-1);
    if (last?.kind === document.kind && last.day === document.day && last.documents.length < size) {
      last.documents.push(document);
    } else {
      batches.push({ kind: document.kind, day: document.day, documents: [document] });
    }
  }
  return batches;
}
