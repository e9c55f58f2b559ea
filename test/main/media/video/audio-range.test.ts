import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ffmpeg } from '#test/fixtures/media.ts';
import { gateCases } from '#test/fixtures/runs.ts';
import { fittingWith } from './fitting.ts';
import { makeTones, makeUnknown, pitchOf, type Tone, tinyModel } from './tone-videos.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-audio-range-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const { factsOf, made } = fittingWith(undefined, () => folder, tinyModel);

type Member = {
  readonly name: string;
  readonly tones: readonly Tone[];
  readonly rangeSec: readonly [startSec: number, endSec: number];
  readonly silent: readonly [startSec: number, endSec: number];
  readonly heard: readonly [startSec: number, endSec: number];
};
const early: Tone = { hz: 440, seconds: 1 };
const late: Tone = { hz: 440, seconds: 1, atSec: 2 };
const members: readonly Member[] = [
  { name: 'early.mp4', tones: [early], rangeSec: [0, 1], silent: [1.5, 2.5], heard: [0.5, 1.5] },
  { name: 'early.mkv', tones: [early], rangeSec: [0, 1], silent: [1.5, 2.5], heard: [0.5, 1.5] },
  { name: 'early.ts', tones: [early], rangeSec: [0, 1], silent: [1.5, 2.5], heard: [0.5, 1.5] },
  { name: 'late.mp4', tones: [late], rangeSec: [2, 3], silent: [0.5, 1.5], heard: [1.5, 3] },
  { name: 'late.mkv', tones: [late], rangeSec: [2, 3], silent: [0.5, 1.5], heard: [1.5, 3] },
  {
    name: 'second-of-two.mov',
    tones: [{ hz: 880 }, early],
    ...{ rangeSec: [0, 1], silent: [1.5, 2.5], heard: [0.5, 1.5] },
  },
];

test.each(gateCases(members, 3))(
  '$name: no audio track is sent where the selection has none',
  async (member) => {
    const { name, tones, rangeSec, silent, heard } = member;
    await makeTones(at(name), tones, { seconds: 3 });
    if (tones.length > 1) await makeUnknown(at(name), 0);
    const { audioSec } = await factsOf(at(name));
    expect(Math.abs((audioSec?.startSec ?? 9) - rangeSec[0])).toBeLessThan(0.1);
    expect(Math.abs((audioSec?.endSec ?? 9) - rangeSec[1])).toBeLessThan(0.1);

    const without = await made(at(name), { trim: { startSec: silent[0], endSec: silent[1] } });
    expect(without.plan.reasons.map(({ code }) => code)).toContain('audio-absent-in-selection');
    expect(without.facts).toMatchObject({ audioCodec: null, undecodableAudio: [], otherStreams: 0 });

    const withAudio = await made(at(name), { trim: { startSec: heard[0], endSec: heard[1] } });
    expect(withAudio.plan.reasons.map(({ code }) => code)).not.toContain('audio-absent-in-selection');
    expect([withAudio.facts.audioCodec, await pitchOf(withAudio.path)]).toEqual(['aac', expect.any(Number)]);
  },
);

test('does not send an empty audio track', async () => {
  await makeTones(at('whole.mp4'), [{ hz: 440 }]);
  const cut = ['-t', '2', '-filter:a', 'atrim=end=0', '-c:v', 'copy', '-c:a', 'aac'];
  await ffmpeg('-i', at('whole.mp4'), ...cut, at('empty.mkv'));
  const { facts, kinds } = await made(at('empty.mkv'));
  expect([kinds, facts.audioCodec]).toEqual([['remux'], null]);
});
