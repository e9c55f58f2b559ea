/** A client's side of the connection to the owner of the data folder. */
import type { Socket } from 'node:net';
import { type CallName, callNames, calls, mayCharge, replySchema } from '#contract/calls.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { About } from '#contract/model/settings.ts';
import type { Announcement } from '../ipc/events.ts';
import type { Handlers } from '../ipc/handlers.ts';
import type { Clock } from '../ports.ts';
import {
  anyHelloSchema,
  type FromOwner,
  fromOwnerSchema,
  maxOwnerFrameBytes,
  protocolVersion,
  readFrames,
  sendFrame,
} from './frames.ts';
import { type OwnerCallName, type OwnerHandlers, ownerCallNames, ownerContract } from './owner-calls.ts';

export type InstanceClient = {
  readonly host: About['host'];
  /** `'not-made'`: the owner is closing and has not made the call. */
  readonly call: (call: Call) => Promise<Result<unknown> | 'not-made'>;
  /** Returns the function that ends the subscription. */
  readonly subscribe: (listener: Announcement) => () => void;
  /** The owner is closing or has ended: it accepts no more calls. */
  readonly isClosing: () => boolean;
  /** Calls the listener once when the owner begins to close. */
  readonly onClosing: (listener: () => void) => void;
  /** Resolves when the connection has ended. */
  readonly ended: Promise<void>;
  readonly close: () => void;
};

/** Time limit for the owner's hello, in milliseconds. A suspended owner never sends it. */
const helloLimitMs = 10_000;

type Reply = Extract<FromOwner, { kind: 'answer' }>['reply'];
type Answer = Reply | 'not-made' | 'lost';

/** `to`: the contract of the page, or that of owner-calls.ts. */
export type Call =
  | { readonly to: 'page'; readonly name: CallName; readonly input: unknown }
  | { readonly to: 'owner'; readonly name: OwnerCallName; readonly input: unknown };

const replySchemaOf = (call: Call) =>
  replySchema(call.to === 'page' ? calls[call.name].output : ownerContract[call.name].output);

/** Both contracts as functions. `call` returns values that the output schema of the call has parsed. */
export const callsOver = (
  call: (call: Call) => Promise<Result<unknown>>,
): { readonly handlers: Handlers; readonly owner: OwnerHandlers } => {
  const functions = <N extends string>(names: readonly N[], callOf: (name: N, input: unknown) => Call) =>
    Object.fromEntries(names.map((name) => [name, (input: unknown) => call(callOf(name, input))]));
  // The compiler cannot infer from a generic name that its schema produced the output.
  return {
    handlers: functions(callNames, (name, input) => ({ to: 'page', name, input })) as unknown as Handlers,
    owner: functions(ownerCallNames, (name, input) => ({
      to: 'owner',
      name,
      input,
    })) as unknown as OwnerHandlers,
  };
};

type Hello = Extract<FromOwner, { kind: 'hello' }>;

const helloOf = (frame: unknown, version: string): Result<Hello> => {
  const any = anyHelloSchema.safeParse(frame);
  if (!any.success) return fail('data-in-use');
  if (any.data.protocol !== protocolVersion || any.data.version !== version)
    return fail('owner-other-version', { subject: any.data.version });
  const hello = fromOwnerSchema.safeParse(frame);
  return hello.success && hello.data.kind === 'hello' ? ok(hello.data) : fail('data-in-use');
};

/** `'ended'`: the owner ended before it sent its hello. */
export const connectInstance = async (
  socket: Socket,
  { version, clock }: { readonly version: string; readonly clock: Pick<Clock, 'sleep'> },
): Promise<Result<InstanceClient> | 'ended'> => {
  const greeted = Promise.withResolvers<unknown>();
  const ended = Promise.withResolvers<void>();
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners = new Set<Announcement>();
  const closingListeners = new Set<() => void>();
  let isGreeted = false;
  let isClosing = false;
  let lastId = 0;

  const beginClosing = (): void => {
    if (isClosing) return;
    isClosing = true;
    for (const listener of closingListeners) listener();
  };
  const take = (frame: FromOwner): void => {
    switch (frame.kind) {
      case 'answer':
      case 'not-made':
        waiting.get(frame.id)?.(frame.kind === 'answer' ? frame.reply : frame.kind);
        waiting.delete(frame.id);
        return;
      case 'event':
        // Listeners apply the event's schema.
        for (const listener of listeners) listener(frame.name as Parameters<Announcement>[0], frame.payload);
        return;
      case 'closing':
        beginClosing();
        return;
      case 'drained':
        beginClosing();
        for (const answer of waiting.values()) answer('not-made');
        waiting.clear();
        socket.end();
        return;
      case 'hello':
        throw new Error('a second hello');
    }
  };
  readFrames(socket, {
    maxBytes: maxOwnerFrameBytes,
    onFrame: (frame) => {
      if (isGreeted) return take(fromOwnerSchema.parse(frame));
      isGreeted = true;
      return greeted.resolve(frame);
    },
  });
  socket.once('close', () => {
    for (const answer of waiting.values()) answer('lost');
    waiting.clear();
    beginClosing();
    ended.resolve();
  });

  const stopWaiting = new AbortController();
  const first = await Promise.race([
    greeted.promise,
    ended.promise.then(() => 'ended' as const),
    clock.sleep(helloLimitMs, stopWaiting.signal).then(() => 'silent' as const),
  ]);
  stopWaiting.abort();
  if (first === 'ended') return 'ended';
  const hello = first === 'silent' ? fail('data-in-use') : helloOf(first, version);
  if (!hello.ok) {
    socket.destroy();
    return hello;
  }
  isClosing ||= hello.value.isClosing;
  sendFrame(socket, { kind: 'hello', protocol: protocolVersion, version });

  const ask = ({ to, name, input }: Call): Promise<Answer> =>
    new Promise((resolve) => {
      if (isClosing) return resolve('not-made');
      lastId += 1;
      waiting.set(lastId, resolve);
      return sendFrame(socket, { kind: 'call', id: lastId, to, name, input });
    });

  return ok({
    host: hello.value.host,
    call: async (called) => {
      const answer = await ask(called);
      if (answer === 'not-made') return answer;
      if (answer === 'lost')
        return fail('connection-lost', {
          charged: called.to === 'page' && mayCharge(called.name) ? 'unknown' : 'no',
        });
      const reply = replySchemaOf(called).safeParse(answer);
      return reply.success ? reply.data : fail('internal', { subject: called.name });
    },
    subscribe: (listener) => {
      if (listeners.size === 0) sendFrame(socket, { kind: 'subscribe' });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isClosing: () => isClosing,
    onClosing: (listener) => {
      if (isClosing) listener();
      else closingListeners.add(listener);
    },
    ended: ended.promise,
    close: () => socket.destroySoon(),
  });
};
