// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { audioCodecName, lacksAudio, lacksImage } from '#renderer/state/decoding.ts';

const playedTo = (startSec: number, endSec: number) => ({
  length: endSec > startSec ? 1 : 0,
  start: () => startSec,
  end: () => endSec,
});

/** A video of which a browser has decoded so much. */
const video = (told: {
  readonly readyState?: number;
  readonly width?: number;
  readonly frames?: number;
  readonly audioBytes?: number;
  readonly hasAudio?: boolean;
  readonly played?: readonly [number, number];
  readonly unknownTypes?: readonly string[];
}): HTMLVideoElement =>
  ({
    readyState: told.readyState ?? 4,
    videoWidth: told.width ?? 160,
    getVideoPlaybackQuality: () => ({ totalVideoFrames: told.frames ?? 20 }),
    webkitAudioDecodedByteCount: told.audioBytes,
    mozHasAudio: told.hasAudio,
    played: playedTo(...(told.played ?? [0, 2])),
    canPlayType: (type: string) => (told.unknownTypes?.some((part) => type.includes(part)) ? '' : 'probably'),
  }) as unknown as HTMLVideoElement;

test.each([
  ['a picture with a size', {}, 0, false],
  ['no size once the tracks are known', { width: 0 }, 0, true],
  ['no size before the tracks are known', { width: 0, readyState: 0 }, 0, false],
  ['no frame after a second in sight', { frames: 0 }, 1.2, true],
  ['no frame yet', { frames: 0 }, 0.4, false],
] as const)('whether a picture is missing: %s', (_, told, watchedSec, isMissing) => {
  expect(lacksImage(video(told), watchedSec)).toBe(isMissing);
});

test.each([
  ['no audio in the file', {}, null, false],
  ['AC-3 where the browser knows it', { audioBytes: 900 }, 'ac3', false],
  [
    'AC-3 where it does not, before anything has played',
    { unknownTypes: ['ac-3'], played: [0, 0] },
    'ac3',
    true,
  ],
  ['ALAC where it does not', { unknownTypes: ['alac'] }, 'alac', true],
  ['a type that nobody lists, played from the start without a byte', { audioBytes: 0 }, 'wmav2', true],
  ['the same in a browser that only tells whether there is audio', { hasAudio: false }, 'wmav2', true],
  ['AAC that was decoded', { audioBytes: 900 }, 'aac', false],
  [
    'AAC of which playing began in the middle, after its end',
    { audioBytes: 0, played: [5, 9] },
    'aac',
    false,
  ],
  ['AAC that has hardly played', { audioBytes: 0, played: [0, 0.3] }, 'aac', false],
  ['a browser that tells nothing', {}, 'aac', false],
] as const)('whether audio is missing: %s', (_, told, codec, isMissing) => {
  expect(lacksAudio(video(told), codec)).toBe(isMissing);
});

test('codecs have the names by which people know them', () => {
  expect(['ac3', 'eac3', 'alac', 'wmav2'].map(audioCodecName)).toEqual(['AC-3', 'E-AC-3', 'ALAC', 'WMAV2']);
});
