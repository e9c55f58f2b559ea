import { describe, expect, test } from 'vitest';
import { type Body, type Joint, joints, type Person } from '#contract/model/body.ts';
import { framingDiffers, levelOf, mainPeople, reportBody } from '#contract/rules/body.ts';

/** An upright figure that fills the middle of the frame, from 0.1 to 0.9 of its height. */
const places: Readonly<Record<Joint, readonly [number, number]>> = {
  nose: [0.5, 0.15],
  leftEye: [0.51, 0.14],
  rightEye: [0.49, 0.14],
  leftEar: [0.52, 0.15],
  rightEar: [0.48, 0.15],
  leftShoulder: [0.57, 0.25],
  rightShoulder: [0.43, 0.25],
  leftElbow: [0.62, 0.38],
  rightElbow: [0.38, 0.38],
  leftWrist: [0.64, 0.5],
  rightWrist: [0.36, 0.5],
  leftHip: [0.54, 0.5],
  rightHip: [0.46, 0.5],
  leftKnee: [0.54, 0.7],
  rightKnee: [0.46, 0.7],
  leftAnkle: [0.54, 0.88],
  rightAnkle: [0.46, 0.88],
};
const head = ['nose', 'leftEye', 'rightEye', 'leftEar', 'rightEar'] as const;
const ankles = ['leftAnkle', 'rightAnkle'] as const;
const knees = ['leftKnee', 'rightKnee'] as const;
const hips = ['leftHip', 'rightHip'] as const;
const shoulders = ['leftShoulder', 'rightShoulder'] as const;

const person = (
  change: {
    readonly without?: readonly Joint[];
    readonly score?: number;
    readonly by?: readonly [number, number];
    readonly scale?: number;
    readonly turned?: boolean;
  } = {},
): Person => {
  const { without = [], score = 0.7, by = [0, 0], scale = 1, turned = false } = change;
  const place = (joint: Joint): [number, number, number] => {
    const [x, y] = places[joint];
    const [a, b] = turned ? [y, x] : [x, y];
    return [
      0.5 + (a - 0.5) * scale + by[0],
      0.5 + (b - 0.5) * scale + by[1],
      without.includes(joint) ? 0.02 : 0.8,
    ];
  };
  return {
    score,
    box: {
      x: Math.max(0, 0.5 - 0.15 * scale + by[0]),
      y: Math.max(0, 0.5 - 0.4 * scale + by[1]),
      width: 0.3 * scale,
      height: Math.min(1, 0.8 * scale),
    },
    joints: joints.map(place),
  };
};
const imageOf = (...people: readonly Person[]): Body => ({
  width: 900,
  height: 1000,
  stepSec: null,
  samples: [{ atSec: 0, people: [...people] }],
});
const videoOf = (frames: readonly (readonly Person[])[]): Body => ({
  width: 900,
  height: 1000,
  stepSec: 0.5,
  samples: frames.map((people, index) => ({ atSec: index / 2, people: [...people] })),
});
const codes = (body: Body) => reportBody(body).findings.map(({ code }) => code);

describe('an image', () => {
  test.each<[string, Person[], string[]]>([
    ['a whole figure', [person()], []],
    ['nobody', [], ['nobody']],
    ['a score below 0.2', [person({ score: 0.15 })], ['nobody']],
    ['a score between 0.2 and 0.3', [person({ score: 0.25 })], ['unsure']],
    ['two people', [person(), person({ by: [0.2, 0] })], ['several-people']],
    ['a second person with a low score', [person(), person({ score: 0.2 })], []],
    ['no head', [person({ without: head })], ['head-missing']],
    ['no ankles', [person({ without: ankles })], ['legs-missing']],
    ['no legs', [person({ without: [...ankles, ...knees] })], ['legs-missing']],
    ['head and shoulders', [person({ without: [...ankles, ...knees, ...hips] })], ['bust-only']],
    [
      'a face',
      [person({ without: [...ankles, ...knees, ...hips, ...shoulders] })],
      ['upper-body-incomplete'],
    ],
    ['one shoulder', [person({ without: ['leftShoulder'] })], ['cut-at-side']],
    ['3 % of the frame', [person({ scale: 0.35 })], ['too-small']],
    ['a torso that lies', [person({ turned: true })], ['sideways']],
    ['joints outside of the frame', [person({ by: [0, 0.3] })], ['legs-missing']],
  ])('with %s', (_name, people, expected) => {
    expect(codes(imageOf(...people))).toEqual(expected);
  });

  test('the level is the lowest visible part', () => {
    expect(levelOf(null)).toBe('none');
    expect(levelOf(person())).toBe('full');
    expect(levelOf(person({ without: ankles }))).toBe('knees');
    expect(levelOf(person({ without: [...ankles, ...knees] }))).toBe('upper');
    expect(levelOf(person({ without: [...ankles, ...knees, ...hips] }))).toBe('bust');
  });
});

const dancing = (count: number) =>
  Array.from({ length: count }, (_, index) => [person({ by: [index % 2 === 0 ? 0.02 : -0.02, 0] })]);

describe('a video', () => {
  test('of a figure that moves has no finding', () => {
    expect(codes(videoOf(dancing(12)))).toEqual([]);
  });

  test('a second person in a third of the samples is reported with its stretch', () => {
    const frames = dancing(12).map((people, index) =>
      index >= 6 && index < 10 ? [...people, person({ by: [0.3, 0] })] : people,
    );
    expect(reportBody(videoOf(frames)).findings).toEqual([
      { code: 'several-people', share: 4 / 12, fromSec: 3, toSec: 5 },
    ]);
  });

  test('a second person in one of twelve samples is not reported', () => {
    const frames = dancing(12).map((people, index) => (index === 6 ? [...people, person()] : people));
    expect(codes(videoOf(frames))).toEqual([]);
  });

  test('a gap without a person is reported with its time', () => {
    const frames = dancing(12).map((people, index) => (index >= 4 && index < 7 ? [] : people));
    expect(reportBody(videoOf(frames)).findings).toEqual([
      { code: 'leaves-frame', share: 0.25, fromSec: 2, toSec: 3.5 },
    ]);
  });

  test('the selection is judged alone', () => {
    const frames = dancing(12).map((people, index) => (index >= 4 && index < 7 ? [] : people));
    const { findings } = reportBody(videoOf(frames), { startSec: 3.5, endSec: 5.5 });
    expect(findings).toEqual([]);
  });

  test('without motion is reported, and with very fast motion', () => {
    expect(codes(videoOf(Array.from({ length: 12 }, () => [person()])))).toEqual(['hardly-moves']);
    const wild = Array.from({ length: 12 }, (_, index) => [
      person({ by: [index % 2 === 0 ? 0.3 : -0.3, 0] }),
    ]);
    expect(codes(videoOf(wild))).toEqual(['too-fast']);
  });

  test('full body and bust in turns are reported', () => {
    const bust = person({ without: [...ankles, ...knees, ...hips] });
    const frames = dancing(12).map((people, index) => (index < 6 ? people : [bust]));
    expect(codes(videoOf(frames))).toContain('framing-changes');
  });

  test('the same person is followed when another has a higher score', () => {
    const frames = dancing(6).map((people, index) => [
      ...(index > 0 ? [person({ score: 0.9, by: [0.35, 0] })] : []),
      ...people,
    ]);
    for (const followed of mainPeople(videoOf(frames).samples)) expect(followed?.score).toBe(0.7);
  });
});

describe('image and video', () => {
  const video = videoOf(dancing(8));
  test.each<[string, Body, boolean]>([
    ['the same framing', imageOf(person()), false],
    ['upper body against full body', imageOf(person({ without: [...ankles, ...knees] })), true],
    ['a torso twice as long', imageOf(person({ scale: 1.9 })), true],
    ['nobody in the image', imageOf(), false],
  ])('%s', (_name, image, differs) => {
    expect(framingDiffers(image, video)).toBe(differs);
  });
});
