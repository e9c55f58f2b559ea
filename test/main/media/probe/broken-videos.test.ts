/** Videos whose headers are wrong, or that no build can decode. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages as en } from '#contract/messages/en/messages.ts';
import { createProbeFacts } from '#main/media/probe/probe.ts';
import { builds, ffmpegWith, makeVideo } from '#test/fixtures/media.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-broken-'));
  const options = ['-movflags', '+faststart', '-g', '25'];
  const size = { width: 160, height: 120 };
  await makeVideo(at('whole.mp4'), { ...size, seconds: 8, isNoisy: true, hasAudio: true, options });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(builds)('with $name', ({ path: build }) => {
  const probeFacts = createProbeFacts(ffmpegWith(build));

  it('a truncated download has the duration of its existing part', async () => {
    const bytes = await readFile(at('whole.mp4'));
    await writeFile(at('half.mp4'), bytes.subarray(0, bytes.length / 2));
    const facts = await probeFacts(at('half.mp4'));
    if (!facts.ok || facts.value.kind !== 'video') throw new Error(JSON.stringify(facts));
    expect(facts.value.durationSec).toBeGreaterThan(3);
    expect(facts.value.durationSec).toBeLessThan(5);
    expect(facts.value.fps).toBeCloseTo(25, 1);
  });

  it('names the codec of a video that this ffmpeg cannot decode', async () => {
    const text = (await readFile(at('whole.mp4'))).toString('latin1');
    // No decoder has that name, and without its header nothing is known of the frames.
    const strange = text.replaceAll('avc1', 'vvc1').replaceAll('avcC', 'zzzC');
    await writeFile(at('strange.mp4'), Buffer.from(strange, 'latin1'));
    const facts = await probeFacts(at('strange.mp4'));
    expect(facts).toMatchObject({ ok: false, error: { code: 'tool-missing', charged: 'no' } });
    expect(facts.ok ? '' : en.error(facts.error).what).toMatch(
      /^The ffmpeg in use lacks \w+, which this needs\. Version \S+ has no such decoder\.$/,
    );
  });
});
