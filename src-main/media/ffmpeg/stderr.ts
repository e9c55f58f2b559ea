/** Parses ffmpeg's output on stderr: progress and errors. Pure. */
import { basename } from 'node:path';

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
