import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSources } from '#main/media/sources.ts';
import { builds, ffmpeg, mediaWith } from '#test/fixtures/media.ts';
import { tempFolder } from '../../storage/temp-folder.ts';

const media = mediaWith();

const open = async (name: string, ...options: readonly string[]) => {
  const folder = tempFolder();
  const path = join(folder, name);
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=10:d=3.5', ...options, path);
  const sources = createSources({
    probeFacts: (file) => media.probeFacts(file),
    probeAnimation: (file) => media.probeFacts(file, { isAnimationVideo: true }),
    hash: async () => '0'.repeat(64),
    dropFolder: folder,
  });
  const opened = await sources.open(path);
  if (!opened.ok) throw new Error(`not opened: ${opened.error.code}`);
  return { image: opened.value, sources };
};

const tool = builds.at(-1)?.path ?? '';
const canWriteAvif = execFileSync(tool, ['-hide_banner', '-muxers']).includes('avif');

const kinds: readonly (readonly [name: string, videoCodec: string, options: readonly string[]])[] = [
  ['dance.gif', 'gif', []],
  ['dance.png', 'apng', ['-f', 'apng']],
  ...(canWriteAvif
    ? ([['dance.avif', 'av1', ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime']]] as const)
    : []),
];

describe('animated image opened as a video', () => {
  test.each(kinds)('has the duration and size of its frames: %s', async (name, videoCodec, options) => {
    const { image, sources } = await open(name, ...options);
    expect(image.facts).toMatchObject({ kind: 'image', isAnimated: true });
    const video = await sources.openAnimation(image.id);
    if (!video.ok || video.value.facts.kind !== 'video') throw new Error('no video');
    expect(video.value).toMatchObject({
      name,
      facts: { videoCodec, width: 64, height: 48, audioCodec: null },
    });
    expect(video.value.facts.durationSec).toBeCloseTo(3.5, 1);
    expect(video.value.facts.fps).toBeCloseTo(10, 0);
    // It may be opened in both roles at the same time.
    expect(video.value.id).not.toBe(image.id);
    expect(sources.get(image.id)?.facts.kind).toBe('image');
  });

  test('is refused with an alternative where ffmpeg cannot read it', async () => {
    const { image, sources } = await open('dance.webp', '-c:v', 'libwebp_anim', '-loop', '0');
    expect(image.facts).toMatchObject({ kind: 'image', isAnimated: true });
    expect(await sources.openAnimation(image.id)).toMatchObject({
      ok: false,
      error: { code: 'animation-unreadable', subject: 'dance.webp', charged: 'no' },
    });
  });

  test('is refused where the image is not animated', async () => {
    const { image, sources } = await open('still.png', '-frames:v', '1');
    expect(await sources.openAnimation(image.id)).toMatchObject({
      ok: false,
      error: { code: 'file-is-image', subject: 'still.png' },
    });
  });
});
