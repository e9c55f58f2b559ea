/** A run from two files to a result beside its reference video, in a real browser on browser mode. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { makeImage, makeVideo, mediaWith } from '#test/fixtures/media.ts';
import { dropFiles } from './drop-files.ts';
import { currentWindow, startHost, test } from './host.ts';
import type { Program } from './program.ts';

let program: Program;
let folder: string;

test.beforeAll(async () => {
  // One program for all tests: each has its own page and ignores the library entries of the others.
  program = await startHost();
  folder = await mkdtemp(join(tmpdir(), 'understudy-files-'));
  await makeImage(join(folder, 'hero.jpg'), { width: 640, height: 960 });
  await makeVideo(join(folder, 'dance.mp4'), {
    seconds: 14,
    width: 480,
    height: 720,
    fps: 25,
    hasAudio: true,
  });
});
test.afterAll(async () => {
  await program.close();
  await rm(folder, { recursive: true, force: true });
});

const drop = (page: Page, target: string, names: readonly string[]) =>
  dropFiles(page, { target, paths: names.map((name) => join(folder, name)) });

/** The maximum within one second, sampled five times. */
const maxDriftMs = (page: Page): Promise<number> =>
  page.locator('[data-drift-ms]').evaluate(async (node) => {
    const samples: number[] = [];
    while (samples.length < 5) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      samples.push(Math.abs(Number(node.getAttribute('data-drift-ms') ?? Number.NaN)));
    }
    return Math.max(...samples);
  });

/** Records every state that a queue row shows: polling from outside may miss short ones. */
const recordStates = async (page: Page): Promise<() => Promise<readonly string[]>> => {
  const seen = await page.evaluateHandle(() => {
    const states = new Set<string>();
    new MutationObserver(() => {
      for (const { dataset } of document.querySelectorAll<HTMLElement>('[data-job]'))
        states.add(dataset.state ?? '');
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
    return states;
  });
  return () => seen.evaluate((states) => [...states]);
};

test('runs from image and video to a saved result that plays beside its reference', async ({ page }) => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(program.address);
  expect(new URL(page.url()).search, 'the token is removed from the address bar').toBe('');

  await drop(page, 'Character', ['hero.jpg']);
  await drop(page, 'Motion', ['dance.mp4']);
  await expect(page.getByRole('img', { name: 'hero.jpg' })).toBeVisible();
  await expect(page.getByText('14 s is over the 10 s limit')).toBeVisible();

  await test.step('changes limit and cost with the orientation', async () => {
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: /Kling v2\.6 pro \(fal\)/ }).click();
    await expect(page.getByTestId('cost')).toHaveText('$1.12');
    await page.getByRole('radio', { name: 'Match video' }).click();
    await expect(page.getByText('14.0 s (max 30.0 s)')).toBeVisible();
    await expect(page.getByTestId('cost')).toHaveText('$1.568');
    await expect(page.getByText('14 s is over the 10 s limit')).toBeHidden();
    await expect(page.getByText('Add your fal key first.')).toBeVisible();
    await page.getByRole('radio', { name: 'Match image' }).click();
    await expect(page.getByTestId('cost')).toHaveText('$1.12');
  });

  await test.step('selects ten seconds from the playhead with one press', async () => {
    const strip = page.getByTestId('trim-strip');
    // After the layout is stable: content above it changes with the choices.
    await strip.hover();
    const box = await strip.boundingBox();
    if (!box) throw new Error('There is no strip.');
    await strip.click({ position: { x: (box.width * 2) / 14, y: box.height / 2 } });
    await page.getByRole('button', { name: '10 s' }).click();
    const start = page.getByRole('slider', { name: 'Start of the selection' });
    const end = page.getByRole('slider', { name: 'End of the selection' });
    await expect(start).toHaveAttribute('aria-valuetext', /^(1\.9|2\.0)\d seconds/);
    await expect(end).toHaveAttribute('aria-valuetext', /^(11\.9|12\.0)\d seconds/);
    await end.press('ArrowLeft');
    await expect(page.getByText('10.0 s (max 10.0 s)')).toBeVisible();
  });

  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: /Offline demonstration/ }).click();
  await expect(page.getByTestId('cost')).toHaveText('Free');
  const statesSeen = await recordStates(page);
  await page.getByRole('button', { name: 'Generate \u00b7 free' }).click();
  const queue = page.getByRole('region', { name: 'Queue' });
  await expect(queue.getByText('hero.jpg + dance.mp4')).toBeVisible();
  await expect(queue.getByText('Done')).toBeVisible();
  expect(await statesSeen()).toContain('waiting');

  await test.step('plays reference and result in sync', async () => {
    await queue.getByRole('button', { name: 'Compare' }).click();
    // The Studio has two players as well.
    await expect(page.locator('[data-drift-ms]')).toBeAttached();
    const videos = page.locator('video');
    await expect(videos).toHaveCount(2);
    await expect
      .poll(() =>
        videos.evaluateAll((all) => all.every((video) => (video as HTMLVideoElement).readyState >= 3)),
      )
      .toBe(true);
    await page.keyboard.press('Space');
    const times = () =>
      videos.evaluateAll((all) => all.map((video) => (video as HTMLVideoElement).currentTime));
    await expect.poll(async () => Math.min(...(await times()))).toBeGreaterThan(1.5);
    // During playback, on a shared machine: less than two frames of a film for a whole second.
    await expect.poll(() => maxDriftMs(page)).toBeLessThan(84);
    await page.keyboard.press('Space');
    await expect
      .poll(() => videos.evaluateAll((all) => all.every((video) => (video as HTMLVideoElement).paused)))
      .toBe(true);
    const [a = 0, b = 9] = await times();
    expect(Math.abs(a - b)).toBeLessThan(0.05);
    const durations = await videos.evaluateAll((all) =>
      all.map((video) => (video as HTMLVideoElement).duration),
    );
    expect(Math.abs((durations[0] ?? 0) - (durations[1] ?? 99))).toBeLessThan(0.1);
  });

  await test.step('exports both as one video', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Export|^Make/ }).click();
    const link = dialog.getByRole('link', { name: /Download/ });
    // Two videos are decoded and one is encoded meanwhile.
    await expect(link).toBeVisible({ timeout: 60_000 });
    const downloading = page.waitForEvent('download');
    await link.click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.mp4$/);
    const made = await mediaWith().probe(await download.path());
    expect(made).toMatchObject({ ok: true, value: { kind: 'video', videoCodec: 'h264' } });
    await page.keyboard.press('Escape');
  });

  await test.step('keeps the result in the library after a reload', async () => {
    await page.reload();
    await page.getByRole('button', { name: 'Library' }).first().click();
    await expect(page.getByText('Offline demonstration').first()).toBeVisible();
  });
  expect(problems).toEqual([]);
});

test('opens the sample with one press, and a file in the wrong zone reports where it belongs', async ({
  page,
}) => {
  await page.goto(program.address);
  await drop(page, 'Motion', ['hero.jpg']);
  await expect(page.getByText('hero.jpg is an image, and the motion must be a video.')).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Try it with the sample' }).click();
  await expect(page.getByRole('button', { name: 'Generate \u00b7 free' })).toBeEnabled();
});

test('never shows a key again after it was typed in', async ({ page }) => {
  await page.goto(program.address);
  await page.getByRole('button', { name: 'Settings' }).click();
  const box = page.getByLabel('Key of fal', { exact: true });
  await box.fill('fal-key-0123456789');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(box).toHaveValue('');
  const keptIn = currentWindow() === null ? /until|memory/i : /Set, encrypted by the system/;
  await expect(page.getByText(keptIn).first()).toBeVisible();
  expect(await page.content()).not.toContain('fal-key-0123456789');
});
