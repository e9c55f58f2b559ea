/**
 * Whether this window decodes the tracks of a video. A browser that lacks a decoder for one of two tracks plays the
 * other and raises no error, so the counters of decoded data are read.
 */
import { type SyntheticEvent, useRef, useState } from 'react';

/** ffmpeg's codec names, with the MIME types of browsers and the display names. */
const audioTypes: Readonly<Record<string, { readonly type: string; readonly name: string }>> = {
  ac3: { type: 'audio/mp4; codecs="ac-3"', name: 'AC-3' },
  eac3: { type: 'audio/mp4; codecs="ec-3"', name: 'E-AC-3' },
  dts: { type: 'audio/mp4; codecs="dtsc"', name: 'DTS' },
  alac: { type: 'audio/mp4; codecs="alac"', name: 'ALAC' },
  truehd: { type: 'audio/mp4; codecs="mlpa"', name: 'TrueHD' },
  amr_nb: { type: 'audio/mp4; codecs="samr"', name: 'AMR' },
};

/** `audioCodec`: ffmpeg's name. */
export const audioCodecName = (audioCodec: string): string =>
  audioTypes[audioCodec]?.name ?? audioCodec.toUpperCase();

/** Counters that only some browsers provide. */
type DecodedCounts = { readonly webkitAudioDecodedByteCount?: number; readonly mozHasAudio?: boolean };

/** HTMLMediaElement.readyState: sizes and tracks are known. */
const hasMetadata = 1;
/** Audio that begins late is decoded in advance; some data is decoded within this time from the start. In seconds. */
const decodedWithinSec = 1;
/** Longer steps of the playback position are seeks, in seconds. */
const longestStepSec = 1;

/** `watchedSec`: how long it has played in view without a pause in rendering. */
export const lacksImage = (video: HTMLVideoElement, watchedSec: number): boolean => {
  if (video.readyState < hasMetadata) return false;
  if (video.videoWidth === 0) return true;
  const quality = video.getVideoPlaybackQuality?.();
  return watchedSec >= decodedWithinSec && quality !== undefined && quality.totalVideoFrames === 0;
};

const playedFromStartSec = ({ played }: HTMLVideoElement): number =>
  played.length > 0 && played.start(0) < 0.1 ? played.end(0) : 0;

export const lacksAudio = (video: HTMLVideoElement, audioCodec: string | null): boolean => {
  if (audioCodec === null || video.readyState < hasMetadata) return false;
  const known = audioTypes[audioCodec];
  if (known !== undefined && video.canPlayType(known.type) === '') return true;
  const { webkitAudioDecodedByteCount: bytes, mozHasAudio } = video as DecodedCounts;
  // Audio may end before the position at which playback began.
  const isConclusive = playedFromStartSec(video) >= decodedWithinSec;
  return isConclusive && (bytes === 0 || mozHasAudio === false);
};

export type Decoding = {
  /** No image can be shown here. */
  readonly isUnplayable: boolean;
  /** The image is shown, but the audio cannot be played. */
  readonly isSilent: boolean;
  /** Props of the video element. */
  readonly watch: {
    readonly onError: () => void;
    readonly onLoadedMetadata: (event: SyntheticEvent<HTMLVideoElement>) => void;
    readonly onTimeUpdate: (event: SyntheticEvent<HTMLVideoElement>) => void;
  };
};

/** `audioCodec`: of the file, by ffmpeg's name; null: it has no audio. */
export const useDecoding = (audioCodec: string | null): Decoding => {
  const [isUnplayable, setUnplayable] = useState(false);
  const [isSilent, setSilent] = useState(false);
  const watched = useRef({ sec: 0, atSec: 0 });
  const judge = (video: HTMLVideoElement) => {
    if (lacksImage(video, watched.current.sec)) setUnplayable(true);
    else if (lacksAudio(video, audioCodec)) setSilent(true);
  };
  return {
    isUnplayable,
    isSilent: isSilent && !isUnplayable,
    watch: {
      onError: () => setUnplayable(true),
      onLoadedMetadata: ({ currentTarget }) => judge(currentTarget),
      onTimeUpdate: ({ currentTarget }) => {
        const { sec, atSec } = watched.current;
        const step = currentTarget.currentTime - atSec;
        const isStep = !document.hidden && step > 0 && step < longestStepSec;
        // Browsers stop decoding frames that are not visible.
        watched.current = {
          sec: document.hidden ? 0 : sec + (isStep ? step : 0),
          atSec: currentTarget.currentTime,
        };
        judge(currentTarget);
      },
    },
  };
};
