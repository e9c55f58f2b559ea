/** One question before something that cannot be taken back; where nobody can answer, it is not done. */
import { fail } from '#contract/errors.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Context } from './context.ts';

/** null: the person agreed. */
export const refusedBy = async (
  { output, confirm }: Context,
  words: {
    readonly question: string;
    /** Said where nobody can answer: which option agrees instead. */
    readonly whenNobody: string;
    readonly whenNo: string;
  },
): Promise<ExitStatus | null> => {
  const answer = await confirm(`${words.question} [y/N] `);
  if (answer === 'yes') return null;
  return answer === 'nobody'
    ? output.failure(fail('bad-request', { reason: 'confirmation-missing' }).error, words.whenNobody)
    : output.failure(fail('cancelled').error, words.whenNo);
};
