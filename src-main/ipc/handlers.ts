/** The type of the handlers: one for each call of the contract, no more and no fewer. */
import type { CallName, CallOutput, ParsedInput } from '#contract/calls.ts';
import type { Result } from '#contract/errors.ts';

export type Handlers = {
  readonly [N in CallName]: (input: ParsedInput<N>) => Promise<Result<CallOutput<N>>>;
};
