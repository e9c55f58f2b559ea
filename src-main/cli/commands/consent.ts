/** Asks before an irreversible action; without an interactive terminal the action is refused. */
import { fail } from '#contract/errors.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Context } from './context.ts';

/** null: the user agreed. */
export const refusedBy = async (
  { output, confirm }: Context,
  words: {
    readonly question: string;
    /** Printed without an interactive terminal: names the option that confirms. */
    readonly withoutTerminal: string;
    readonly whenNo: string;
  },
): Promise<ExitStatus | null> => {
  const answer = await confirm(`${words.question} [y/N] `);
  if (answer === 'yes') return null;
  return answer === 'no-terminal'
    ? output.failure(fail('bad-request', { reason: 'confirmation-missing' }).error, words.withoutTerminal)
    : output.failure(fail('cancelled').error, words.whenNo);
};
