/** Playback in a real browser: videos it cannot decode, and players paused or started from outside. */
import { globSync } from 'node:fs';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { ffmpeg } from '#test/fixtures/media.ts';
import { dropFiles } from './drop-files.ts';
import { startHost, test } from './host.ts';
import { createHome } from './library-folders.ts';
import type { Program } from './program.ts';

let program: Program;
let home: string;
let folder: string;

const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', '-tag:v', 'hvc1'];

const make = async (name: string, ...codecs: readonly string[]): Promise<string> => {
  const path = join(folder, name);
  await ffmpeg(
    ...['-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=10:duration=3'],
    ...['-f', 'lavfi', '-i', 'sine=duration=3', ...codecs, path],
  );
  return path;
};

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-playback-'));
  const [hevcAac, mpeg4Aac, prores, ac3, alac] = await Promise.all([
    make('hevc.mp4', ...hevc, '-c:a', 'aac'),
    make('mpeg4.mp4', '-c:v', 'mpeg4', '-c:a', 'aac'),
    make('prores.mov', '-c:v', 'prores_ks', '-c:a', 'aac'),
    make('ac3.mp4', ...h264, '-c:a', 'ac3'),
    make('alac.mp4', ...h264, '-c:a', 'alac'),
  ]);
  const emptied = await make('emptied.mp4', ...h264, '-an');
  home = await createHome([
    { character: 'plain', motion: 'squats' },
    { character: 'hevc', motion: 'mpeg4', own: { result: hevcAac, video: mpeg4Aac } },
    { character: 'prores', motion: 'ac3', own: { result: prores, video: ac3 } },
    { character: 'alac', motion: 'squats', own: { result: alac } },
    { character: 'emptied', motion: 'squats', own: { result: emptied } },
  ]);
  program = await startHost({ UNDERSTUDY_HOME: home });
});
test.afterAll(async () => {
  await program.close();
  for (const left of [home, folder]) await rm(left, { recursive: true, force: true });
});

const tile = (page: Page, name: string): Locator => page.locator('[data-tile]').filter({ hasText: name });
const openComparison = async (page: Page, name: string): Promise<void> => {
  await page.goto(program.address);
  await page.getByRole('button', { name: 'Library', exact: true }).first().click();
  await tile(page, name).click();
  await expect(page.locator('video')).toHaveCount(2);
};
const side = (page: Page, name: 'beside' | 'result'): Locator =>
  page.locator(`[data-side="${name}"]`).locator('video');
const widthOf = (video: Locator): Promise<number> =>
  video.evaluate((element: HTMLVideoElement) => element.videoWidth);
const state = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('video')].map(({ paused }) => (paused ? 'still' : 'plays')),
  );
const driftMs = async (page: Page): Promise<number> =>
  Math.abs(Number(await page.locator('[data-drift-ms]').getAttribute('data-drift-ms')));

test('shows preview copies in a comparison for videos of which the browser would play the audio alone', async ({
  page,
}) => {
  await openComparison(page, 'hevc + mpeg4');
  for (const name of ['beside', 'result'] as const) {
    await expect(side(page, name)).toHaveAttribute('src', /\/media\/preview\//);
    await expect.poll(() => widthOf(side(page, name))).toBeGreaterThan(0);
  }
  await expect(page.getByText('Preview. The file itself is unchanged.')).toHaveCount(2);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => state(page)).toEqual(['plays', 'plays']);
});

test('reports audio that the browser cannot decode only for the side whose audio is selected', {
  tag: '@full',
}, async ({ page }) => {
  await openComparison(page, 'prores + ac3');
  await expect(side(page, 'result')).toHaveAttribute('src', /\/media\/preview\//);
  const sentence = page.getByText('cannot play this video\u2019s audio (AC-3)');
  await expect(sentence).toBeHidden();
  await page.getByRole('radio', { name: 'Reference' }).click();
  await expect(sentence).toBeVisible();
  await page.keyboard.press('Escape');
  await tile(page, 'alac + squats').click();
  await expect(page.getByText('cannot play this video\u2019s audio (ALAC)')).toBeVisible();
});

test('reports unplayable audio in the Studio, and shows a copy of an unplayable video', {
  tag: '@full',
}, async ({ page }) => {
  await page.goto(program.address);
  await dropFiles(page, { target: 'Motion', paths: [join(folder, 'ac3.mp4')] });
  await expect(page.getByText('cannot play this video\u2019s audio (AC-3)')).toBeVisible();
  await dropFiles(page, { target: 'Motion', paths: [join(folder, 'hevc.mp4')] });
  await expect(page.getByText('Preview.')).toBeVisible();
  await expect(page.getByText('cannot play this video\u2019s audio')).toBeHidden();
});

test('plays a preview copy on hover over a tile whose result is unplayable', {
  tag: '@full',
}, async ({ page }) => {
  await page.goto(program.address);
  await page.getByRole('button', { name: 'Library', exact: true }).first().click();
  await tile(page, 'hevc + mpeg4').hover();
  await expect(page.locator('video')).toHaveAttribute('src', /\/media\/preview\//);
  await expect.poll(() => widthOf(page.locator('video'))).toBeGreaterThan(0);
});

test('reports an empty or missing result file in its pane', { tag: '@full' }, async ({ page }) => {
  const path = globSync(join(home, 'library/*/*/result.mp4')).toSorted().at(-1) ?? '';
  await truncate(path, 0);
  await openComparison(page, 'emptied + squats');
  const pane = page.locator('[data-side="result"]');
  await expect(pane.getByText(/empty/)).toBeVisible();
  await rm(path);
  await openComparison(page, 'emptied + squats');
  await expect(pane.getByText(/missing|not there|gone/)).toBeVisible();
});

test('applies an external pause of one player to both, and one press resumes both', async ({ page }) => {
  await openComparison(page, 'plain + squats');
  const press = (name: 'Play' | 'Pause') => page.getByRole('button', { name, exact: true }).click();
  for (const name of ['beside', 'result'] as const) {
    await press('Play');
    await expect.poll(() => state(page)).toEqual(['plays', 'plays']);
    // Not while the clock itself pauses both to buffer, when a pause changes nothing.
    await side(page, name).evaluate(
      (video: HTMLVideoElement) =>
        new Promise<void>((resolve) => {
          const pause = () => {
            if (video.paused) return requestAnimationFrame(pause);
            video.pause();
            resolve();
          };
          pause();
        }),
    );
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
    expect(await state(page)).toEqual(['still', 'still']);
    await expect.poll(() => driftMs(page)).toBeLessThan(1);

    await side(page, name).evaluate((video: HTMLVideoElement) => {
      video.currentTime = 2;
    });
    const position = page.getByRole('slider', { name: 'Position' });
    await expect(position).toHaveAttribute('aria-valuetext', /^0:02\.00/);
    await expect.poll(() => driftMs(page)).toBeLessThan(1);

    await side(page, name).evaluate((video: HTMLVideoElement) => video.play());
    await expect.poll(() => state(page)).toEqual(['plays', 'plays']);
    await press('Pause');
    await expect.poll(() => state(page)).toEqual(['still', 'still']);
  }
});
