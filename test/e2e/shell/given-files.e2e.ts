/** Files that the operating system opens with the program. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeImage } from '#test/fixtures/media.ts';
import { heardTimes, openPaidShell, openScreen, type PaidShell } from './paid-shell.ts';
import type { Shell } from './start-shell.ts';

let paid: PaidShell;
let shell: Shell;

test.beforeAll(async () => {
  paid = await openPaidShell();
  const { image, video } = paid.files;
  shell = await paid.start({ files: [image, video] });
});
test.afterAll(async () => {
  await shell?.close();
  await paid?.close();
});

test('shows the files of the command line in the Studio', async () => {
  const { page } = shell;
  await expect(page.getByRole('img', { name: 'hero.jpg' })).toBeVisible();
  await expect(page.getByText('turn.mp4').first()).toBeVisible();
  expect(shell.messages.filter(({ kind }) => kind === 'recent-document').map(({ path }) => path)).toEqual([
    paid.files.image,
    paid.files.video,
  ]);
});

test('a second start with two images brings the window forward, shows the first and names the second', async () => {
  const { page } = shell;
  const [first, second] = [join(paid.folder, 'first.png'), join(paid.folder, 'second.png')];
  for (const path of [first, second]) await makeImage(path, { width: 600, height: 800 });
  await openScreen(page, 'Library');
  await shell.ask('minimize-window');
  const focusedBefore = shell.messages.filter(({ kind }) => kind === 'focused').length;
  expect(await shell.startAgain([first, second])).toBe(0);
  await heardTimes(shell, 'focused', focusedBefore + 1);
  await heardTimes(shell, 'restored', 1);
  await expect(page.getByRole('img', { name: 'first.png' })).toBeVisible();
  const note = page.getByText('Not used: second.png.');
  await expect(note).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(note).toBeHidden();
});

test('a file that is neither image nor video gets a sentence, and so does each further one', async () => {
  const { page } = shell;
  const [notes, list] = [join(paid.folder, 'notes.txt'), join(paid.folder, 'list.txt')];
  for (const path of [notes, list]) await writeFile(path, 'no media');
  expect(await shell.startAgain([notes, list])).toBe(0);
  for (const name of ['notes.txt', 'list.txt'])
    await expect(page.getByText(new RegExp(`${name}.* is neither an image nor a video`))).toBeVisible();
  await expect(page.getByRole('img', { name: 'first.png' }), 'the open image stays').toBeVisible();
});

test('opens the file of the macOS event open-file', { tag: '@full' }, async () => {
  await shell.ask('emit-app', { event: 'open-file', args: [paid.files.image] });
  await expect(shell.page.getByRole('img', { name: 'hero.jpg' })).toBeVisible();
});
