import { expect, test } from 'vitest';
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';
import { stepWords } from '#renderer/features/prepare/plan-summary.tsx';
import { ui as en } from '#renderer/messages/en/ui.ts';

const textOf = (step: ImageStep | VideoStep) => stepWords(step, en.plan).join(', ');
const because = { because: [] };
const sides = { width: 1000, height: 400 };

test('describes each step in a few words', () => {
  const steps: readonly (ImageStep | VideoStep)[] = [
    { kind: 'strip', ...because },
    { kind: 'turn', rotationDeg: 90, isMirrored: false, ...because },
    { kind: 'turn', rotationDeg: 0, isMirrored: true, ...because },
    { kind: 'crop', x: 0, y: 0, ...sides, ...because },
    { kind: 'pad', edge: 'blur', ...sides, ...because },
    { kind: 'pad', edge: 'plain', ...sides, ...because },
    { kind: 'deinterlace', ...because },
    { kind: 'letterbox', ...sides, ...because },
    { kind: 'encode', container: 'png', maxBytes: 1, ...because },
  ];
  expect(steps.map(textOf)).toEqual([
    'metadata removed',
    'rotated upright',
    'unmirrored and rotated upright',
    'cropped to 1000 \u00d7 400',
    'blurred bars added to 1000 \u00d7 400',
    'solid bars added to 1000 \u00d7 400',
    'deinterlaced',
    'aspect ratio of each section kept inside 1000 \u00d7 400',
    'saved as PNG',
  ]);
});

test('reports audio that the user turned off as missing', () => {
  const remux = { kind: 'remux', container: 'mp4', audio: 'none', maxBytes: null } as const;
  expect(textOf({ ...remux, because: ['audio-off'] })).toBe('repacked as MP4, without audio');
  expect(textOf({ ...remux, because: ['audio-absent-in-selection'] })).toBe('repacked as MP4, without audio');
  expect(textOf({ ...remux, because: ['video-format'] })).toBe('repacked as MP4');
  expect(textOf({ ...remux, audio: 'aac', because: ['audio-codec'] })).toBe(
    'repacked as MP4, audio converted to AAC',
  );
});
