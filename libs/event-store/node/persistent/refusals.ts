import { status } from '@grpc/grpc-js';
import { Refusal } from '../calls/refusal';

/** Which group of which stream (or `$all`). */
export interface GroupName {
  readonly stream: string;
  readonly group: string;
}

const trailers = (kind: string, { stream, group }: GroupName, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  exception: kind,
  'stream-name': stream,
  'group-name': group,
  ...more,
});

export const groupExists = (name: GroupName): Refusal =>
  new Refusal(
    status.ALREADY_EXISTS,
    `Subscription group ${name.group} on stream ${name.stream} exists.`,
    trailers('persistent-subscription-exists', name),
  );

export const noSuchGroup = (name: GroupName): Refusal =>
  new Refusal(
    status.NOT_FOUND,
    `Subscription group ${name.group} on stream ${name.stream} does not exist.`,
    trailers('persistent-subscription-does-not-exist', name),
  );

export const groupFailed = (name: GroupName, reason: string): Refusal =>
  new Refusal(
    status.INTERNAL,
    `Subscription group ${name.group} on stream ${name.stream} failed: '${reason}'`,
    trailers('persistent-subscription-failed', name, { reason }),
  );

export const tooManySubscribers = (name: GroupName): Refusal =>
  new Refusal(
    status.FAILED_PRECONDITION,
    `Maximum subscriptions reached for subscription group ${name.group} on stream ${name.stream}.`,
    trailers('maximum-subscribers-reached', name),
  );

export const groupDropped = (name: GroupName): Refusal =>
  new Refusal(
    status.CANCELLED,
    `Subscription group ${name.group} on stream ${name.stream} was dropped.`,
    trailers('persistent-subscription-dropped', name),
  );
