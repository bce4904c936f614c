import type { Position } from '#event-store';
import { logStart, SequenceMarks, type Place } from './sequence-marks';

const place = (sequence: number): Place => ({ sequence, position: sequence.toString(16).padStart(32, '0') as Position });

describe('SequenceMarks', () => {
  it('starts at the start', () => {
    expect(new SequenceMarks().atOrBefore(5)).toEqual(logStart);
  });

  it('knows recent places exactly and older ones by the nearest mark before', () => {
    const marks = new SequenceMarks(4, 10);
    for (let sequence = 1; sequence <= 100; sequence += 1) {
      marks.append(place(sequence));
    }
    expect(marks.atOrBefore(100)).toEqual(place(100));
    expect(marks.atOrBefore(1000).sequence).toBe(100);
    expect(marks.atOrBefore(57)).toEqual(place(50));
    expect(marks.atOrBefore(9)).toEqual(logStart);
    expect(marks.sequenceAt(place(99).position as Position)).toBe(99);
    expect(marks.sequenceAt(place(3).position as Position)).toBeUndefined();
    expect(marks.sequenceAt('f'.repeat(32) as Position)).toBeUndefined();
  });

  it('takes marks in any order, once each', () => {
    const marks = new SequenceMarks(4, 10);
    for (const sequence of [30, 10, 20, 10, 25]) {
      marks.note(place(sequence));
    }
    expect([9, 10, 19, 20, 29, 30, 99].map((sequence) => marks.atOrBefore(sequence).sequence)).toEqual([0, 10, 10, 20, 20, 30, 30]);
  });
});
