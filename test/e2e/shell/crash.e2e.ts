/** A crash of the page's process: a note in the logs, and the page is loaded again while the run continues. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { queueRow } from '../stand-ins.ts';
import {
  countOf,
  generate,
  heardTimes,
  isDone,
  isWaiting,
  neverDone,
  openPaidShell,
  type PaidShell,
  pro,
} from './paid-shell.ts';
import type { Shell } from './start-shell.ts';

let paid: PaidShell;
let shell: Shell;

test.beforeEach(async () => {
  paid = await openPaidShell();
  const { image, video } = paid.files;
  shell = await paid.start({ files: [image, video] });
  await expect(shell.page.getByRole('img', { name: 'hero.jpg' })).toBeVisible();
});
test.afterEach(async () => {
  await shell?.close();
  await paid?.close();
});

const crashNotes = async (): Promise<readonly string[]> =>
  (await readdir(join(shell.home, 'logs'))).filter((name) => /^crash-.*-page-gone\.json$/.test(name));

const crash = async (): Promise<void> => {
  const before = countOf(shell, 'page-crashed');
  await shell.ask('crash-page');
  await heardTimes(shell, 'page-crashed', before + 1);
};

test('a page that crashes is loaded again, and the result of the running job arrives in it', async () => {
  paid.fal.faults.runPolls = neverDone;
  await isWaiting(await generate(shell.page, pro));
  await crash();
  await heardTimes(shell, 'did-finish-load', 2);
  const [name = ''] = await crashNotes();
  expect(JSON.parse(await readFile(join(shell.home, 'logs', name), 'utf8'))).toMatchObject({
    kind: 'page-gone',
    details: { reason: 'crashed' },
  });
  const page = await shell.reconnect();
  await expect(page.getByText('The page of the window crashed and was loaded again.')).toBeVisible();
  const row = queueRow(page, pro);
  await isWaiting(row);
  paid.fal.faults.runPolls = 0;
  await isDone(row);
  expect(paid.fal.submits()).toBe(1);
});

test('the third crash within a minute asks before the page is loaded again', { tag: '@full' }, async () => {
  for (const loads of [2, 3]) {
    await crash();
    await heardTimes(shell, 'did-finish-load', loads);
  }
  expect(countOf(shell, 'message-box')).toBe(0);
  await shell.ask('answer-dialog', { dialog: 'message', value: { response: 0, checkboxChecked: false } });
  await crash();
  await heardTimes(shell, 'did-finish-load', 4);
  expect(shell.messages.filter(({ kind }) => kind === 'message-box')).toMatchObject([
    { message: 'The page of the window has crashed several times.', buttons: ['Reload page', 'Quit'] },
  ]);
  expect(await crashNotes()).toHaveLength(3);
  const page = await shell.reconnect();
  await expect(page.getByRole('button', { name: 'Settings' })).toBeVisible();
});
