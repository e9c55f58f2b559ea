/** The type of the handlers: one for each call of the contract, no more and no fewer. */
import type { CallName } from '#contract/channels.ts';
import type { Result } from '#contract/errors.ts';
import type { CallOutput, ParsedInput } from '#contract/ipc.ts';

export type Handlers = {
  readonly [N in CallName]: (input: ParsedInput<N>) => Promise<Result<CallOutput<N>>>;
};
