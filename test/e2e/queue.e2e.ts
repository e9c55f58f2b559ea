/** The queue and the spend check in a real browser against the stand-ins. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { startHost, test } from './host.ts';
import {
  addFiles,
  chooseModel,
  generateButton,
  type PaidProgram,
  queueRow,
  startPaidProgram,
} from './stand-ins.ts';

let folder: string;
let program: PaidProgram;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-files-'));
  await makeImage(join(folder, 'hero.jpg'), { width: 640, height: 960 });
  await makeVideo(join(folder, 'turn.mp4'), { seconds: 4, width: 480, height: 720 });
});
test.beforeEach(async () => {
  program = await startPaidProgram({}, startHost);
});
test.beforeEach(({ page }) => page.goto(program.address));
test.afterEach(() => program.close());
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const pro = 'Kling v2.6 pro (fal)';
const standard = 'Kling v2.6 standard (fal)';
const elsewhere = 'Kling v2.6 standard (RunPod)';
const newer = 'Kling v3.0 pro (fal)';

const openScreen = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('button', { name }).click();

const openFiles = (page: Page): Promise<void> =>
  addFiles(page, { image: join(folder, 'hero.jpg'), video: join(folder, 'turn.mp4') });

const generate = async (page: Page, model: string): Promise<void> => {
  await chooseModel(page, model);
  await generateButton(page).click();
  await expect(queueRow(page, model)).toBeVisible();
};

const queue = (page: Page): Locator => page.getByRole('region', { name: 'Queue' });
const waiting = (page: Page): Locator => page.getByRole('region', { name: 'Queued' }).getByRole('listitem');

/** Models in the order of their waiting runs. */
const order = (page: Page): Promise<readonly string[]> =>
  waiting(page).evaluateAll((rows) =>
    rows.map((row) => /Kling v[\d.]+ \w+ \(fal\)/.exec(row.textContent ?? '')?.[0] ?? ''),
  );

/** The paths of runs submitted to fal, in order. */
const ordered = (): readonly string[] =>
  program.of.fal.log
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/motion-control'))
    .map(({ path }) => path.split('/').slice(3, 5).join('/'));

const allowAtFal = async (page: Page, runs: string): Promise<void> => {
  await openScreen(page, 'Settings');
  await page.getByLabel('fal: concurrent jobs').fill(runs);
  await page.getByRole('button', { name: 'Save concurrency' }).click();
  await expect(page.getByText('Concurrency saved.')).toBeVisible();
  await openScreen(page, 'Studio');
};

test('keeps paused runs unsent, reorders them by mouse and keyboard, and sends them in that order', async ({
  page,
}) => {
  await allowAtFal(page, '1');
  await openFiles(page);
  await generate(page, elsewhere);
  // Its row moves when it is finished.
  await expect(queueRow(page, elsewhere).getByText('Done')).toBeVisible();
  await queue(page).getByRole('button', { name: 'Pause all' }).click();
  await expect(queue(page).getByText('Paused. Running jobs will finish.')).toBeVisible();
  for (const model of [pro, standard, newer]) await generate(page, model);
  await expect.poll(() => order(page)).toEqual([pro, standard, newer]);

  await test.step('reorders by mouse', async () => {
    // After the rows under the pointer have stopped moving.
    await waiting(page).nth(2).getByRole('button').first().hover();
    const to = await waiting(page).nth(0).getByRole('button').first().boundingBox();
    if (!to) throw new Error('No drag handle found.');
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y, { steps: 12 });
    await expect(page.getByText('New position: 1 of 3.')).toBeAttached();
    await page.mouse.up();
    await expect.poll(() => order(page)).toEqual([newer, pro, standard]);
  });

  await test.step('reorders by keyboard', async () => {
    const handle = waiting(page).nth(2).getByRole('button').first();
    await handle.press('Space');
    await expect(page.getByText(/^Grabbed/)).toBeAttached();
    // Key presses that follow too fast are not handled yet.
    await expect(async () => {
      await page.keyboard.press('ArrowUp');
      await expect(page.getByText('New position: 1 of 3.')).toBeAttached({ timeout: 500 });
    }).toPass();
    await page.keyboard.press('Space');
    await expect.poll(() => order(page)).toEqual([standard, newer, pro]);
  });

  expect(ordered(), 'nothing is sent while paused').toEqual([]);
  await queue(page).getByRole('button', { name: 'Resume' }).click();
  await expect(queueRow(page, pro).getByText('Done')).toBeVisible();
  expect(ordered()).toEqual(['v2.6/standard', 'v3/pro', 'v2.6/pro']);
});

test('cancels a run in the provider\u2019s queue at no cost', { tag: '@full' }, async ({ page }) => {
  program.of.fal.faults.queuePolls = 10_000;
  await openFiles(page);
  await generate(page, pro);
  const row = queueRow(page, pro);
  await expect(row.getByText('Waiting for the provider')).toBeVisible();
  await row.getByRole('button', { name: 'Cancel' }).click();
  await expect(row.getByText('Cancelled. Nothing was charged.')).toBeVisible();
  expect(ordered()).toEqual(['v2.6/pro']);
});

test('runs no more jobs at the same time than the settings allow', { tag: '@full' }, async ({ page }) => {
  program.of.fal.faults.runPolls = 10_000;
  await allowAtFal(page, '1');
  await openFiles(page);
  await generate(page, pro);
  await expect(queueRow(page, pro).getByText('Waiting for the provider')).toBeVisible();
  await generate(page, standard);
  await expect(waiting(page)).toHaveCount(1);
  expect(ordered()).toEqual(['v2.6/pro']);
  await allowAtFal(page, '2');
  await expect(queueRow(page, standard).getByText('Waiting for the provider')).toBeVisible();
  expect(ordered()).toEqual(['v2.6/pro', 'v2.6/standard']);
});

test('sends a repeated run only after a confirmation, and exactly once', async ({ page }) => {
  await openFiles(page);
  await generate(page, pro);
  await expect(queueRow(page, pro).getByText('Done')).toBeVisible();
  await generateButton(page).dblclick();
  const dialog = page.getByRole('dialog', { name: 'You already generated this' });
  await expect(dialog.getByText('Nothing has been submitted or charged yet.')).toBeVisible();
  await expect(dialog.getByRole('img', { name: 'hero.jpg + turn.mp4' })).toBeVisible();
  await expect(dialog.getByText('It cost $1.124.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'View result' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(ordered()).toHaveLength(1);

  await generateButton(page).click();
  await dialog.getByRole('button', { name: /^Generate again/ }).dblclick();
  await expect(dialog).toBeHidden();
  await expect(queue(page).getByText('Done')).toHaveCount(2);
  expect(ordered()).toHaveLength(2);
});

test('sends a run over a spending limit only after a confirmation, and adds it to the amount at the next price', async ({
  page,
}) => {
  await openScreen(page, 'Settings');
  await page.getByLabel('Daily limit (USD)').fill('0.40');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect(page.getByText('Limits saved.')).toBeVisible();
  await openScreen(page, 'Studio');
  await openFiles(page);
  await chooseModel(page, pro);
  await expect(page.getByTestId('spending')).toContainText('over your limit of $0.40');
  await generateButton(page).click();
  const dialog = page.getByRole('dialog', { name: 'Over your spending limit' });
  await expect(
    dialog.getByText('Today\u2019s total would be about $0.448; your daily limit is $0.40.'),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  expect(ordered()).toEqual([]);

  await generateButton(page).click();
  await dialog.getByRole('button', { name: 'Generate anyway (over limit) \u00b7 $0.448' }).click();
  await expect(queueRow(page, pro).getByText('Done')).toBeVisible();
  expect(ordered()).toEqual(['v2.6/pro']);
  await expect(page.getByTestId('spending')).toContainText(
    'Today: $1.124, over your limit of $0.40, 1 generation',
  );
});
