import { chmod, writeFile } from 'node:fs/promises';
import { everyBuild } from '#test/fixtures/media.ts';

/** Writes an ffmpeg without the capabilities that match `hidden`: its lists omit them, and its runs fail. */
export const makePoorFfmpeg = async (path: string, hidden: RegExp): Promise<string> => {
  const real = everyBuild[0]?.path ?? 'ffmpeg';
  const script = `#!/bin/sh
case "$*" in
  *-filters*|*-encoders*|*-codecs*) "${real}" "$@" | grep -vE '${hidden.source}' ;;
  *-version*) exec "${real}" "$@" ;;
  *) echo "it cannot" >&2; exit 1 ;;
esac
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
};
