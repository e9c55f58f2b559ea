/** The videos for the tests of the scan, each with its known content. */
import {
  black,
  dancing,
  dissolved,
  flashed,
  frozenFrom,
  inTurn,
  type Shot,
  shotOf,
  talking,
} from './scenes.ts';

export type Rate = '5' | '10' | '25' | '30' | '30000/1001' | '60';
export const fpsOf = (rate: Rate): number => {
  const [top = 0, bottom = 1] = rate.split('/').map(Number);
  return top / bottom;
};

const elsewhere = (sec: number) => ({ ...dancing(sec * 1.2 + 0.7), x: 0.36, size: 0.8 });
const dance = shotOf({ seed: 1, pose: dancing });
const other = shotOf({ seed: 2, pose: elsewhere });
const empty = shotOf({ seed: 3 });
const talk = shotOf({ seed: 4, look: { mean: 122 }, pose: talking });

export type Video = {
  readonly name: string;
  readonly rate?: Rate;
  readonly frames: number;
  readonly shot: Shot;
  readonly filter?: string;
  readonly options?: readonly string[];
};

const parts: readonly (readonly [Shot, number])[] = [
  [dance, 37],
  [other, 41],
  [talk, 29],
  [dance, 43],
];
export const inParts = [37, 78, 107];
const partFrames = 150;
const foggy = (seed: number, pose = talking) => shotOf({ seed, look: { mean: 60, contrast: 0.4 }, pose });

export const cutVideos: readonly (Video & { readonly cuts: readonly number[] })[] = [
  ...(['10', '25', '30000/1001', '60'] as const).map((rate) => ({
    name: `cuts at ${rate.replace('/', ' by ')}`,
    rate,
    frames: partFrames,
    shot: inTurn(fpsOf(rate), parts),
    cuts: inParts,
  })),
  {
    name: 'cuts between foggy shots of like colours',
    frames: 90,
    shot: inTurn(25, [
      [foggy(11), 33],
      [foggy(12, elsewhere), 57],
    ]),
    cuts: [33],
  },
  {
    name: 'cuts a third of a second apart',
    frames: 80,
    shot: inTurn(25, [
      [dance, 21],
      [other, 9],
      [empty, 10],
      [dance, 40],
    ]),
    cuts: [21, 30, 40],
  },
  {
    name: 'a cut under film grain',
    frames: 90,
    shot: inTurn(25, [
      [dance, 45],
      [other, 45],
    ]),
    filter: 'scale=960:540,noise=alls=25:allf=t',
    cuts: [45],
  },
  {
    name: 'a slide show',
    frames: 90,
    shot: inTurn(25, [
      [empty, 31],
      [shotOf({ seed: 21 }), 30],
      [shotOf({ seed: 22 }), 29],
    ]),
    cuts: [31, 61],
  },
];

export const uncutVideos: readonly Video[] = [
  { name: 'a pan', frames: 75, shot: shotOf({ seed: 5, view: (sec) => ({ x: 100 + 120 * sec }) }) },
  {
    name: 'a very fast pan with a body in front',
    frames: 75,
    shot: shotOf({ seed: 6, view: (sec) => ({ x: 600 * sec, y: 80 * Math.sin(sec * 3) }), pose: dancing }),
  },
  {
    name: 'a whip of the camera',
    frames: 75,
    shot: shotOf({
      seed: 5,
      view: (sec) => ({ x: sec < 1 ? 0 : Math.min(750, (sec - 1) * 2500) }),
      pose: dancing,
    }),
  },
  { name: 'a zoom', frames: 75, shot: shotOf({ seed: 7, view: (sec) => ({ zoom: 1 + 0.4 * sec }) }) },
  {
    name: 'a crash zoom',
    frames: 75,
    shot: shotOf({
      seed: 7,
      view: (sec) => ({ zoom: Math.max(1, Math.min(3, 1 + (sec - 1) * 5)) }),
      pose: dancing,
    }),
  },
  {
    name: 'camera flashes of one, three and six frames',
    frames: 100,
    shot: [
      { atSec: 0.6, forSec: 0.04, levels: 250 },
      { atSec: 1.4, forSec: 0.12, levels: 200 },
      { atSec: 2.6, forSec: 0.24, levels: 160 },
    ].reduce(flashed, dance),
  },
  {
    name: 'a lamp that is switched on',
    frames: 75,
    shot: (sec) => dance(sec).map((level) => (sec < 1.5 ? level * 0.55 : level)),
  },
  {
    name: 'a video faded in and out',
    frames: 75,
    shot: dance,
    filter: 'fade=t=in:d=0.5,fade=t=out:st=2.2:d=0.8',
  },
  {
    name: 'a hand-held camera',
    frames: 75,
    shot: shotOf({
      seed: 6,
      view: (sec) => ({ x: 100 + 2 * Math.sin(sec * 7), y: 100 + 1.5 * Math.sin(sec * 9) }),
      pose: dancing,
    }),
  },
  { name: 'a talking head at a low bit rate', frames: 75, shot: talk, options: ['-b:v', '40k'] },
  { name: 'a dance of five frames a second', rate: '5', frames: 40, shot: dance },
  {
    name: 'one damaged frame',
    frames: 75,
    shot: inTurn(25, [
      [dance, 30],
      [empty, 1],
      [dance, 44],
    ]),
  },
];

export const frozenVideo: Video = {
  name: 'frozen',
  frames: 125,
  shot: frozenFrom(dance, { fromSec: 2, toSec: 3.2 }),
  options: ['-b:v', '120k'],
};
export const darkVideo: Video = {
  name: 'dark',
  frames: 120,
  shot: inTurn(25, [
    [dance, 50],
    [black, 20],
    [other, 50],
  ]),
};
export const dissolves: readonly (Video & { readonly middle: number })[] = [
  {
    name: 'short dissolve',
    frames: 100,
    shot: dissolved(dance, talk, { atSec: 1.8, forSec: 0.4 }),
    middle: 50,
  },
  {
    name: 'long dissolve',
    frames: 100,
    shot: dissolved(dance, other, { atSec: 1.5, forSec: 1 }),
    middle: 50,
  },
];
export const liveliness: Video = {
  name: 'liveliness',
  frames: 200,
  shot: inTurn(25, [
    [(sec) => empty(sec), 100],
    [dance, 100],
  ]),
};
/** Long enough that the first pass skips frames. */
export const longVideos: readonly Video[] = [
  { name: 'long', options: ['-crf', '23', '-preset', 'medium'] },
  {
    name: 'long, no key frames at cuts',
    options: ['-crf', '23', '-sc_threshold', '0', '-bf', '3', '-g', '250'],
  },
].map((video) => ({
  ...video,
  rate: '30',
  frames: 720,
  shot: inTurn(30, [
    [dance, 237],
    [other, 141],
    [talk, 209],
    [dance, 133],
  ]),
}));
export const inLong = [237, 378, 587];
