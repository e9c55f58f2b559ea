/** Asks before an irreversible action; without an interactive terminal the action is refused. */
import { fail } from '#contract/errors.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Context } from './command.ts';

/** null: the user agreed. */
export const refusedBy = async (
  { output, confirm }: Context,
  messages: {
    readonly question: string;
    /** Printed without an interactive terminal: names the option that confirms. */
    readonly withoutTerminal: string;
    readonly whenDeclined: string;
  },
): Promise<ExitStatus | null> => {
  const answer = await confirm(`${messages.question} [y/N] `);
  if (answer === 'yes') return null;
  return answer === 'no-terminal'
    ? output.failure(fail('bad-request', { reason: 'confirmation-missing' }).error, messages.withoutTerminal)
    : output.failure(fail('cancelled').error, messages.whenDeclined);
};
