import { event, start } from '../testing/told-group';

describe('a persistent group', () => {
  it('sends a client no more than it has slots, and the rest as it answers', () => {
    const { group, give, connect, sent } = start();
    give([0, 1, 2, 3]);
    connect('a', 2);
    expect(sent()).toEqual(['e0', 'e1']);
    group.ack(['e0'], 10);
    expect(sent()).toEqual(['e0', 'e1', 'e2']);
  });

  it('leaves out a client whose connection takes nothing more', () => {
    const { group, give, connect, sent } = start();
    connect('a');
    group.block('a', true, 0);
    give([0]);
    expect(sent()).toEqual([]);
    group.block('a', false, 1);
    expect(sent()).toEqual(['e0']);
  });

  it('sends what was not answered in time again, before what is new, and parks it after the last retry', () => {
    const { group, give, connect, sent, parks } = start();
    connect('a', 1);
    give([0, 1]);
    for (const now of [999, 1_000, 2_000, 3_000]) group.tick(now);
    expect(sent()).toEqual(['e0', 'e0', 'e0', 'e1']);
    expect(parks()).toMatchObject([{ reason: 'Reached retry count of 2', message: { event: { id: 'e0' } } }]);
  });

  it('never times a client out when the timeout is 0', () => {
    const { group, give, connect, sent } = start({ messageTimeout: 0 });
    connect('a');
    give([0]);
    group.tick(Number.MAX_SAFE_INTEGER);
    expect(sent()).toEqual(['e0']);
  });

  it('counts a nack that asks for a retry, and parks at once when told to', () => {
    const { group, give, connect, sent, parks } = start();
    connect('a', 1);
    give([0, 1]);
    group.nack(['e0'], 'retry', 'later', 1);
    group.nack(['e0'], 'retry', 'later', 2);
    group.nack(['e0'], 'retry', 'later', 3);
    expect(sent()).toEqual(['e0', 'e0', 'e0', 'e1']);
    group.nack(['e1'], 'park', 'poison', 4);
    expect(parks().map(({ reason }) => reason)).toEqual(['Reached retry count of 2', "Client explicitly NAK'ed message.\npoison"]);
  });

  it('forgets what is skipped, and does nothing on stop', () => {
    const { group, give, connect, sent } = start();
    connect('a', 1);
    give([0, 1]);
    group.nack(['e0'], 'stop', '', 1);
    expect(sent()).toEqual(['e0']);
    group.nack(['e0'], 'skip', '', 2);
    expect(sent()).toEqual(['e0', 'e1']);
    expect(group.status.inFlightCount).toBe(1);
  });

  it('gives what a client leaves behind to another, in the order of the source', () => {
    const { group, give, connect, sent } = start();
    connect('a', 3);
    give([0, 1, 2]);
    connect('b', 10);
    group.disconnect('a', 5);
    expect(sent('b')).toEqual(['e0', 'e1', 'e2']);
  });

  it('takes an answer from whoever gives it, since clients answer by id', () => {
    const { group, give, connect } = start();
    connect('a', 1);
    give([0]);
    connect('b');
    group.ack(['e0', 'nobody-knows'], 1);
    expect(group.status.inFlightCount).toBe(0);
  });

  it('takes one answer for two events with the same id', () => {
    const { group, connect, checkpoints } = start({ maxCheckpointCount: 2 });
    connect('a');
    group.take([0, 1].map((place) => ({ place, event: { ...event(place), id: 'twin' } })), 0);
    group.ack(['twin'], 1);
    expect(checkpoints()).toEqual([1]);
  });

  describe('its checkpoint', () => {
    it('stays below the lowest event that is not settled', () => {
      const { group, give, connect, checkpoints } = start();
      connect('a');
      give([0, 1, 2, 3, 4, 5, 6, 7]);
      group.ack(['e1', 'e2', 'e3', 'e4', 'e5', 'e6'], 1);
      expect(checkpoints()).toEqual([]);
      group.ack(['e0'], 2);
      expect(checkpoints()).toEqual([6]);
    });

    it('waits for the smallest count and the time between two, unless the largest count is reached', () => {
      const { group, give, connect, checkpoints } = start();
      connect('a');
      give([0, 1, 2, 3]);
      group.ack(['e0'], 1);
      group.tick(600);
      expect(checkpoints()).toEqual([]);
      group.ack(['e1'], 601);
      group.tick(602);
      expect(checkpoints()).toEqual([1]);
      group.checkpointed(true, 603);
      group.ack(['e2', 'e3'], 604);
      group.tick(1_000);
      expect(checkpoints()).toEqual([1]);
      group.tick(1_102);
      expect(checkpoints()).toEqual([1, 3]);
    });

    it('is written one at a time, and again when a write fails', () => {
      const { group, give, connect, checkpoints } = start({ maxCheckpointCount: 1 });
      connect('a');
      give([0, 1, 2]);
      group.ack(['e0'], 1);
      group.ack(['e1'], 2);
      expect(checkpoints()).toEqual([0]);
      group.checkpointed(false, 3);
      expect(group.status.checkpoint).toBeNull();
      group.ack(['e2'], 4);
      expect(checkpoints()).toEqual([0, 2]);
      group.checkpointed(true, 5);
      expect(group.status.checkpoint).toBe(2);
    });

    it('moves over events a filter leaves out', () => {
      const { group, checkpoints } = start();
      group.take([1, 2, 3, 4, 5].map((place) => ({ place, event: null })), 1);
      expect(checkpoints()).toEqual([5]);
    });

    it('waits for what is being parked, and parks again what could not be written', () => {
      const { group, give, connect, parks, checkpoints } = start({ maxCheckpointCount: 1 });
      connect('a');
      give([0, 1]);
      group.nack(['e0'], 'park', '', 1);
      group.ack(['e1'], 2);
      expect(checkpoints()).toEqual([]);
      const [park] = parks();
      if (park === undefined) throw new Error('nothing was parked');
      group.parked(park.message, false, 3);
      group.tick(4);
      expect(parks()).toHaveLength(2);
      group.parked(park.message, true, 5);
      expect(checkpoints()).toEqual([1]);
    });
  });

  describe('replaying what was parked', () => {
    const parked = (number: number) => ({ ...event(number), id: `p${number}` });

    it('sends it before what is new, behind retries, and cuts the parked stream once it is settled', () => {
      const { group, give, connect, sent, truncations } = start();
      give([7]);
      group.startReplay(3, 6);
      expect(group.wantedParked).toEqual({ from: 3, before: 6 });
      group.takeParked([parked(3), parked(4)], 5, 0);
      group.takeParked([parked(5)], 6, 0);
      expect(group.wantedParked).toBeNull();
      connect('a');
      expect(sent()).toEqual(['p3', 'p4', 'p5', 'e7']);
      group.ack(['p3'], 1);
      expect(truncations()).toEqual([]);
      group.tick(2);
      expect(truncations()).toEqual([4]);
      group.truncated(4, true);
      group.ack(['p4', 'p5'], 3);
      expect(truncations()).toEqual([4, 6]);
    });

    it('does not bring back twice what is on its way already', () => {
      const { group } = start();
      group.startReplay(0, 2);
      group.takeParked([parked(0), parked(1)], 2, 0);
      group.startReplay(0, 3);
      expect(group.wantedParked).toEqual({ from: 2, before: 3 });
    });

    it('does not hold up the checkpoint', () => {
      const { group, give, connect, checkpoints } = start({ maxCheckpointCount: 1 });
      connect('a');
      group.startReplay(0, 1);
      group.takeParked([parked(0)], 1, 0);
      give([5]);
      group.ack(['e5'], 1);
      expect(checkpoints()).toEqual([5]);
    });
  });

  it('asks for no more than its buffer holds', () => {
    const { group, give } = start({ historyBufferSize: 21 });
    give([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(group.hasRoom).toBe(true);
    give([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(group.hasRoom).toBe(false);
  });

  it('refuses a source that goes backwards', () => {
    const { give } = start({}, 4);
    expect(() => give([4])).toThrow('the source gave 4 after 4');
  });

  it('measures how long clients take, under the names clients look for', () => {
    const { group, give, connect } = start();
    connect('a');
    give([0]);
    group.ack(['e0'], 40);
    const measured = new Map(group.status.clients[0]?.measurements ?? []);
    expect(measured.get('Quintile 3')).toBe(40);
    expect(measured.get('Mean')).toBe(40);
  });
});
