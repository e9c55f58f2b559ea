/**
 * The batch screen in a real browser against the stand-ins: price and confirmation, sending, stop-after, and page
 * reload.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { dropFiles } from './drop-files.ts';
import { type PaidProgram, startPaidProgram } from './stand-ins.ts';

let folder: string;
let program: PaidProgram;

const names = { images: ['anna.jpg', 'ben.jpg'], videos: ['turn.mp4', 'wave.mp4'] };

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-files-'));
  await makeImage(join(folder, 'anna.jpg'), { width: 640, height: 960 });
  await makeImage(join(folder, 'ben.jpg'), { width: 600, height: 900 });
  await makeVideo(join(folder, 'turn.mp4'), { seconds: 4, width: 480, height: 720 });
  await makeVideo(join(folder, 'wave.mp4'), { seconds: 5, width: 480, height: 720 });
});
test.beforeEach(async ({ page }) => {
  program = await startPaidProgram();
  await page.goto(program.address);
});
test.afterEach(() => program.close());
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const openScreen = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('button', { name }).click();

/** Two images and two videos with these models. */
const fill = async (page: Page, models: readonly string[]): Promise<void> => {
  await openScreen(page, 'Batch');
  const paths = [...names.images, ...names.videos].map((name) => join(folder, name));
  await page.getByRole('region', { name: 'Images and videos' }).waitFor();
  await dropFiles(page, { target: null, paths });
  for (const box of await page.getByRole('group', { name: 'Models' }).getByRole('checkbox').all())
    await box.uncheck();
  for (const model of models) await page.getByRole('checkbox', { name: model }).check();
};

const matrix = (page: Page): Locator => page.getByRole('grid', { name: 'Generations' });
const cells = (page: Page): Locator => matrix(page).getByRole('gridcell');
/** The screen reader text of each cell. */
const sentences = (page: Page): Promise<readonly string[]> =>
  cells(page).locator('[data-sentence]').allTextContents();
const total = (page: Page): Locator => page.getByTestId('batch-total').getByRole('status');

test('sends each of eight runs exactly once after one confirmation with one price, and saves the results', async ({
  page,
}) => {
  const { fal, runpod } = program.of;
  await fill(page, ['Kling v2.6 pro (fal)', 'Kling v2.6 standard (RunPod)']);
  await expect(cells(page)).toHaveCount(8);

  await test.step('shows the sum of the cells as the total', async () => {
    // 18 s at fal's $0.112; at RunPod two of 4 s and two of 5 s, each two started steps of $0.21.
    await expect(total(page)).toHaveText('8 generations, $3.696');
    const prices = (await sentences(page)).map((sentence) => Number(/\$([\d.]+)$/.exec(sentence)?.[1]));
    expect(prices.reduce((sum, price) => sum + Math.round(price * 1000), 0)).toBe(3696);
  });

  await test.step('excludes and includes a run by keyboard', async () => {
    await cells(page).first().focus();
    await page.keyboard.press('Space');
    await expect(total(page)).toHaveText('7 generations, $3.248');
    await page.keyboard.press('Space');
    await expect(total(page)).toHaveText('8 generations, $3.696');
  });

  await page.getByRole('button', { name: 'Generate 8 \u00b7 $3.696' }).click();
  const dialog = page.getByRole('dialog', { name: 'Submit 8 generations?' });
  await expect(dialog.getByText('Total: $3.696.')).toBeVisible();
  expect([fal.submits(), runpod.submits()], 'nothing is sent before the confirmation').toEqual([0, 0]);
  await dialog.getByRole('button', { name: 'Generate 8 \u00b7 $3.696' }).dblclick();
  await expect(dialog).toBeHidden();
  const side = page.getByRole('complementary', { name: 'This batch' });
  await expect(side.getByText('8 done')).toBeVisible();
  await expect(cells(page).and(page.locator('[data-look="done"]'))).toHaveCount(8);
  expect([fal.submits(), runpod.submits()]).toEqual([4, 4]);

  await test.step('reports the same batch as repeated runs and skips them', async () => {
    await side.getByRole('button', { name: 'Use the same files again' }).click();
    await page.getByRole('button', { name: 'Generate 8 \u00b7 $3.696' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('8 generations already exist and are excluded.')).toBeVisible();
    await expect(
      dialog.getByRole('heading', { name: 'Without them nothing is left to submit.' }),
    ).toBeVisible();
    await dialog.getByRole('button', { name: 'Back' }).click();
    expect([fal.submits(), runpod.submits()]).toEqual([4, 4]);
  });
  await openScreen(page, 'Library');
  await expect(page.locator('[data-tile]')).toHaveCount(8);
});

test('cancels the unsent runs at no cost after the first failed run', { tag: '@full' }, async ({ page }) => {
  const { fal } = program.of;
  fal.faults.submit = 'refused-text';
  await openScreen(page, 'Settings');
  await page.getByLabel('fal: concurrent jobs').fill('1');
  await page.getByRole('button', { name: 'Save concurrency' }).click();
  await expect(page.getByText('Concurrency saved.')).toBeVisible();
  await fill(page, ['Kling v2.6 pro (fal)', 'Kling v2.6 standard (fal)']);
  await page.getByLabel('Stop after failed generations').fill('1');
  await page.getByRole('button', { name: /^Generate 8/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Submit 8 generations?' });
  await expect(
    dialog.getByText(
      'After the first failed generation, jobs not yet submitted are cancelled and not charged.',
    ),
  ).toBeVisible();
  await dialog.getByRole('button', { name: /^Generate 8/ }).click();
  const side = page.getByRole('complementary', { name: 'This batch' });
  await expect(side.getByText('1 failed')).toBeVisible();
  await expect(side.getByText('7 cancelled')).toBeVisible();
  await expect(cells(page).filter({ hasText: 'Nothing was charged.' })).toHaveCount(8);
  expect(fal.submits()).toBe(1);
  await side.getByRole('button', { name: 'Open the queue' }).click();
  const queue = page.getByRole('region', { name: 'Queue' });
  await expect(queue.getByRole('region', { name: /^Batch of 8 jobs/ })).toContainText(
    '1 failed, 7 cancelled',
  );
});

test('restores a batch after a page reload, and its unsent runs can be cancelled', async ({ page }) => {
  const { fal } = program.of;
  // Each request is accepted, and then stays in the provider's queue for as many polls.
  fal.faults.queuePolls = 10_000;
  await openScreen(page, 'Settings');
  await page.getByLabel('fal: concurrent jobs').fill('1');
  await page.getByRole('button', { name: 'Save concurrency' }).click();
  await expect(page.getByText('Concurrency saved.')).toBeVisible();
  await fill(page, ['Kling v2.6 pro (fal)', 'Kling v2.6 standard (RunPod)']);
  await expect(cells(page)).toHaveCount(8);
  await matrix(page)
    .getByRole('gridcell', { name: /^ben\.jpg with wave\.mp4 on Kling v2\.6 pro/ })
    .click();
  await page.getByRole('button', { name: /^Generate 7/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Generate 7/ })
    .click();
  const side = page.getByRole('complementary', { name: 'This batch' });
  await expect(side.getByText('4 done')).toBeVisible({ timeout: 60_000 });
  await expect(cells(page).first()).toContainText('Waiting for the provider');
  await expect(side.getByText('1 running')).toBeVisible();
  expect(fal.submits()).toBe(1);
  const before = await sentences(page);

  await test.step('shows the same matrix, including the unsent run', async () => {
    await page.reload();
    await openScreen(page, 'Batch');
    await expect.poll(() => sentences(page)).toEqual(before);
    await expect(side.getByText('2 queued')).toBeVisible();
    await expect(side.getByText('The files of this batch are no longer open.')).toBeVisible();
  });

  await test.step('opens a saved result, and shows the matrix again on return', async () => {
    await cells(page).and(page.locator('[data-look="done"]')).first().click();
    await expect(page.getByRole('navigation').getByRole('button', { name: 'Compare' })).toBeVisible();
    await openScreen(page, 'Batch');
    await expect(cells(page)).toHaveCount(8);
  });

  await test.step('shows a dismissed run as saved', async () => {
    await openScreen(page, 'Studio');
    const queue = page.getByRole('region', { name: 'Queue' });
    await queue.getByRole('button', { name: 'Show the jobs of this batch' }).click();
    const row = queue.getByRole('listitem').filter({ hasText: 'RunPod' }).first();
    await row.getByRole('button', { name: 'Dismiss' }).click();
    await openScreen(page, 'Batch');
    await expect(cells(page)).toHaveCount(8);
    await expect(side.getByText('1 in the library')).toBeVisible();
  });

  await test.step('cancels the unsent runs, and running jobs finish', async () => {
    await side.getByRole('button', { name: 'Cancel remaining jobs' }).click();
    await expect(side.getByText('2 cancelled')).toBeVisible();
    await expect(side.getByRole('button', { name: 'Cancel remaining jobs' })).toBeHidden();
    fal.faults.queuePolls = 0;
    await expect(side.getByText('4 done')).toBeVisible({ timeout: 60_000 });
    expect(fal.submits()).toBe(1);
  });

  await test.step('starts the next batch empty', async () => {
    await side.getByRole('button', { name: 'New batch' }).click();
    await expect(page.getByText('Drop images and videos here')).toBeVisible();
    await expect(page.getByText('The last batch is still in the queue.')).toBeVisible();
  });
});
