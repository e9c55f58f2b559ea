/** Selects the audio track of any file, including one without video. */
import { ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { Ffmpeg } from './ffmpeg/ffmpeg.ts';
import { audioFacts, decodableAudio, mainAudioOf } from './probe/main-audio.ts';
import { parseProbed } from './probe/probed.ts';

export type AudioTrack = Pick<VideoFacts, 'audioStream' | 'audioChannels'>;

/** null: it has no track that can be decoded. */
export const createAudioTrack =
  (ffmpeg: Pick<Ffmpeg, 'probe' | 'abilities'>) =>
  async (path: string, signal: AbortSignal): Promise<Result<AudioTrack | null>> => {
    const shown = await ffmpeg.probe({ path, demuxer: null }, ['-show_streams'], signal);
    if (!shown.ok) return shown;
    const probed = parseProbed(shown.value);
    if (!probed.ok) return probed;
    const { streams } = probed.value;
    const main = mainAudioOf(streams, await decodableAudio(streams, ffmpeg.abilities));
    return ok(main === null ? null : audioFacts(streams, main, null));
  };
