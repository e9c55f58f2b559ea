/** Answers calls by name: parses the input, calls the handler, parses its reply; failures are returned as values. */
import type { z } from 'zod';
import { replySchema } from '#contract/calls.ts';
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { Log } from '../ports.ts';

export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: AppError };

/** Never rejects: every input has a reply. */
export type Serve = (name: string, input: unknown) => Promise<Reply>;

type Schemas = Readonly<Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>>;
/** One handler for each call of a table of schemas. */
export type ContractHandlers<C extends Schemas> = {
  readonly [N in keyof C]: (input: z.output<C[N]['input']>) => Promise<Result<z.output<C[N]['output']>>>;
};

export const createServe = <C extends Schemas>(deps: {
  readonly calls: C;
  readonly handlers: ContractHandlers<C>;
  readonly log: Log;
}): Serve => {
  const { handlers, log } = deps;
  const calls: Schemas = deps.calls;

  const answer = async (name: string, input: unknown): Promise<Reply> => {
    const schemas = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (schemas === undefined)
      return fail('bad-request', { subject: name.slice(0, 100), reason: 'call-unknown' });
    const parsed = schemas.input.safeParse(input);
    if (!parsed.success)
      return fail('bad-request', {
        subject: name,
        reason: 'schema',
        detail: parsed.error.message.slice(0, 1000),
      });
    // The compiler cannot infer that this input was parsed by this name's schema; the contract guarantees it.
    const handler = handlers[name] as (input: unknown) => Promise<Reply>;
    const reply = replySchema(schemas.output).safeParse(await handler(parsed.data));
    if (reply.success) return reply.data;
    log.error('reply violates the contract', {
      call: name,
      problem: reply.error.message,
    });
    return fail('internal', { subject: name, problem: 'reply-invalid' });
  };

  return async (name, input) => {
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
