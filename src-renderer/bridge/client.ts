/** The contract as typed functions: every reply is parsed, and one that makes no sense is a failure like any other. */
import type { EventName, PageCallName } from '#contract/channels.ts';
import { fail, type Result } from '#contract/errors.ts';
import {
  type Bridge,
  type CallInput,
  type CallOutput,
  contract,
  type EventPayload,
  events,
  replySchema,
} from '#contract/ipc.ts';
import type { Source } from '#contract/model/source.ts';

export type Client = {
  readonly call: <N extends PageCallName>(name: N, input: CallInput<N>) => Promise<Result<CallOutput<N>>>;
  readonly openFile: (file: File) => Promise<Result<Source>>;
  /** Returns the function that ends the subscription. */
  readonly on: <N extends EventName>(event: N, listener: (payload: EventPayload<N>) => void) => () => void;
};

export const createClient = (bridge: Bridge<File>): Client => {
  /** A call that never came back (the program ended) is a failure with words, not an exception. */
  const settled = async (reply: Promise<unknown>): Promise<unknown> => {
    try {
      return await reply;
    } catch (cause) {
      return fail('internal', { detail: cause instanceof Error ? cause.message : 'no answer' });
    }
  };
  const parse = <N extends PageCallName | 'media.open'>(name: N, reply: unknown): Result<CallOutput<N>> => {
    const parsed = replySchema(contract[name].output).safeParse(reply);
    if (!parsed.success) return fail('internal', { subject: name });
    // The schema of this very name made it; the compiler cannot follow a name through a generic.
    return parsed.data as Result<CallOutput<N>>;
  };
  return {
    call: async (name, input) => parse(name, await settled(bridge.calls[name](input))),
    openFile: async (file) => parse('media.open', await settled(bridge.openFile(file))),
    on: (event, listener) =>
      bridge.on(event, (payload) => {
        const parsed = events[event].safeParse(payload);
        // As above: the payload was parsed by this event's own schema.
        if (parsed.success) listener(parsed.data as EventPayload<typeof event>);
      }),
  };
};
