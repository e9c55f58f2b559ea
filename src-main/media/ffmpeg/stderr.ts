/** What ffmpeg says while it works and when it fails. Pure. */
import { basename } from 'node:path';

const maxChars = 2000;

/** How far an encoding is, in seconds, where this line of ffmpeg's tells it; else null. */
export const progressSec = (line: string): number | null => {
  const mark = /time=(\d+):(\d{2}):(\d{2}(?:\.\d+)?)/.exec(line);
  return mark === null ? null : Number(mark[1]) * 3600 + Number(mark[2]) * 60 + Number(mark[3]);
};

const isProgress = (line: string): boolean => /^(?:frame|size)=\s*\S/.test(line);

/** As much of what was said as is kept: the end of it, in characters. */
const maxKeptChars = 16_000;

/**
 * Listens to what a child says as it comes, cut anywhere: tells how far it is, and keeps the end of all else. A file can
 * make ffmpeg say anything, of any length.
 */
export const createSaid = (onProgress: (atSec: number) => void) => {
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
 * The end of what a failed run said. ffmpeg names the whole path of a file; a person knows it by its name, and a log
 * may go to strangers. `paths`: full paths that may occur.
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
