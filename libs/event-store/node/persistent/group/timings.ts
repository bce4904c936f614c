import type { Message } from './message';

/** Answers remembered. */
const windowSize = 1_000;

const shares: readonly (readonly [string, number])[] = [
  ['Quintile 1', 0],
  ['Quintile 2', 0.2],
  ['Quintile 3', 0.4],
  ['Quintile 4', 0.6],
  ['Quintile 5', 0.8],
  ['90%', 0.9],
  ['95%', 0.95],
  ['99%', 0.99],
  ['99.5%', 0.995],
  ['99.9%', 0.999],
];

/** How long a client takes to answer, in whole milliseconds, under the names EventStoreDB gives the figures. */
export class Timings {
  private readonly begun = new Map<Message, number>();
  private readonly answers: number[] = [];
  private next = 0;

  begin(message: Message, now: number): void {
    this.begun.set(message, now);
  }

  end(message: Message, now: number): void {
    const begun = this.begun.get(message);
    if (begun === undefined) return;
    this.begun.delete(message);
    this.answers[this.next] = Math.max(0, Math.trunc(now - begun));
    this.next = (this.next + 1) % windowSize;
  }

  /** Every figure is always there, 0 while nothing was answered: clients look them up by name. */
  measurements(): readonly (readonly [string, number])[] {
    const sorted = this.answers.toSorted((one, other) => one - other);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.trunc(share * sorted.length))] ?? 0;
    const sum = sorted.reduce((total, value) => total + value, 0);
    return [
      ['Mean', sorted.length === 0 ? 0 : Math.trunc(sum / sorted.length)],
      ['Median', at(0.5)],
      ['Fastest', at(0)],
      ...shares.map(([name, share]) => [name, at(share)] as const),
      ['Highest', at(1)],
    ];
  }
}
