/**
 * Whether this window decodes what a video holds. A browser that lacks a decoder for one of two tracks plays the other
 * and raises no error, so its elements are asked what they have decoded.
 */
import { type SyntheticEvent, useRef, useState } from 'react';

/** Codec names of ffmpeg, with the types by which browsers know them and the names by which people do. */
const audioTypes: Readonly<Record<string, { readonly type: string; readonly name: string }>> = {
  ac3: { type: 'audio/mp4; codecs="ac-3"', name: 'AC-3' },
  eac3: { type: 'audio/mp4; codecs="ec-3"', name: 'E-AC-3' },
  dts: { type: 'audio/mp4; codecs="dtsc"', name: 'DTS' },
  alac: { type: 'audio/mp4; codecs="alac"', name: 'ALAC' },
  truehd: { type: 'audio/mp4; codecs="mlpa"', name: 'TrueHD' },
  amr_nb: { type: 'audio/mp4; codecs="samr"', name: 'AMR' },
};

/** `audioCodec`: as ffmpeg calls it. */
export const audioCodecName = (audioCodec: string): string =>
  audioTypes[audioCodec]?.name ?? audioCodec.toUpperCase();

/** What only some browsers tell. */
type DecodedCounts = { readonly webkitAudioDecodedByteCount?: number; readonly mozHasAudio?: boolean };

/** HTMLMediaElement.readyState: sizes and tracks are known. */
const hasMetadata = 1;
/** Audio that begins late is decoded ahead; within this time from the start something has been. In seconds. */
const decodedWithinSec = 1;
/** Longer steps of the playback position are seeks, in seconds. */
const longestStepSec = 1;

/** `watchedSec`: how long it has played in sight without a pause in the page's drawing. */
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
  // Audio may end before the place at which playing began.
  const isTold = playedFromStartSec(video) >= decodedWithinSec;
  return isTold && (bytes === 0 || mozHasAudio === false);
};

export type Decoding = {
  /** Nothing can be seen of it here. */
  readonly isUnplayable: boolean;
  /** It is seen, and not heard. */
  readonly isSilent: boolean;
  /** For the video element. */
  readonly watch: {
    readonly onError: () => void;
    readonly onLoadedMetadata: (event: SyntheticEvent<HTMLVideoElement>) => void;
    readonly onTimeUpdate: (event: SyntheticEvent<HTMLVideoElement>) => void;
  };
};

/** `audioCodec`: of the file, as ffmpeg calls it; null: it has no audio. */
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
        // Browsers stop decoding pictures that cannot be seen.
        watched.current = {
          sec: document.hidden ? 0 : sec + (isStep ? step : 0),
          atSec: currentTarget.currentTime,
        };
        judge(currentTarget);
      },
    },
  };
};
