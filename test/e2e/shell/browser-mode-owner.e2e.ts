/** The desktop host started while browser mode owns the data folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { type Program, startProgram } from '../program.ts';
import { openShell } from './start-shell.ts';

let folder: string;
let program: Program;
let opened: Awaited<ReturnType<typeof openShell>>;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-given-'));
  [program, opened] = await Promise.all([startProgram(), openShell()]);
});
test.afterAll(async () => {
  await opened?.close();
  await program?.close();
  await rm(folder, { recursive: true, force: true });
});

test('opens the page of browser mode, which shows the files that the start was given', async ({ page }) => {
  const files = [join(folder, 'hero.jpg'), join(folder, 'turn.mp4')] as const;
  await makeImage(files[0], { width: 400, height: 600 });
  await makeVideo(files[1], { seconds: 4, width: 360, height: 540 });
  const second = opened.startWithoutWindow(program.home, { files });
  expect(await second.ended).toBe(0);
  const of = (kind: string) => second.messages.filter((message) => message.kind === kind);
  expect(of('opened-external')).toMatchObject([{ url: program.address }]);
  expect(of('window')).toEqual([]);
  // As the browser does with that address.
  await page.goto(program.address);
  await expect(page.getByText('hero.jpg').first()).toBeVisible();
  await expect(page.getByText('turn.mp4').first()).toBeVisible();
});
