/** A provider's key in the desktop window: typed once, used for a paid request, and shown nowhere. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { sandboxKey } from '#test/sandbox/fal.ts';
import { generate, isDone, openPaidShell, openScreen, type PaidShell, pro } from './paid-shell.ts';
import type { Shell } from './start-shell.ts';

let paid: PaidShell;
let shell: Shell;

test.beforeAll(async () => {
  paid = await openPaidShell();
  const { image, video } = paid.files;
  shell = await paid.start({ files: [image, video], environment: { FAL_KEY: '' } });
});
test.afterAll(async () => {
  await shell?.close();
  await paid?.close();
});

test('a typed key reaches the provider in the paid request, and neither the page, a file nor an event', async () => {
  const { page } = shell;
  const printed: string[] = [];
  page.on('console', (message) => printed.push(message.text()));
  await openScreen(page, 'Settings');
  const box = page.getByLabel('Key of fal', { exact: true });
  await box.focus();
  await page.keyboard.type(sandboxKey);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Set, encrypted by the system/).first()).toBeVisible();
  await expect(box).toHaveValue('');
  const settingsPage = await page.content();
  await openScreen(page, 'Studio');
  await isDone(await generate(page, pro));

  const paidRequests = paid.fal.log.filter(({ server, method }) => server === 'queue' && method === 'POST');
  expect(paidRequests.map(({ authorization }) => authorization)).toEqual([`Key ${sandboxKey}`]);
  await shell.ask('click-menu', { menu: 'application', labels: ['Help', 'Copy Diagnostics'] });
  await shell.heard(({ kind }) => kind === 'clipboard');
  const entries = await readdir(shell.home, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(files.map((path) => basename(path))).toEqual(expect.arrayContaining(['keys.json', 'sent.jsonl']));
  const places = {
    settingsPage,
    page: await page.content(),
    storage: await page.evaluate(() => JSON.stringify([localStorage, sessionStorage])),
    printed: printed.join('\n'),
    // Every event to the page, dialog, title, notification, and the clipboard.
    messages: JSON.stringify(shell.messages),
    // Settings, keys, logs, the record of paid requests, the database and the library.
    files: (await Promise.all(files.map((path) => readFile(path, 'latin1')))).join('\n'),
  };
  const secret = sandboxKey.split(':')[1] ?? sandboxKey;
  expect(Object.entries(places).flatMap(([name, text]) => (text.includes(secret) ? [name] : []))).toEqual([]);
});
