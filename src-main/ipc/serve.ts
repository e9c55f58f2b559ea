/** Answers calls by name: parses the input, calls the handler, parses its reply; failures are returned as values. */
import { type CallName, calls, isCallName, replySchema } from '#contract/calls.ts';
import { type AppError, fail } from '#contract/errors.ts';
import type { Log } from '../ports.ts';
import type { Handlers } from './handlers.ts';

export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: AppError };

/** Never rejects: every input has a reply. */
export type Serve = (name: string, input: unknown) => Promise<Reply>;

export const createServe = (deps: { readonly handlers: Handlers; readonly log: Log }): Serve => {
  const { handlers, log } = deps;

  const answer = async <N extends CallName>(name: N, input: unknown): Promise<Reply> => {
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success)
      return fail('bad-request', {
        subject: name,
        reason: 'schema',
        detail: parsed.error.message.slice(0, 1000),
      });
    // The compiler cannot infer that this input was parsed by this name's schema; the contract guarantees it.
    const handler = handlers[name] as (input: unknown) => Promise<Reply>;
    const reply = replySchema(calls[name].output).safeParse(await handler(parsed.data));
    if (reply.success) return reply.data;
    log.error('reply violates the contract', {
      call: name,
      problem: reply.error.message,
    });
    return fail('internal', { subject: name, problem: 'reply-invalid' });
  };

  return async (name, input) => {
    if (!isCallName(name))
      return fail('bad-request', { subject: name.slice(0, 100), reason: 'call-unknown' });
    try {
      return await answer(name, input);
    } catch (cause) {
      log.error('call failed', {
        call: name,
        cause: cause instanceof Error ? (cause.stack ?? cause.message) : cause,
      });
      return fail('internal', { subject: name });
    }
  };
};
