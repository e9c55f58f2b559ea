/** How a run of ffmpeg or ffprobe ended: progress and errors on stderr, and the resulting error. Pure. */
import { basename } from 'node:path';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';

const maxChars = 2000;

/** Progress of an encoding in seconds, where this line states it; otherwise null. */
export const progressSec = (line: string): number | null => {
  const mark = /time=(\d+):(\d{2}):(\d{2}(?:\.\d+)?)/.exec(line);
  return mark === null ? null : Number(mark[1]) * 3600 + Number(mark[2]) * 60 + Number(mark[3]);
};

const isProgress = (line: string): boolean => /^(?:frame|size)=\s*\S/.test(line);

/** Length of the tail that is kept, in characters. */
const maxKeptChars = 16_000;

/**
 * Reads stderr in chunks of any size: reports progress, and keeps the tail of all other lines. A file can make ffmpeg
 * write any text of any length.
 */
export const createStderrReader = (onProgress: (atSec: number) => void) => {
  let kept = '';
  let open = '';
  const take = (line: string) => {
    const atSec = progressSec(line);
    if (atSec !== null) onProgress(atSec);
    else if (!isProgress(line)) kept = `${kept}\n${line}`.slice(-maxKeptChars);
  };
  return {
    add: (chunk: string) => {
      const lines = `${open}${chunk}`.split(/[\r\n]+/);
      open = (lines.pop() ?? '').slice(-maxKeptChars);
      for (const line of lines) take(line);
    },
    all: (): string => `${kept}\n${open}`.slice(-maxKeptChars),
  };
};

/**
 * The tail of a failed run's output. Full paths are replaced by file names, because a log may be sent to others.
 * `paths`: full paths that may occur.
 */
export const detailOf = (text: string, paths: readonly string[]): string => {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '' && !isProgress(line));
  const named = paths.reduce(
    (result, path) => result.replaceAll(`file:${path}`, basename(path)).replaceAll(path, basename(path)),
    lines.join('\n'),
  );
  return named
    .replace(/(?:file:)?(?:[A-Za-z]:)?[/\\][^\s:'"]*[/\\]([^\s:'"/\\]+)/g, '$1')
    .slice(-maxChars)
    .trim();
};

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
