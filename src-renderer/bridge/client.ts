/** The contract as typed functions: every reply is parsed, and an invalid one is returned as a failure. */

import type { Bridge } from '#contract/bridge.ts';
import {
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  mayCharge,
  type PageCallName,
  replySchema,
} from '#contract/calls.ts';
import { fail, type Result } from '#contract/errors.ts';
import { type EventName, type EventPayload, events } from '#contract/events.ts';
import type { Imported } from '#contract/model/library-work.ts';
import type { Source } from '#contract/model/source.ts';
import { ConnectionLost } from './page-bridge.ts';

export type Client = {
  readonly call: <N extends PageCallName>(name: N, input: CallInput<N>) => Promise<Result<CallOutput<N>>>;
  readonly openFile: (file: File) => Promise<Result<Source>>;
  /** Imports a bundle of results into the library. */
  readonly importFile: (file: File) => Promise<Result<Imported>>;
  /** Returns the function that ends the subscription. */
  readonly on: <N extends EventName>(event: N, listener: (payload: EventPayload<N>) => void) => () => void;
};

const chargedBy = (name: CallName) => (mayCharge(name) ? 'unknown' : 'no');

/** `detail`: the message of the exception or of the schema. */
const noAnswer = (name: CallName, detail: string) =>
  fail('internal', { subject: name, problem: 'reply-invalid', detail, charged: chargedBy(name) });

/** A folder, a file without permission and one removed since it was chosen all fail at the first byte. */
const isReadable = async (file: File): Promise<boolean> => {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
};

/** The error of a call without a reply. `file`: the file that was sent with it. */
const failureOf = async (name: CallName, { cause, file }: { cause: unknown; file?: File | undefined }) => {
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (file !== undefined && !(await isReadable(file)))
    return fail('file-unreadable', { subject: file.name, detail });
  if (cause instanceof ConnectionLost) return fail('connection-lost', { detail, charged: chargedBy(name) });
  return noAnswer(name, detail);
};

export const createClient = (bridge: Bridge<File>): Client => {
  const ask = async <N extends PageCallName | 'media.open' | 'library.import'>(
    name: N,
    answer: () => Promise<unknown>,
    file?: File,
  ): Promise<Result<CallOutput<N>>> => {
    let reply: unknown;
    try {
      reply = await answer();
    } catch (cause) {
      // A call without a reply is an error value, not an exception.
      return failureOf(name, { cause, file });
    }
    const parsed = replySchema(calls[name].output).safeParse(reply);
    if (!parsed.success) return noAnswer(name, parsed.error.message.slice(0, 1000));
    // Parsed with the schema of this name; the compiler cannot follow a name through a generic.
    return parsed.data as Result<CallOutput<N>>;
  };
  return {
    call: (name, input) => ask(name, () => bridge.calls[name](input)),
    openFile: (file) => ask('media.open', () => bridge.openFile(file), file),
    importFile: (file) => ask('library.import', () => bridge.importFile(file), file),
    on: (event, listener) =>
      bridge.on(event, (payload) => {
        const parsed = events[event].safeParse(payload);
        // As above: the payload was parsed with the schema of this event.
        if (parsed.success) listener(parsed.data as EventPayload<typeof event>);
      }),
  };
};
