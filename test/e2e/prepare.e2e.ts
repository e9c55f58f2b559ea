/** Fitting of unsuitable files in the Studio, in a real browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { ffmpeg, makeImage, makeVideo } from '#test/fixtures/media.ts';
import { dropFiles } from './drop-files.ts';
import { type Program, startProgram } from './program.ts';

let program: Program;
let folder: string;

test.beforeAll(async () => {
  // One program for all tests: each has its own page and ignores the library entries of the others.
  program = await startProgram();
  folder = await mkdtemp(join(tmpdir(), 'understudy-media-'));
  await makeImage(join(folder, 'hero.jpg'), { width: 640, height: 960 });
  await makeImage(join(folder, 'wide.png'), { width: 1500, height: 500 });
  // A shot of 4 s, a cut, and a shot of 12 s: longer than the model accepts.
  await ffmpeg(
    ...['-f', 'lavfi', '-i', 'mandelbrot=size=360x480:rate=25'],
    ...['-f', 'lavfi', '-i', 'testsrc2=size=360x480:rate=25'],
    ...['-filter_complex', '[0:v]trim=duration=4[a];[1:v]trim=duration=12[b];[a][b]concat=n=2:v=1:a=0'],
    ...['-pix_fmt', 'yuv420p', join(folder, 'two-shots.mp4')],
  );
  await makeVideo(join(folder, 'old.avi'), { seconds: 5, hasAudio: true, options: ['-c:v', 'mpeg4'] });
});
test.afterAll(async () => {
  await program.close();
  await rm(folder, { recursive: true, force: true });
});

const drop = (page: Page, target: string, name: string) =>
  dropFiles(page, { target, paths: [join(folder, name)] });

const chosen = async (page: Page) => {
  const timeOf = async (name: string) =>
    Number(await page.getByRole('slider', { name }).getAttribute('aria-valuenow'));
  return { from: await timeOf('Start of the selection'), to: await timeOf('End of the selection') };
};

test('uses the part of a too long video that is one shot, and reports the problems of another part', async ({
  page,
}) => {
  await page.goto(program.address);
  await drop(page, 'Character', 'hero.jpg');
  await drop(page, 'Motion', 'two-shots.mp4');
  const best = page.getByRole('button', { name: /^Best:/ });
  await expect(best).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText(/Auto-selected/)).toBeVisible();
  const { from, to } = await chosen(page);
  expect(from >= 3.92 || to <= 4.08, `${from} to ${to}`).toBe(true);

  await page.getByLabel('Start', { exact: true }).fill('2');
  await page.getByLabel('Start', { exact: true }).press('Enter');
  await expect(page.getByText(/Cut at 4\.0 s: Kling uses only one continuous shot\./)).toBeVisible();
  await best.click();
  await expect(page.getByText(/Cut at 4\.0 s/)).toBeHidden();
});

test('prepares the files before Generate is pressed, and the run uses them', async ({ page }) => {
  await page.goto(program.address);
  await drop(page, 'Character', 'hero.jpg');
  await drop(page, 'Motion', 'two-shots.mp4');
  await expect(page.getByTestId('ahead')).toContainText('ready');
  await page.getByRole('button', { name: /^Generate/ }).click();
  const queue = page.getByRole('region', { name: 'Queue' });
  await expect(queue.getByText('Done')).toBeVisible();
});

test('pads a too wide image, or crops it where the user moves the frame', async ({ page }) => {
  await page.goto(program.address);
  await drop(page, 'Character', 'wide.png');
  const shapes = page.getByRole('radiogroup', { name: 'Aspect ratio of the image' });
  await expect(shapes.getByRole('radio', { name: 'Blurred bars' })).toBeChecked();
  await shapes.getByRole('radio', { name: 'Crop' }).click();
  const frame = page.getByRole('slider', { name: 'Crop area of the image' });
  await expect(frame).toHaveAttribute('aria-valuetext', '50 % from the left');
  await frame.press('End');
  await expect(frame).toHaveAttribute('aria-valuetext', '100 % from the left');
  await expect(page.getByText(/cropped to 1250 \u00d7 500/).first()).toBeVisible();
});

test('shows in one table how each model treats the files, and a row selects it', { tag: '@full' }, async ({
  page,
}) => {
  await page.goto(program.address);
  await drop(page, 'Character', 'hero.jpg');
  await drop(page, 'Motion', 'two-shots.mp4');
  await expect(page.getByRole('button', { name: /^Best:/ })).toBeVisible();
  await page.getByRole('button', { name: 'Compatibility' }).click();
  const table = page.getByRole('dialog');
  await expect(table.getByText('price not published').first()).toBeVisible();
  await table.getByRole('button', { name: 'Kling v3.0 pro (Novita), match video' }).click();
  await expect(page.getByRole('radio', { name: 'Match video' })).toBeChecked();
  await expect(page.getByText(/Add your Novita key first/)).toBeVisible();
});

test('makes a preview copy of a video that the browser cannot play', { tag: '@full' }, async ({ page }) => {
  await page.goto(program.address);
  await drop(page, 'Motion', 'old.avi');
  const player = page.locator('video').first();
  await expect
    .poll(() => player.evaluate((video) => (video as HTMLVideoElement).readyState), { timeout: 30_000 })
    .toBeGreaterThanOrEqual(2);
  expect(await player.evaluate((video) => (video as HTMLVideoElement).currentSrc)).toContain(
    '/media/preview/',
  );
  expect(Math.abs((await player.evaluate((video) => (video as HTMLVideoElement).duration)) - 5)).toBeLessThan(
    0.1,
  );
});
