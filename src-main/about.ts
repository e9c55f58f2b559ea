/** Version, tools, and capabilities of the host. */
import { ok, type Result } from '#contract/errors.ts';
import type { About } from '#contract/model/settings.ts';
import type { Tools } from './media/ffmpeg/tools.ts';
import type { Ports } from './ports.ts';

export const createAbout = (ports: Ports, tools: Tools) => async (): Promise<Result<About>> => {
  const [ffmpeg, ffprobe] = await Promise.all([tools.ffmpeg(), tools.ffprobe()]);
  return ok({
    version: ports.version,
    host: ports.host,
    dataFolder: ports.dataFolder,
    ffmpeg: ffmpeg.ok ? { version: ffmpeg.value.version, origin: ffmpeg.value.origin } : null,
    ffprobe: ffprobe.ok ? { version: ffprobe.value.version, origin: ffprobe.value.origin } : null,
    keysKeptIn: ports.cipher === null ? 'memory' : 'system',
    canReveal: ports.reveal !== undefined,
    canChooseFolder: ports.chooseFolder !== undefined,
    canDrag: ports.drag !== undefined,
  });
};
