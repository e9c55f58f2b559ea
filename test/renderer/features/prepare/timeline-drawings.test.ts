import { expect, test } from 'vitest';
import { type Tile, tilesFor, wayTo } from '#renderer/features/prepare/film-strip-tiles.ts';
import { marksFor, wholeView } from '#renderer/features/prepare/timeline.ts';
import { waveformPath } from '#renderer/features/prepare/waveform-lane.tsx';

const strip = { durationSec: 80, fps: 25, widthPx: 800, tilePx: 100 };
const whole = { ...strip, view: wholeView(80) };

test('shows the whole video in as many frames as fit, each from the middle of its time span', () => {
  const tiles = tilesFor(whole);
  expect(tiles.map(({ atSec }) => atSec)).toEqual([5, 15, 25, 35, 45, 55, 65, 75]);
  expect([tiles[0]?.fromSec, tiles.at(-1)?.toSec]).toEqual([0, 80]);
});

test('shows more frames for the same time when zoomed in, only the visible ones', () => {
  const tiles = tilesFor({ ...strip, view: { fromSec: 30, toSec: 50 } });
  expect(tiles.map(({ atSec }) => atSec)).toEqual([31.24, 33.72, 36.24, 38.72, 41.24, 43.72, 46.24, 48.72]);
});

test('keeps the key of a frame while the strip is scrolled, so that it is not fetched again', () => {
  const before = tilesFor({ ...strip, view: { fromSec: 30, toSec: 50 } }).map(({ key }) => key);
  const after = tilesFor({ ...strip, view: { fromSec: 33, toSec: 53 } }).map(({ key }) => key);
  expect(after.slice(0, 7)).toEqual(before.slice(1));
});

test('never makes a tile much wider than its image, at any zoom', () => {
  for (const lengthSec of [80, 61, 43, 17, 5.3, 2, 0.48]) {
    const view = { fromSec: 10, toSec: 10 + lengthSec };
    for (const { fromSec, toSec } of tilesFor({ ...strip, view, ...(lengthSec === 80 ? whole : {}) }))
      expect(((toSec - fromSec) / lengthSec) * 800).toBeLessThan(143);
  }
});

test('requests at most one image per frame', () => {
  const tiles = tilesFor({ ...strip, view: { fromSec: 10, toSec: 10.2 } });
  expect(tiles.map(({ atSec }) => atSec)).toEqual([10, 10.04, 10.08, 10.12, 10.16]);
});

test('requests nothing for a strip that has no size yet', () => {
  expect(tilesFor({ ...whole, widthPx: 0 })).toEqual([]);
});

const tileAt = (atSec: number, lengthSec: number): Tile => ({
  key: '',
  fromSec: atSec - lengthSec / 2,
  toSec: atSec + lengthSec / 2,
  atSec,
});
const large = { fps: 30, width: 1920, height: 1080 };

test('uses the key frame in a long video, temporarily when zoomed in, and not where it saves nothing', () => {
  const keyframesSec = [0, 8, 16];
  expect(wayTo(tileAt(14, 60), { ...large, keyframesSec })).toBe('near');
  expect(wayTo(tileAt(14, 2), { ...large, keyframesSec })).toBe('near-then-exact');
  expect(wayTo(tileAt(8.2, 2), { ...large, keyframesSec })).toBe('exact');
});

test('decodes a small video directly, and assumes default key frames if they are unknown', () => {
  const small = { fps: 5, width: 480, height: 640, keyframesSec: null };
  expect(wayTo(tileAt(14, 0.5), { ...small, keyframesSec: [0] })).toBe('exact');
  expect(wayTo(tileAt(300, 60), { ...large, keyframesSec: null })).toBe('near');
  expect(wayTo(tileAt(30, 6), { ...large, keyframesSec: null })).toBe('near-then-exact');
});

test('places times along the strip at round intervals, finer when zoomed in', () => {
  const labels = (fromSec: number, toSec: number) =>
    marksFor({ fromSec, toSec }, 8).map(({ label }) => label);
  expect(labels(0, 600)).toEqual(['0:00', '2:00', '4:00', '6:00', '8:00']);
  expect(labels(58, 73)).toEqual(['0:58', '1:00', '1:02', '1:04', '1:06', '1:08', '1:10', '1:12']);
  expect(labels(3.1, 3.6)).toEqual(['0:03.1', '0:03.2', '0:03.3', '0:03.4', '0:03.5']);
});

test('draws a waveform as high as the peak of each column, and flat in silence', () => {
  const audio = { stepSec: 1, peaks: [0, 1, 0, 0, 0, 1, 0, 0] };
  expect(waveformPath(audio, wholeView(8), 4)).toBe(
    'M0 1L0.5 0.000L1.5 1.000L2.5 0.000L3.5 1.000L4 1L3.5 1.000L2.5 2.000L1.5 1.000L0.5 2.000Z',
  );
  expect(waveformPath(audio, { fromSec: 2, toSec: 4 }, 2)).not.toContain('0.000L');
  expect(waveformPath({ stepSec: 1, peaks: [] }, wholeView(8), 4)).toBe('');
});
