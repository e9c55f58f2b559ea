/** The steps to the screens of the screenshots, each on its own data. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ffmpeg, makeVideo } from '#test/fixtures/media.ts';
import { dropFiles } from '../../e2e/drop-files.ts';
import { models, type StoredResult } from '../../e2e/library-folders.ts';
import { addFiles, chooseModel, generateButton, type PaidProgram } from '../../e2e/stand-ins.ts';
import type { Shoot } from './variants.ts';

const characters = ['anna', 'ben', 'carla', 'dora', 'emil', 'fatou', 'greta', 'hugo', 'ines', 'jo'];
const motions = ['squats', 'tango', 'handstand', 'slow turn'];

export const exampleLibrary: readonly StoredResult[] = Array.from({ length: 30 }, (_, place) => ({
  character: characters[place % characters.length] ?? '',
  motion: motions[place % motions.length] ?? '',
  model: place % 3 === 0 ? models.runpod : models.fal,
  marks: {
    name: place === 28 ? 'For the opening, second take' : '',
    isFavourite: place % 5 === 3,
    rating: (place * 7) % 6,
    tags: place % 2 === 0 ? ['reel'] : ['test', 'client A'],
    removedAt: place < 4 ? new Date().toISOString() : null,
  },
}));

const settled = (page: Page): Promise<void> => page.waitForTimeout(500);
const openScreen = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name }).click();
const showSection = (page: Page, name: string): Promise<void> =>
  page
    .getByRole('heading', { name, exact: true })
    .first()
    .evaluate((heading) => heading.closest('section')?.scrollIntoView({ block: 'start' }));

/** On the example library, whose results are found in their folders at the first start. */
export const walkLibrary = async (page: Page, shoot: Shoot): Promise<void> => {
  const tile = (place: number) => page.locator('[data-tile]').nth(place);
  await openScreen(page, 'Library');
  await tile(5).waitFor();
  await settled(page);
  await shoot('notice');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('checkbox', { name: /reel/ }).check();
  await settled(page);
  await shoot('library-filters');
  await page.keyboard.press('Escape');
  for (const place of [1, 2, 4]) await tile(place).click({ modifiers: ['ControlOrMeta'] });
  await settled(page);
  await shoot('library-selection');
  await tile(3).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
  await settled(page);
  await shoot('library-menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByRole('radiogroup', { name: 'Library or trash' }).getByText('Trash (4)').click();
  await page.getByText('In the trash since').first().waitFor();
  await settled(page);
  await shoot('trash');
  await page.getByRole('radiogroup', { name: 'Library or trash' }).getByText('Library').click();
  await openScreen(page, 'Settings');
  for (const [section, name] of [
    ['Spending', 'settings-spending'],
    ['Library and storage', 'settings-storage'],
  ] as const) {
    await showSection(page, section);
    await page.getByText(/with images and videos$/).waitFor();
    await shoot(name);
  }
};

/** Images and videos of a batch, distinguished by colour. */
const makeBatchFiles = async (folder: string): Promise<readonly string[]> => {
  const paths = ['anna.jpg', 'ben.jpg', 'squats.mp4', 'tango.mp4'].map((name) => join(folder, name));
  const [anna = '', ben = '', squats = '', tango = ''] = paths;
  for (const [path, colour] of [
    [anna, '0x7f5539'],
    [ben, '0x386641'],
  ] as const)
    await ffmpeg('-f', 'lavfi', '-i', `gradients=s=600x900:c0=${colour}:c1=white`, '-frames:v', '1', path);
  await makeVideo(squats, { seconds: 4, width: 480, height: 720 });
  await makeVideo(tango, { seconds: 12, width: 480, height: 720, options: ['-vf', 'hue=h=140'] });
  return paths;
};

const setInSettings = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
  await openScreen(page, 'Settings');
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text);
  for (const button of ['Save limits', 'Save concurrency'])
    await page.getByRole('button', { name: button }).click();
  await page.getByText('Concurrency saved.').waitFor();
};

/** Against the stand-ins: a batch before and after it is sent, the queue, and the confirmation of a repeat. */
export const walkBatch = async (page: Page, { of }: Pick<PaidProgram, 'of'>, shoot: Shoot): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-files-'));
  const queue = page.getByRole('region', { name: 'Queue' });
  const dialog = page.getByRole('dialog');
  try {
    const paths = await makeBatchFiles(folder);
    await setInSettings(page, { 'Daily limit (USD)': '5', 'fal: concurrent jobs': '1' });
    await openScreen(page, 'Batch');
    await settled(page);
    await shoot('batch-empty');
    await dropFiles(page, { target: null, paths });
    for (const name of ['Kling v2.6 pro (fal)', 'Kling v2.6 standard (RunPod)'])
      await page.getByRole('checkbox', { name }).check();
    await page.getByRole('grid').getByText('tango.mp4', { exact: true }).waitFor();
    await page.getByText('finding the best selection').first().waitFor({ state: 'hidden' });
    await settled(page);
    await shoot('batch');
    await page.getByRole('button', { name: /^Generate \d+/ }).click();
    await dialog.waitFor();
    await settled(page);
    await shoot('batch-ask');
    // Some jobs are still running in the next screenshots, and some wait.
    of.runpod.faults.runPolls = 10_000;
    await dialog.getByRole('button', { name: /^Generate \d+/ }).click();
    await page.getByRole('complementary').getByText('4 done').waitFor();
    await settled(page);
    await shoot('batch-sent');
    await openScreen(page, 'Studio');
    await queue.getByRole('button', { name: 'Pause all' }).click();
    await queue.getByText(/^Paused/).waitFor();
    await settled(page);
    await shoot('queue');
    const [image = '', , video = ''] = paths;
    await addFiles(page, { image, video });
    await chooseModel(page, 'Kling v2.6 pro (fal)');
    await generateButton(page).click();
    await dialog.waitFor();
    await settled(page);
    await shoot('guard');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
