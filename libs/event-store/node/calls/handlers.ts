import {
  status,
  type handleBidiStreamingCall,
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
} from '@grpc/grpc-js';
import type { EventEmitter } from 'node:events';
import type { Caller } from '../access/caller';
import type { NodeContext } from '../node-context';
import { CallEnded, Outgoing } from './outgoing';
import { callStatus, Refusal, type CallStatus } from './refusal';

/** What a handler knows about who asks, and for how long. */
export interface CallInfo {
  readonly caller: Caller;
  /** Aborted when the client has gone, the call is ended, or the node closes. */
  readonly signal: AbortSignal;
  /** Host and port as the caller wrote them. */
  readonly authority: string;
  /** Address of the caller, for people to read. */
  readonly peer: string;
  readonly metadata: Metadata;
}

interface AnyCall extends Pick<EventEmitter, 'on'> {
  readonly metadata: Metadata;
  readonly cancelled: boolean;
  getHost(): string;
  getPeer(): string;
}

interface Admission {
  readonly info: CallInfo;
  /** Forgets the call. */
  readonly leave: () => void;
  /** Why the node ended the call by itself, if it did. */
  reason(): Refusal | null;
}

/** Registers a call and finds out who makes it. `anonymous` methods ask nobody for credentials. @throws Refusal */
function admit(context: NodeContext, call: AnyCall, { anonymous = false, outlastsClosing = false }: HandlerOptions): Admission {
  const ending = new AbortController();
  let reason: Refusal | null = null;
  const leave = context.calls.enter((why) => {
    if (outlastsClosing) return;
    reason = why;
    ending.abort();
  });
  try {
    const caller = context.access.callerOf(call.metadata, anonymous);
    call.on('cancelled', () => ending.abort());
    if (call.cancelled) ending.abort();
    const info = { caller, signal: ending.signal, authority: call.getHost(), peer: call.getPeer(), metadata: call.metadata };
    return { info, leave, reason: () => reason };
  } catch (error) {
    leave();
    throw error;
  }
}

/** The status of a call that failed; what nobody expected is also told to the owner. */
function failure(context: NodeContext, method: string, error: unknown): CallStatus {
  if (error instanceof Refusal) return callStatus(error);
  if (error instanceof CallEnded) return callStatus(new Refusal(status.CANCELLED, 'the call has ended'));
  context.trouble(`${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return callStatus(new Refusal(status.UNKNOWN, 'the node failed to answer this call; its log says why'));
}

async function answering<Result>(context: NodeContext, call: AnyCall, options: HandlerOptions, act: (info: CallInfo) => Promise<Result>): Promise<Result> {
  const admission = admit(context, call, options);
  try {
    return await act(admission.info);
  } catch (error) {
    const reason = admission.reason();
    if (reason !== null) throw reason;
    throw error;
  } finally {
    admission.leave();
  }
}

export interface HandlerOptions {
  /** For people: which method. */
  readonly method: string;
  /** Needs no credentials. */
  readonly anonymous?: boolean;
  /** Is answered also while the node closes: what it asked for may have been done already. */
  readonly outlastsClosing?: boolean;
}

/** Rejects when the signal aborts, so that a call that waits for something else ends at once. */
const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(new CallEnded());
    signal.addEventListener('abort', () => reject(new CallEnded()), { once: true });
  });

export const unary =
  <Request, Response>(
    context: NodeContext,
    options: HandlerOptions,
    handle: (request: Request, info: CallInfo) => Promise<Response>,
  ): handleUnaryCall<Request, Response> =>
  (call, callback) => {
    answering(context, call, { ...options, outlastsClosing: true }, (info) => Promise.race([handle(call.request, info), ended(info.signal)])).then(
      (response) => callback(null, response),
      (error: unknown) => callback(failure(context, options.method, error)),
    );
  };

export const clientStreaming =
  <Request, Response>(
    context: NodeContext,
    options: HandlerOptions,
    handle: (requests: AsyncIterable<Request>, info: CallInfo) => Promise<Response>,
  ): handleClientStreamingCall<Request, Response> =>
  (call, callback) => {
    const requests = call.iterator({ destroyOnReturn: false }) as AsyncIterable<Request>;
    answering(context, call, options, (info) => Promise.race([handle(requests, info), ended(info.signal)])).then(
      (response) => callback(null, response),
      (error: unknown) => callback(failure(context, options.method, error)),
    );
  };

export const serverStreaming =
  <Request, Response>(
    context: NodeContext,
    options: HandlerOptions,
    handle: (request: Request, out: Outgoing<Response>, info: CallInfo) => Promise<void>,
  ): handleServerStreamingCall<Request, Response> =>
  (call) => {
    answering(context, call, options, (info) => handle(call.request, new Outgoing<Response>(call, info.signal), info)).then(
      () => call.end(),
      (error: unknown) => call.emit('error', failure(context, options.method, error)),
    );
  };

export const bidirectional =
  <Request, Response>(
    context: NodeContext,
    options: HandlerOptions,
    handle: (requests: AsyncIterable<Request>, out: Outgoing<Response>, info: CallInfo) => Promise<void>,
  ): handleBidiStreamingCall<Request, Response> =>
  (call) => {
    const requests = call.iterator({ destroyOnReturn: false }) as AsyncIterable<Request>;
    answering(context, call, options, (info) => {
      const handled = handle(requests, new Outgoing<Response>(call, info.signal), info);
      return Promise.race([handled, ended(info.signal)]);
    }).then(
      () => call.end(),
      (error: unknown) => call.emit('error', failure(context, options.method, error)),
    );
  };
