import type { OpenItem } from './account.state';

/** Items with something open, oldest due first; equal dates in the order of their issue, then of their entry. */
export type DueQueue = OpenItem[];

export function compareDue(left: OpenItem, right: OpenItem): number {
  if (left.dueDate !== right.dueDate) {
    return left.dueDate < right.dueDate ? -1 : 1;
  }
  if (left.issueDate !== right.issueDate) {
    return left.issueDate < right.issueDate ? -1 : 1;
  }
  return left.order - right.order;
}

/** Where the item stands, or would stand. */
function placeOf(queue: DueQueue, item: OpenItem): number {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = queue[middle];
    if (other !== undefined && compareDue(other, item) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * Puts the item in or takes it out, so that it stands in the queue exactly when `waits`. Closed items leave, so
 * that paying the oldest never walks over years of paid ones.
 */
export function keepQueued(queue: DueQueue, item: OpenItem, waits: boolean): void {
  const place = placeOf(queue, item);
  const stands = queue[place] === item;
  if (waits && !stands) {
    queue.splice(place, 0, item);
  } else if (!waits && stands) {
    queue.splice(place, 1);
  }
}
