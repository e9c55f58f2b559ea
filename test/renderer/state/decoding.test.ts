// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { audioCodecName, lacksAudio, lacksImage } from '#renderer/state/decoding.ts';

const playedTo = (startSec: number, endSec: number) => ({
  length: endSec > startSec ? 1 : 0,
  start: () => startSec,
  end: () => endSec,
});

/** A video element with these decoding counters. */
const video = (state: {
  readonly readyState?: number;
  readonly width?: number;
  readonly frames?: number;
  readonly audioBytes?: number;
  readonly hasAudio?: boolean;
  readonly played?: readonly [number, number];
  readonly unknownTypes?: readonly string[];
}): HTMLVideoElement =>
  ({
    readyState: state.readyState ?? 4,
    videoWidth: state.width ?? 160,
    getVideoPlaybackQuality: () => ({ totalVideoFrames: state.frames ?? 20 }),
    webkitAudioDecodedByteCount: state.audioBytes,
    mozHasAudio: state.hasAudio,
    played: playedTo(...(state.played ?? [0, 2])),
    canPlayType: (type: string) =>
      state.unknownTypes?.some((part) => type.includes(part)) ? '' : 'probably',
  }) as unknown as HTMLVideoElement;

test.each([
  ['an image with a size', {}, 0, false],
  ['no size once the tracks are known', { width: 0 }, 0, true],
  ['no size before the tracks are known', { width: 0, readyState: 0 }, 0, false],
  ['no frame after a second in view', { frames: 0 }, 1.2, true],
  ['no frame yet', { frames: 0 }, 0.4, false],
] as const)('whether the image is missing: %s', (_, state, watchedSec, isMissing) => {
  expect(lacksImage(video(state), watchedSec)).toBe(isMissing);
});

test.each([
  ['no audio in the file', {}, null, false],
  ['AC-3 where the browser supports it', { audioBytes: 900 }, 'ac3', false],
  ['AC-3 where it does not, before playback', { unknownTypes: ['ac-3'], played: [0, 0] }, 'ac3', true],
  ['ALAC where it does not', { unknownTypes: ['alac'] }, 'alac', true],
  ['an unlisted type, played from the start without a byte', { audioBytes: 0 }, 'wmav2', true],
  ['the same in a browser that only reports whether there is audio', { hasAudio: false }, 'wmav2', true],
  ['AAC that was decoded', { audioBytes: 900 }, 'aac', false],
  ['AAC played from the middle, after its end', { audioBytes: 0, played: [5, 9] }, 'aac', false],
  ['AAC that has hardly played', { audioBytes: 0, played: [0, 0.3] }, 'aac', false],
  ['a browser without counters', {}, 'aac', false],
] as const)('whether audio is missing: %s', (_, state, codec, isMissing) => {
  expect(lacksAudio(video(state), codec)).toBe(isMissing);
});

test('codecs have display names', () => {
  expect(['ac3', 'eac3', 'alac', 'wmav2'].map(audioCodecName)).toEqual(['AC-3', 'E-AC-3', 'ALAC', 'WMAV2']);
});
