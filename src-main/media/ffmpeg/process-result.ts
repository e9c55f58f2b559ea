/** How a child process ended, and the resulting error. Pure. */
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import { detailOf } from './stderr.ts';

export type Why = 'ended' | 'aborted' | 'timeout' | 'too-much' | 'not-started';

export type Ran = {
  /** null: it was terminated by a signal. */
  readonly code: number | null;
  readonly killedBy: string | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly why: Why;
};

/** `paths`: full paths of the files in use. */
export const outcome = (
  subject: 'ffmpeg' | 'ffprobe',
  ran: Ran,
  paths: readonly string[],
): Result<Buffer> => {
  switch (ran.why) {
    case 'aborted':
      return fail('cancelled');
    case 'timeout':
      return fail('tool-timeout', { subject });
    case 'not-started':
      return fail('tool-missing', { subject, reason: 'not-found' });
    case 'too-much':
      return fail('tool-failed', { subject, reason: 'output-too-long' });
    case 'ended': {
      if (ran.code === 0) return ok(ran.stdout);
      const text = detailOf(ran.stderr, paths).trim();
      const about = { subject, ...(text === '' ? {} : { detail: text }) };
      // A process that crashed has not reported the signal itself.
      return ran.killedBy === null
        ? fail('tool-failed', { ...about, reason: 'exit' })
        : fail('tool-failed', { ...about, reason: 'killed', signal: ran.killedBy });
    }
    default:
      return assertNever(ran.why);
  }
};
