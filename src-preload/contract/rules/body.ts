/**
 * Judges what pose detection found: how much of the body is visible, and what providers may refuse. Thresholds are for
 * MoveNet MultiPose; `npm run bench:body` prints how often they are right.
 */

import {
  type Body,
  type BodyFinding,
  type BodyFindingCode,
  type BodyLevel,
  type BodySample,
  type Joint,
  joints,
  type Person,
} from '../model/body.ts';
import type { Trim } from '../model/choices.ts';

/** Scores of a person: below the first there is none, below the second it is uncertain. */
const minScore = 0.2;
const sureScore = 0.3;
/** Of the second person; a lower one is a reflection, a poster or a doubled detection. */
const secondScore = 0.25;
/** Scores of the joints from which on a part counts as visible. */
const visible = { head: 0.25, shoulder: 0.2, hip: 0.25, knee: 0.3, ankle: 0.3 };
/** The other shoulder's score when one is cut off by the frame. */
const otherShoulder = 0.45;
/** Kling's documented minimum of the frame. */
const minFrameShare = 0.05;
/** Shares of the samples from which on a finding is reported. */
const reportedShare = 0.2;
const severalShare = 0.15;
const absentShare = 0.1;
const absentSec = 0.75;
/** Torso lengths a second: the median of fast and of hardly visible motion. */
const fastSpeed = 3.5;
const stillSpeed = 0.06;
/** Torso length relative to the frame's height, of the larger to the smaller. */
const framingRatio = 1.6;
const sameSec = 0.001;

const indexOf = new Map(joints.map((joint, index) => [joint, index]));
type Point = { readonly x: number; readonly y: number; readonly score: number };

/** A joint outside of the frame has the score 0. */
export const jointOf = (person: Person, joint: Joint): Point => {
  const [x, y, score] = person.joints[indexOf.get(joint) ?? 0] ?? [0, 0, 0];
  const isInside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
  return { x, y, score: isInside ? score : 0 };
};

const maxOf = (person: Person, names: readonly Joint[]): number =>
  Math.max(...names.map((name) => jointOf(person, name).score));
const minOf = (person: Person, names: readonly Joint[]): number =>
  Math.min(...names.map((name) => jointOf(person, name).score));

const shoulders = ['leftShoulder', 'rightShoulder'] as const;
const hips = ['leftHip', 'rightHip'] as const;

const partsOf = (person: Person) => ({
  head: maxOf(person, ['nose', 'leftEye', 'rightEye']) >= visible.head,
  shoulders: minOf(person, shoulders) >= visible.shoulder,
  hips: maxOf(person, hips) >= visible.hip,
  knees: maxOf(person, ['leftKnee', 'rightKnee']) >= visible.knee,
  ankles: maxOf(person, ['leftAnkle', 'rightAnkle']) >= visible.ankle,
  isCutAtSide: minOf(person, shoulders) < visible.shoulder && maxOf(person, shoulders) >= otherShoulder,
});

export const levelOf = (person: Person | null): BodyLevel => {
  if (person === null) return 'none';
  const { hips: hasHips, knees, ankles } = partsOf(person);
  if (ankles) return 'full';
  if (knees) return 'knees';
  return hasHips ? 'upper' : 'bust';
};

const middle = (person: Person, [one, other]: readonly [Joint, Joint]): { x: number; y: number } => {
  const [a, b] = [jointOf(person, one), jointOf(person, other)];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
};

type Size = Pick<Body, 'width' | 'height'>;
type Torso = { readonly length: number; readonly across: number; readonly hip: { x: number; y: number } };

/** In pixels; null where shoulders or hips are not visible. */
const torsoOf = (person: Person, { width, height }: Size): Torso | null => {
  const parts = partsOf(person);
  if (!parts.shoulders || !parts.hips) return null;
  const neck = middle(person, shoulders);
  const hip = middle(person, hips);
  const [dx, dy] = [(hip.x - neck.x) * width, (hip.y - neck.y) * height];
  return { length: Math.hypot(dx, dy), across: Math.abs(dx), hip };
};

const isSideways = (person: Person, size: Size): boolean => {
  const torso = torsoOf(person, size);
  return torso !== null && torso.across > torso.length * Math.SQRT1_2;
};

const frameShareOf = ({ box }: Person): number => box.width * box.height;

/** The person whose motion is judged: of each sample the one nearest to the one before, so that two do not alternate. */
export const mainPeople = (samples: readonly BodySample[]): readonly (Person | null)[] => {
  let last: Person | null = null;
  const centre = ({ box }: Person) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  return samples.map(({ people }) => {
    const found = people.filter(({ score }) => score >= minScore);
    const before = last;
    const nearest =
      before === null
        ? found.toSorted((a, b) => b.score * frameShareOf(b) - a.score * frameShareOf(a))[0]
        : found.toSorted((a, b) => {
            const [from, one, other] = [centre(before), centre(a), centre(b)];
            return (
              Math.hypot(one.x - from.x, one.y - from.y) - Math.hypot(other.x - from.x, other.y - from.y)
            );
          })[0];
    last = nearest ?? last;
    return nearest ?? null;
  });
};

const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
};

/** Findings of one frame. */
const codesOf = ({ people }: BodySample, person: Person | null, size: Size): readonly BodyFindingCode[] => {
  if (person === null) return ['nobody'];
  const parts = partsOf(person);
  const level = levelOf(person);
  const second = people.filter(({ score }) => score >= secondScore).length > 1;
  const isBust = level === 'bust' && parts.head;
  return [
    ...(person.score < sureScore ? (['unsure'] as const) : []),
    ...(second ? (['several-people'] as const) : []),
    ...(parts.head ? [] : (['head-missing'] as const)),
    ...(isBust && parts.shoulders ? (['bust-only'] as const) : []),
    ...(parts.isCutAtSide ? (['cut-at-side'] as const) : []),
    ...(!parts.isCutAtSide && (!parts.shoulders || (level === 'bust' && !isBust))
      ? (['upper-body-incomplete'] as const)
      : []),
    ...(level === 'upper' || level === 'knees' ? (['legs-missing'] as const) : []),
    ...(frameShareOf(person) < minFrameShare ? (['too-small'] as const) : []),
    ...(isSideways(person, size) ? (['sideways'] as const) : []),
  ];
};

/** The longest run of consecutive samples in which `isTrue`, as times; a sample stands for one step. */
const longestRun = (flags: readonly boolean[], samples: readonly BodySample[], stepSec: number) => {
  let best = { from: 0, length: 0 };
  let start = 0;
  for (const [index, flag] of flags.entries()) {
    if (!flag) start = index + 1;
    else if (index + 1 - start > best.length) best = { from: start, length: index + 1 - start };
  }
  const fromSec = samples[best.from]?.atSec ?? 0;
  return { fromSec, toSec: fromSec + best.length * stepSec };
};

/** Median distance of the visible joints between samples, in torso lengths a second; null: not measured. */
const speedOf = (people: readonly (Person | null)[], { body }: { readonly body: Body }): number | null => {
  const { stepSec } = body;
  if (stepSec === null) return null;
  const lengths = people.map((person) => (person === null ? null : (torsoOf(person, body)?.length ?? null)));
  const torso = median(lengths.filter((length) => length !== null));
  if (torso === null || torso === 0) return null;
  const steps = people.slice(1).map((person, index) => {
    const before = people[index] ?? null;
    if (person === null || before === null) return null;
    const moved = joints.flatMap((joint) => {
      const [a, b] = [jointOf(before, joint), jointOf(person, joint)];
      if (a.score < visible.knee || b.score < visible.knee) return [];
      return [Math.hypot((b.x - a.x) * body.width, (b.y - a.y) * body.height)];
    });
    const mean = moved.length === 0 ? null : moved.reduce((sum, value) => sum + value, 0) / moved.length;
    return mean === null ? null : mean / torso / stepSec;
  });
  const known = steps.filter((value) => value !== null);
  return known.length < 3 ? null : median(known);
};

export type BodyReport = {
  /** The largest number of people that is visible in a tenth of the samples. */
  readonly people: number;
  readonly level: BodyLevel;
  /** Median share of the frame; null: nobody. */
  readonly frameShare: number | null;
  readonly findings: readonly BodyFinding[];
};

const order: readonly BodyFindingCode[] = [
  ...(['nobody', 'unsure', 'several-people', 'head-missing', 'bust-only', 'upper-body-incomplete'] as const),
  ...(['cut-at-side', 'legs-missing', 'too-small', 'leaves-frame', 'framing-changes', 'sideways'] as const),
  ...(['too-fast', 'hardly-moves'] as const),
];

const levels: readonly BodyLevel[] = ['none', 'bust', 'upper', 'knees', 'full'];

/** The level of most samples with a person. */
const commonLevel = (people: readonly (Person | null)[]): BodyLevel => {
  const seen = people.filter((person) => person !== null).map(levelOf);
  const counted = levels.map((level) => ({ level, count: seen.filter((one) => one === level).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best), { level: 'none', count: 0 })
    .level;
};

const minimumOf: Partial<Record<BodyFindingCode, number>> = { 'several-people': severalShare, unsure: 0.5 };

/** `window`: the selected part of a video; the whole where it is absent. */
export const reportBody = (body: Body, window?: Trim): BodyReport => {
  const { stepSec } = body;
  const isInside = ({ atSec }: BodySample) =>
    window === undefined || (atSec >= window.startSec - sameSec && atSec <= window.endSec + sameSec);
  const inside = body.samples.filter(isInside);
  const samples = inside.length > 0 ? inside : body.samples.slice(0, 1);
  const people = mainPeople(samples);
  const present = people.filter((person) => person !== null);
  const shares = present.map(frameShareOf);
  const frameShare = median(shares);
  const counts = samples.map((sample) => sample.people.filter(({ score }) => score >= secondScore).length);
  const most = counts.toSorted((a, b) => b - a)[Math.floor(counts.length / 10)] ?? 0;
  const base = {
    people: Math.max(most, present.length > 0 ? 1 : 0),
    level: commonLevel(people),
    frameShare,
  };
  if (present.length === 0) return { ...base, findings: [{ code: 'nobody' }] };
  const perSample = samples.map((sample, index) => codesOf(sample, people[index] ?? null, body));
  if (stepSec === null)
    return {
      ...base,
      findings: order
        .filter((code) => perSample[0]?.includes(code))
        .map((code) =>
          code === 'too-small' && frameShare !== null ? { code, share: frameShare } : { code },
        ),
    };

  const findings: BodyFinding[] = [];
  for (const code of order) {
    if (code === 'nobody') continue;
    const flags = perSample.map((codes) => codes.includes(code));
    const held = flags.filter(Boolean).length / present.length;
    if (held < (minimumOf[code] ?? reportedShare)) continue;
    if (code === 'too-small') findings.push({ code, share: frameShare ?? 0 });
    else if (held > 0.95) findings.push({ code, share: Math.min(1, held) });
    else findings.push({ code, share: Math.min(1, held), ...longestRun(flags, samples, stepSec) });
  }
  const isAbsent = people.map((person) => person === null);
  const gap = longestRun(isAbsent, samples, stepSec);
  const absent = isAbsent.filter(Boolean).length / samples.length;
  if (absent > absentShare || gap.toSec - gap.fromSec >= absentSec)
    findings.push({ code: 'leaves-frame', share: absent, ...gap });
  const sampleLevels = people.map((person) => (person === null ? null : levelOf(person)));
  const fullShare =
    sampleLevels.filter((level) => level === 'full' || level === 'knees').length / present.length;
  const bustShare = sampleLevels.filter((level) => level === 'bust').length / present.length;
  if (fullShare >= reportedShare && bustShare >= reportedShare)
    findings.push({ code: 'framing-changes', share: Math.min(fullShare, bustShare) });
  const speed = speedOf(people, { body });
  if (speed !== null && speed > fastSpeed) findings.push({ code: 'too-fast' });
  if (speed !== null && speed < stillSpeed) findings.push({ code: 'hardly-moves' });
  return {
    ...base,
    findings: findings.toSorted((a, b) => order.indexOf(a.code) - order.indexOf(b.code)),
  };
};

/** Median torso length relative to the frame's height; null: not measured. */
const torsoShare = (body: Body, window?: Trim): number | null => {
  const samples = body.samples.filter(
    ({ atSec }) => window === undefined || (atSec >= window.startSec && atSec <= window.endSec),
  );
  const lengths = mainPeople(samples).map((person) => (person === null ? null : torsoOf(person, body)));
  const length = median(lengths.filter((torso) => torso !== null).map((torso) => torso.length));
  return length === null ? null : length / body.height;
};

/** Whether image and video show the body differently: full body against upper body, or at another size. */
export const framingDiffers = (image: Body, video: Body, window?: Trim): boolean => {
  const [one, other] = [reportBody(image).level, reportBody(video, window).level];
  if (one === 'none' || other === 'none') return false;
  const isWhole = (level: BodyLevel) => level === 'full' || level === 'knees';
  if (isWhole(one) !== isWhole(other)) return true;
  const [a, b] = [torsoShare(image), torsoShare(video, window)];
  return a !== null && b !== null && Math.max(a / b, b / a) > framingRatio;
};
