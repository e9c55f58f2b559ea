/** The page's inputs from outside in a real browser: links from other sites, input methods, and drag and drop. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { addFiles, chooseModel, generateButton, type PaidProgram, startPaidProgram } from './stand-ins.ts';

let folder: string;
let program: PaidProgram;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-page-'));
  await mkdir(join(folder, 'takes', 'more'), { recursive: true });
  await makeImage(join(folder, 'takes', 'hero.jpg'), { width: 400, height: 600 });
  await makeVideo(join(folder, 'takes', 'more', 'turn.mp4'), { seconds: 4, width: 360, height: 540 });
  await writeFile(join(folder, 'takes', 'notes.txt'), 'none of it');
  program = await startPaidProgram();
});
test.afterAll(async () => {
  await program.close();
  await rm(folder, { recursive: true, force: true });
});

const files = () => ({
  image: join(folder, 'takes', 'hero.jpg'),
  video: join(folder, 'takes', 'more', 'turn.mp4'),
});

/** A site that links to the program, and tries to embed it and to request its data. */
const startSite = async (): Promise<{ readonly address: string; readonly server: Server }> => {
  const { origin } = new URL(program.address);
  const html = `<!doctype html><title>elsewhere</title><a href="${program.address}">Understudy</a>
    <a href="${origin}/">again</a><iframe src="${origin}/"></iframe><img src="${origin}/assets/none.png" alt="">`;
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(html));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { address: `http://localhost:${(server.address() as AddressInfo).port}/`, server };
};

test('opens from a link on another site, and stays open after a reload', async ({ page }) => {
  const { address, server } = await startSite();
  try {
    for (const name of ['Understudy', 'again']) {
      await page.goto(address);
      await page.getByRole('link', { name }).click();
      await expect(page.getByRole('heading', { name: 'Character' })).toBeVisible();
      expect(new URL(page.url()).search).toBe('');
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Character' })).toBeVisible();
    }
    // Even with the cookie in the browser, the other site receives nothing.
    const statuses: number[] = [];
    const { origin } = new URL(program.address);
    await page.goto(address);
    // After the program's page has been left, which may still load the scripts of its other screens.
    page.on('response', (response) => {
      if (response.url().startsWith(origin)) statuses.push(response.status());
    });
    const outcomes = await page.evaluate(async (target) => {
      const ask = (path: string, init: RequestInit) =>
        fetch(target + path, { credentials: 'include', ...init }).then(
          ({ type }) => type,
          () => 'refused',
        );
      return [
        await ask('/call/jobs.list', { method: 'POST', body: '{}' }),
        await ask('/call/jobs.list', { method: 'POST', body: '{}', headers: { 'x-understudy': '1' } }),
        await ask('/media/source/x', { mode: 'no-cors' }),
        await ask('/events', {}),
      ];
    }, origin);
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect(
      statuses.every((status) => status === 403),
      `${statuses}`,
    ).toBe(true);
  } finally {
    server.close();
  }
});

test('ignores Ctrl+Enter during IME composition, and Generate sends the committed text', async ({ page }) => {
  await page.goto(program.address);
  await addFiles(page, files());
  await chooseModel(page, 'Kling v2.6 pro (fal)');
  await expect(generateButton(page)).toBeEnabled();
  const prompts: unknown[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/jobs.submit')) prompts.push(request.postDataJSON().choices.prompt);
  });
  const prompt = page.getByLabel('Prompt', { exact: true });
  await prompt.click();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'tiaowu', selectionStart: 6, selectionEnd: 6 });
  await expect(prompt).toHaveValue('tiaowu');
  // The listener is added before the key press: both travel over separate connections.
  const pressed = await page.evaluateHandle(() => ({
    key: new Promise((resolve) =>
      addEventListener(
        'keydown',
        ({ key, ctrlKey, isComposing }) => resolve([key, ctrlKey, isComposing]),
        true,
      ),
    ),
  }));
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229, modifiers: 2 };
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  expect(await pressed.evaluate(({ key }) => key)).toEqual(['Enter', true, true]);
  await expect(generateButton(page)).toBeEnabled();
  // The composed text.
  await devtools.send('Input.imeSetComposition', { text: '跳舞', selectionStart: 2, selectionEnd: 2 });
  const sent = page.waitForResponse(/jobs\.submit/);
  await generateButton(page).click();
  await sent;
  expect(prompts).toEqual(['跳舞']);
  await expect(prompt).toHaveValue('跳舞');
});

/** A native drag: the browser creates the events, with real files, folders and addresses. */
const drag = async (
  page: Page,
  {
    to,
    files: paths,
    items = [],
  }: { to: string; files?: string[]; items?: { mimeType: string; data: string }[] },
) => {
  const box = await page.locator(to).boundingBox();
  if (box === null) throw new Error(`${to} is not on the page.`);
  const devtools = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items, dragOperationsMask: 1, ...(paths === undefined ? {} : { files: paths }) };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data });
};

test('names a dropped folder in the Studio, reads it in a batch, and explains what to do with an image of a web page', async ({
  page,
}) => {
  await page.goto(program.address);
  const { href } = new URL('/', program.address);
  await drag(page, { to: '[data-place=video]', files: [join(folder, 'takes')] });
  await expect(page.getByText('takes is a folder. Choose an image or a video inside it.')).toBeVisible();
  await drag(page, {
    to: '[data-place=image]',
    items: [
      { mimeType: 'text/uri-list', data: 'https://x.example/a.png' },
      { mimeType: 'text/html', data: '<img src="https://x.example/a.png">' },
    ],
  });
  await expect(page.getByText('This comes from a web page without its file.')).toBeVisible();
  expect(page.url()).toBe(href);
  await page.getByRole('navigation').getByRole('button', { name: 'Batch' }).click();
  await drag(page, { to: 'main', files: [join(folder, 'takes')] });
  await expect(page.getByRole('button', { name: 'Remove hero.jpg' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove turn.mp4' })).toBeVisible();
  expect(page.url()).toBe(href);
});
