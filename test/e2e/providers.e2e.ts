/** Paid models in a real browser against the stand-ins: requests, delivery, cost, and a lost answer. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { createFigures } from '#renderer/messages/figures.ts';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { startBucket } from '#test/sandbox/bucket.ts';
import {
  addFiles,
  chooseModel,
  generateButton,
  type PaidProgram,
  queueRow,
  startOwnLink,
  startPaidProgram,
} from './stand-ins.ts';

let folder: string;
let program: PaidProgram;

const image = () => join(folder, 'hero.jpg');
/** Fits every model unchanged. */
const shortVideo = () => join(folder, 'turn.mp4');
/** Must be cut. */
const longVideo = () => join(folder, 'dance.mp4');

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-files-'));
  await makeImage(image(), { width: 640, height: 960 });
  await makeVideo(shortVideo(), { seconds: 4, width: 480, height: 720 });
  await makeVideo(longVideo(), { seconds: 12, width: 480, height: 720 });
});
test.afterEach(() => program.close());
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const cost = (page: Page): Locator => page.getByTestId('cost');

/** Presses Generate and waits until the run is in the queue. */
const generate = async (page: Page, model: string): Promise<Locator> => {
  await chooseModel(page, model);
  await generateButton(page).click();
  const row = queueRow(page, model);
  await expect(row).toBeVisible();
  return row;
};

/** The value beside a label in a description list. */
const fact = (within: Page | Locator, name: string): Locator =>
  within.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('+ dd');

test('runs the same two files at two providers, sends each run once and saves it with its bill', {
  tag: '@full',
}, async ({ page }) => {
  program = await startPaidProgram();
  const { fal, runpod } = program.of;
  await page.goto(program.address);
  await addFiles(page, { image: image(), video: shortVideo() });
  const atRunpod = await generate(page, 'Kling v2.6 standard (RunPod)');
  const atFal = await generate(page, 'Kling v2.6 pro (fal)');
  await expect(atRunpod.getByText('Done')).toBeVisible();
  await expect(atFal.getByText('Done')).toBeVisible();
  expect([fal.submits(), runpod.submits()]).toEqual([1, 1]);

  const panel = page.getByRole('complementary', { name: 'Result details' });
  await atRunpod.getByRole('button', { name: 'Compare' }).click();
  await expect(fact(panel, 'Billed').first()).toHaveText('$0.42As estimated');
  await expect(fact(panel, 'Estimate').first()).toContainText('$0.42');
  await page.getByRole('button', { name: 'Library' }).first().click();
  await page.getByRole('button', { name: /Kling v2\.6 pro \(fal\)/ }).click();
  await expect(fact(panel, 'Billed').first()).toHaveText('$1.124$0.676 more than estimated');
  await expect(fact(panel, 'Estimate').first()).toContainText('$0.448');
});

test('finds a run whose answer was lost, or sends it again only after a second press', async ({ page }) => {
  program = await startPaidProgram();
  const { aimlapi, novita } = program.of;
  await page.goto(program.address);
  await addFiles(page, { image: image(), video: shortVideo() });

  aimlapi.faults.submit = 'dropped-after-accepting';
  const lostAtAimlapi = await generate(page, 'Kling v3.0 pro (AIMLAPI)');
  await expect(lostAtAimlapi.getByText('Unconfirmed')).toBeVisible();
  novita.faults.submit = 'dropped-after-accepting';
  const lostAtNovita = await generate(page, 'Kling v2.6 pro (Novita)');
  await expect(lostAtNovita.getByText('Unconfirmed')).toBeVisible();
  aimlapi.faults.submit = 'none';
  novita.faults.submit = 'none';
  const dialog = page.getByRole('dialog', { name: 'Did this job start?' });

  await test.step('finds the run at AIMLAPI', async () => {
    await lostAtAimlapi.getByRole('button', { name: 'Resolve' }).click();
    await dialog.getByRole('button', { name: 'Look up the job' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('cannot query Novita, and neither one press nor a double click sends anything', async () => {
    // A window low enough that the second button appears in the place of the first one.
    await page.setViewportSize({ width: 1360, height: 700 });
    await expect.poll(() => page.evaluate(() => innerHeight)).toBe(700);
    await lostAtNovita.getByRole('button', { name: 'Resolve' }).click();
    await expect(dialog.getByRole('button', { name: 'Look up the job' })).toHaveCount(0);
    const first = dialog.getByRole('button', { name: 'Generate again anyway', exact: true });
    await first.evaluate((button) => button.scrollIntoView({ block: 'end' }));
    await first.dblclick();
    const second = dialog.getByRole('button', { name: 'Generate again (may be charged twice)' });
    await expect(second).toBeVisible();
    await expect(dialog.getByText(/Nothing is submitted until you press the button below/)).toBeVisible();
    expect(novita.submits()).toBe(1);
    await second.click();
    await expect(dialog).toBeHidden();
  });

  await expect(lostAtAimlapi.getByText('Done')).toBeVisible();
  const atNovita = page
    .getByRole('region', { name: 'Queue' })
    .getByRole('listitem')
    .filter({ hasText: 'Novita' });
  await expect(atNovita.getByText('Done')).toBeVisible();
  await expect(atNovita).toHaveCount(2);
  expect([aimlapi.submits(), novita.submits()]).toEqual([1, 2]);
});

test('asks for storage when a model reads links and none is set up, and rejects a link to another file unpaid', {
  tag: '@full',
}, async ({ page }) => {
  const own = await startOwnLink(await readFile(longVideo()));
  try {
    program = await startPaidProgram({ FAL_KEY: '', ...own.environment });
    await page.goto(program.address);
    await addFiles(page, { image: image(), video: longVideo() });
    await chooseModel(page, 'Kling v2.6 pro (Novita)');
    const goes = page.getByRole('region', { name: 'Data and privacy' });
    await expect(goes.getByText('Novita needs a URL for the video.')).toBeVisible();
    await expect(generateButton(page)).toBeDisabled();
    await goes.getByRole('button', { name: 'Paste a URL' }).click();
    const dialog = page.getByRole('dialog', { name: 'Data and privacy' });

    await test.step('offers the file to upload exactly as it would be sent', async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('link', { name: 'Save converted video' }).click(),
      ]);
      const { size } = await stat(await download.path());
      expect(download.suggestedFilename()).toMatch(/\.mp4$/);
      const shown = createFigures('en').bytes(size);
      await expect(page.getByTestId('ahead')).toContainText(shown);
    });

    await test.step('accepts only https', async () => {
      await dialog.getByLabel('Video URL').fill(own.link.replace('https:', 'http:'));
      await expect(dialog.getByText('The URL must begin with https://')).toBeVisible();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await expect(generateButton(page)).toBeDisabled();
    });

    await test.step('detects a different file at the link before anything is sent', async () => {
      await goes.getByRole('button', { name: 'Fix URL' }).click();
      await dialog.getByLabel('Video URL').fill(own.link);
      await dialog.getByRole('button', { name: 'Close' }).click();
      await generateButton(page).click();
      const row = queueRow(page, 'Novita');
      await expect(row.getByText('Failed')).toBeVisible();
      await expect(row.getByText(/another file/)).toBeVisible();
      await expect(row.getByText(/Nothing was charged/)).toBeVisible();
      expect([own.reads(), program.of.novita.submits()]).toEqual([1, 0]);
    });
  } finally {
    await own.close();
  }
});

test('shows before the run where the files are sent, and saves it with the result', { tag: '@full' }, async ({
  page,
}) => {
  const bucket = await startBucket();
  try {
    program = await startPaidProgram({ FAL_KEY: '', ...bucket.environment });
    await page.goto(program.address);
    await addFiles(page, { image: image(), video: shortVideo() });
    await chooseModel(page, 'Kling v2.6 standard (RunPod)');
    const goes = page.getByRole('region', { name: 'Data and privacy' });
    await expect(
      goes.getByText(
        'The image and video are uploaded to your bucket; anyone with the link can read them until they are deleted after the generation.',
      ),
    ).toBeVisible();
    await goes.getByRole('button', { name: 'Data and privacy details' }).click();
    const dialog = page.getByRole('dialog', { name: 'Data and privacy' });
    const { host } = new URL(bucket.endpoint);
    for (const file of ['Image', 'Video'])
      await expect(dialog.getByRole('row', { name: file })).toContainText(
        new RegExp(`your bucket.*${host}.*anyone with the link.*deleted once the run has ended`),
      );
    await expect(dialog.getByRole('row', { name: 'Result' })).toContainText('provider link');
    await dialog.getByRole('button', { name: 'Close' }).click();

    await generateButton(page).click();
    const row = queueRow(page, 'RunPod');
    await expect(row.getByText('Done')).toBeVisible();
    await expect.poll(bucket.objects, 'nothing stays in the bucket').toEqual([]);
    await row.getByRole('button', { name: 'Compare' }).click();
    const panel = page.getByRole('complementary', { name: 'Result details' });
    await expect(panel.getByText(`Uploaded to your bucket with a signed link (${host})`)).toHaveCount(2);
    await expect(panel.getByText('Deleted by Understudy after the generation.').first()).toBeVisible();
    await expect(panel.getByText(/^Hosted by the provider for the download/)).toBeVisible();
  } finally {
    await bucket.close();
  }
});

/** The amount in a cell of the cost table; unknown amounts sort last. */
const dollarsOf = (text: string): number => {
  if (text === 'Free') return 0;
  return text.startsWith('$') ? Number(text.slice(1)) : Number.POSITIVE_INFINITY;
};

test('compares prices, offers a shorter video that costs less, and asks for a price that is not published', {
  tag: '@full',
}, async ({ page }) => {
  program = await startPaidProgram();
  await page.goto(program.address);
  await addFiles(page, { image: image(), video: shortVideo() });

  await test.step('lists all models, cheapest first, and a row selects its model', async () => {
    await chooseModel(page, 'Kling v2.6 pro (fal)');
    await expect(cost(page)).toHaveText('$0.448');
    await page.getByRole('button', { name: 'Compare prices' }).click();
    const dialog = page.getByRole('dialog', { name: 'Price comparison' });
    const cells = dialog.locator('tbody tr td:nth-child(5)');
    await expect(cells).toHaveCount(13);
    const costs = await cells.allInnerTexts();
    expect(costs).toEqual(costs.toSorted((one, other) => dollarsOf(one) - dollarsOf(other)));
    await dialog.getByRole('button', { name: 'Kling v2.6 standard (RunPod)' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('combobox', { name: 'Model' })).toContainText('Kling v2.6 standard (RunPod)');
  });

  await test.step('reduces the cost for a video shorter by a billing step', async () => {
    await expect(cost(page)).toHaveText('$0.42');
    await expect(page.getByText('1.0 s shorter saves $0.21.')).toBeVisible();
    await page.getByRole('button', { name: 'Shorten the selection by 1.0 s' }).click();
    await expect(cost(page)).toHaveText('$0.21');
    await expect(page.getByText('3.0 s (max 10.0 s)')).toBeVisible();
  });

  await test.step('uses and saves the user’s own price', async () => {
    await chooseModel(page, 'Kling v2.6 pro (Novita)');
    await expect(cost(page)).toHaveText('Unknown');
    const field = page.getByLabel('What do you pay per second?');
    await field.fill('0.1');
    await field.press('Enter');
    await expect(cost(page)).toHaveText('$0.30');
    await page.reload();
    await addFiles(page, { image: image(), video: shortVideo() });
    await chooseModel(page, 'Kling v2.6 pro (Novita)');
    await expect(cost(page)).toHaveText('$0.40');
    await expect(page.getByText('Custom price.')).toBeVisible();
  });

  await test.step('fetches the prices of fal and AIMLAPI, with their date', async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    const today = createFigures('en').day(new Date().toISOString().slice(0, 10));
    await page.getByRole('button', { name: 'Refresh prices' }).click();
    await expect(page.getByText('fal: prices of 4 models updated.')).toBeVisible();
    await expect(page.getByText('AIMLAPI: prices of 4 models updated.')).toBeVisible();
    const table = page.getByRole('region', { name: 'Prices and limits of every model' });
    const rowOf = (model: string) => table.getByRole('row').filter({ hasText: model });
    await expect(rowOf('Kling v2.6 pro (fal)')).toContainText('$0.095/s');
    await expect(rowOf('Kling v3.0 pro (AIMLAPI)')).toContainText('$0.2184/s');
    await expect(rowOf('Kling v2.6 pro (Novita)')).toContainText('$0.10/s');
    await expect(page.getByText(`Fal's price service, as of ${today}`)).toBeVisible();
    await expect(page.getByText(`AIMLAPI's model catalogue, as of ${today}`)).toBeVisible();
  });
});

/** Everything that the page receives: answers and events. Media are excluded, because they are the user's own files. */
const listen = async (page: Page): Promise<() => Promise<string>> => {
  const received: Promise<string>[] = [];
  page.on('response', (response) => {
    const isText = /json|text\/(?!event-stream)|javascript/.test(response.headers()['content-type'] ?? '');
    // A redirect has no body, and the body of a closed page cannot be read.
    if (isText) received.push(response.text().catch(() => ''));
    received.push(Promise.resolve(JSON.stringify(response.headers())));
  });
  const events = await page.context().newCDPSession(page);
  await events.send('Network.enable');
  events.on('Network.eventSourceMessageReceived', ({ data }) => received.push(Promise.resolve(data)));
  return async () => (await Promise.all(received)).join('\n');
};

test('tests keys and a bucket, shows balances, and never sends a secret back to the page', async ({
  page,
}) => {
  const bucket = await startBucket();
  try {
    program = await startPaidProgram();
    const everythingReceived = await listen(page);
    await page.goto(program.address);
    await page.getByRole('button', { name: 'Settings' }).click();

    await test.step('tests keys', async () => {
      await page.getByRole('button', { name: 'Test the key of AIMLAPI' }).click();
      await expect(page.getByText('AIMLAPI: key is valid; $12.34 left.')).toBeVisible();
      await page.getByRole('button', { name: 'Test the key of Novita' }).click();
      await expect(page.getByText('Novita: key is valid; $12.34 left.')).toBeVisible();
    });

    const secretBox = page.getByLabel('Secret access key of your bucket');
    const saveSecret = async (secret: string) => {
      await secretBox.fill(secret);
      await page.getByRole('button', { name: 'Save the secret access key' }).click();
      await expect(secretBox).toHaveValue('');
    };

    await test.step('accepts a working bucket', async () => {
      const form = page.getByRole('form', { name: 'Your own bucket' });
      await form.getByLabel('Endpoint').fill(bucket.endpoint);
      await form.getByLabel('Bucket name').fill(bucket.bucket);
      await form.getByLabel('Region').fill(bucket.region);
      await form.getByLabel('Access key ID').fill(bucket.accessKeyId);
      await form.getByRole('button', { name: 'Save bucket' }).click();
      await expect(form.getByText('Bucket saved.')).toBeVisible();
      await saveSecret(bucket.secret);
      await page.getByRole('button', { name: 'Test the bucket' }).click();
      await expect(
        page.getByText('The bucket works: a small object was uploaded, read by its link and deleted.'),
      ).toBeVisible();
      expect(await bucket.objects()).toEqual([]);
    });

    const wrongSecret = 'another+secret/that+nobody+may+see+either';
    await test.step('rejects a wrong secret', async () => {
      await saveSecret(wrongSecret);
      await page.getByRole('button', { name: 'Test the bucket' }).click();
      await expect(page.getByText('The bucket refused the request.')).toBeVisible();
    });

    await page.reload();
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect(page.getByText('Set, in memory until you quit')).toBeVisible();
    const received = `${await everythingReceived()}\n${await page.content()}`;
    expect(received, 'the answers are read').toContain(bucket.accessKeyId);
    expect(
      [...program.secrets, bucket.secret, wrongSecret].filter((secret) => received.includes(secret)),
    ).toEqual([]);
  } finally {
    await bucket.close();
  }
});
