/** Quitting and closing the window while a paid run is in progress. */
import { readFile } from 'node:fs/promises';
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
  openScreen,
  type PaidShell,
  pro,
} from './paid-shell.ts';
import type { Shell } from './start-shell.ts';

let paid: PaidShell;
let shell: Shell;

/** A program with one run that waits at the provider. */
const startWaiting = async (): Promise<Shell> => {
  const { image, video } = paid.files;
  paid.fal.faults.runPolls = neverDone;
  const started = await paid.start({ files: [image, video] });
  await expect(started.page.getByRole('img', { name: 'hero.jpg' })).toBeVisible();
  await isWaiting(await generate(started.page, pro));
  return started;
};

test.beforeEach(async () => {
  paid = await openPaidShell();
  shell = await startWaiting();
});
test.afterEach(async () => {
  await shell?.close();
  await paid?.close();
});

test('a run that waits when the program quits is fetched at the next start, after one paid request', async () => {
  await shell.close();
  expect(countOf(shell, 'message-box'), 'quitting does not ask').toBe(0);
  paid.fal.faults.runPolls = 0;
  shell = await paid.start();
  await isDone(queueRow(shell.page, pro));
  expect(paid.fal.submits()).toBe(1);
  await openScreen(shell.page, 'Library');
  await expect(shell.page.getByRole('button', { name: /Kling v2\.6 pro \(fal\)/ })).toBeVisible();
});

const buttons = ['keep', 'stop', 'cancel'] as const;
const answerNext = (answer: (typeof buttons)[number], checkboxChecked = false) =>
  shell.ask('answer-dialog', {
    dialog: 'message',
    value: { response: buttons.indexOf(answer), checkboxChecked },
  });

test('closing the window asks; "cancel" leaves it, and "keep" hides it until the tray shows it again', {
  tag: '@full',
}, async () => {
  await answerNext('cancel');
  expect(await shell.ask('close-window')).toBe(false);
  const question = await shell.heard(({ kind }) => kind === 'message-box');
  expect(question).toMatchObject({
    message: '1 run is in progress.',
    buttons: ['Keep Running', 'Stop and Quit', 'Cancel'],
  });
  expect([countOf(shell, 'hidden'), countOf(shell, 'tray'), countOf(shell, 'closed')]).toEqual([0, 0, 0]);

  await test.step('a click on the tray shows the window and removes the tray', async () => {
    await answerNext('keep');
    await shell.ask('close-window');
    await heardTimes(shell, 'hidden', 1);
    expect([countOf(shell, 'tray'), countOf(shell, 'closed')]).toEqual([1, 0]);
    await shell.ask('click-tray');
    await heardTimes(shell, 'tray-destroyed', 1);
  });
  await test.step('so does its menu, and a remembered answer is not asked for again', async () => {
    await answerNext('keep', true);
    await shell.ask('close-window');
    await heardTimes(shell, 'hidden', 2);
    await shell.ask('click-menu', { menu: 'tray', labels: ['Open Understudy'] });
    await heardTimes(shell, 'tray-destroyed', 2);
    await expect
      .poll(async () => JSON.parse(await readFile(join(shell.home, 'settings.json'), 'utf8')))
      .toMatchObject({ whenClosed: 'keep' });
    await shell.ask('close-window');
    await heardTimes(shell, 'hidden', 3);
    expect(countOf(shell, 'message-box')).toBe(3);
  });
  await test.step('the run continues while the window is hidden', async () => {
    paid.fal.faults.runPolls = 0;
    await shell.heard(({ kind, title }) => kind === 'notification' && title === 'Result ready');
  });
  await test.step('the menu of the tray quits', async () => {
    await shell.ask('click-menu', { menu: 'tray', labels: ['Quit Understudy'] }).catch(() => undefined);
    expect(await shell.ended).toBe(0);
    expect(paid.fal.submits()).toBe(1);
  });
});

test('"stop" quits, and the run is fetched at the next start', { tag: '@full' }, async () => {
  await answerNext('stop');
  await shell.ask('close-window');
  expect(await shell.ended).toBe(0);
  await shell.close();
  paid.fal.faults.runPolls = 0;
  shell = await paid.start();
  await isDone(queueRow(shell.page, pro));
  expect(paid.fal.submits()).toBe(1);
});
