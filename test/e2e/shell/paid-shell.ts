/** The desktop host on the stand-in for Electron, with a stand-in for fal and two files that fit its models. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { startFalSandbox } from '#test/sandbox/fal.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { chooseModel, generateButton, queueRow, unset } from '../stand-ins.ts';
import { openShell, type Shell, type ShellOptions } from './start-shell.ts';

export const pro = 'Kling v2.6 pro (fal)';
export const standard = 'Kling v2.6 standard (fal)';

export type PaidShell = {
  readonly fal: Sandbox;
  readonly folder: string;
  readonly files: { readonly image: string; readonly video: string };
  /** Starts the program on the same data folder. */
  readonly start: (options?: ShellOptions) => Promise<Shell>;
  readonly close: () => Promise<void>;
};

/** More status requests than a test makes: the run waits until the test changes the fault. */
export const neverDone = 1_000_000;

export const openPaidShell = async (): Promise<PaidShell> => {
  const [opened, fal, folder] = await Promise.all([
    openShell(),
    startFalSandbox({ faults: { queuePolls: 0, runPolls: 0 } }),
    mkdtemp(join(tmpdir(), 'understudy-paid-shell-')),
  ]);
  const files = { image: join(folder, 'hero.jpg'), video: join(folder, 'turn.mp4') };
  await makeImage(files.image, { width: 640, height: 960 });
  await makeVideo(files.video, { seconds: 4, width: 480, height: 720 });
  const environment = { ...unset, ...fal.environment, UNDERSTUDY_HOME: join(folder, 'data') };
  return {
    fal,
    folder,
    files,
    start: (options = {}) =>
      opened.start({ ...options, environment: { ...environment, ...options.environment } }),
    close: async () => {
      await opened.close();
      await fal.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Number of recorded messages of a kind. */
export const countOf = ({ messages }: Pick<Shell, 'messages'>, kind: string): number =>
  messages.filter((message) => message.kind === kind).length;

/** Resolves when the program has recorded so many messages of a kind. */
export const heardTimes = async (shell: Pick<Shell, 'messages'>, kind: string, count: number) => {
  await expect.poll(() => countOf(shell, kind), { message: `${count} messages "${kind}"` }).toBe(count);
};

export const openScreen = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name }).click();

/** Generates what the Studio shows; returns the row of the queue. */
export const generate = async (page: Page, model: string): Promise<Locator> => {
  await chooseModel(page, model);
  await generateButton(page).click();
  const row = queueRow(page, model);
  await expect(row).toBeVisible();
  return row;
};

/** Preparing, uploading and saving start several processes each. */
const timeout = 60_000;
export const isDone = (row: Locator): Promise<void> => expect(row.getByText('Done')).toBeVisible({ timeout });
export const isWaiting = (row: Locator): Promise<void> =>
  expect(row.getByText('Waiting for the provider')).toBeVisible({ timeout });
