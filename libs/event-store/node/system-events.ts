import type { EmbeddedStore } from '../embedded';
import type { EventToStore } from '../embedded/log-write';

/** The users every server knows. Their passwords are no part of the log. */
const users = [
  { login: 'admin', name: 'Event Store Administrator', group: '$admins' },
  { login: 'ops', name: 'Event Store Operations', group: '$ops' },
] as const;

/** Writes what a fresh server has in its log before anybody writes to it. Does nothing on a log that is not empty. */
export async function writeSystemEvents(log: EmbeddedStore, newId: () => string): Promise<void> {
  if (log.head() !== null) return;
  const event = (type: string, data: unknown): EventToStore => ({ id: newId(), type, data: JSON.stringify(data), metadata: '' });
  for (const { login, name, group } of users) {
    const created = { LoginName: login, FullName: name, Disabled: false, Groups: [group] };
    await log.write({ kind: 'append', stream: `$user-${login}`, expected: 'any', events: [event('$UserCreated', created)] });
    await log.write({ kind: 'append', stream: '$users', expected: 'any', events: [event('$User', login)] });
  }
}
