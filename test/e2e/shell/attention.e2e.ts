/** What the desktop shows of the queue while the window is not in front. */
import { expect, test } from '@playwright/test';
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
  standard,
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

const notifications = () => shell.messages.filter(({ kind }) => kind === 'notification');
const progress = () =>
  shell.messages.filter(({ kind }) => kind === 'progress').map(({ fraction }) => Number(fraction));

test('a result that arrives while the window is not focused is reported, and a click shows it', {
  tag: '@full',
}, async () => {
  const { page, fal } = { page: shell.page, fal: paid.fal };
  fal.faults.runPolls = neverDone;
  await shell.ask('blur-window');
  await isWaiting(await generate(page, pro));
  await test.step('only preparing and uploading block suspension', async () => {
    await heardTimes(shell, 'power-save-allowed', 1);
    expect(shell.messages.find(({ kind }) => kind === 'power-save-blocked')).toMatchObject({
      type: 'prevent-app-suspension',
    });
    expect(countOf(shell, 'power-save-blocked')).toBe(1);
  });
  expect(progress().at(-1)).toBeGreaterThan(0);
  expect(notifications()).toEqual([]);
  fal.faults.runPolls = 0;
  await heardTimes(shell, 'notification', 1);
  expect(notifications()).toMatchObject([{ title: 'Result ready', body: 'hero.jpg + turn.mp4' }]);
  await expect.poll(() => progress().at(-1)).toBe(-1);
  const focusedBefore = countOf(shell, 'focused');
  await shell.ask('click-notification');
  await heardTimes(shell, 'focused', focusedBefore + 1);
  await expect(page.locator('video')).toHaveCount(2);
});

test('a failed run and one without an answer are reported, the latter in the badge; not while the setting is off', {
  tag: '@full',
}, async () => {
  const { page } = shell;
  const { faults } = paid.fal;
  await shell.ask('blur-window');
  faults.outcome = 'completed-with-error';
  await generate(page, pro);
  await heardTimes(shell, 'notification', 1);
  expect(notifications().at(-1)).toMatchObject({ title: 'Run failed', body: 'hero.jpg + turn.mp4' });
  faults.outcome = 'done';
  faults.submit = 'dropped-after-accepting';
  await generate(page, standard);
  await heardTimes(shell, 'notification', 2);
  expect(notifications().at(-1)).toMatchObject({ title: 'Run needs an answer' });
  expect(shell.messages.findLast(({ kind }) => kind === 'badge')).toMatchObject({ count: 1 });

  faults.submit = 'none';
  await openScreen(page, 'Settings');
  await page.getByRole('switch', { name: 'Notify when a run is done' }).click();
  await shell.heard(
    ({ kind, event, payload }) =>
      kind === 'event' &&
      event === 'settings.changed' &&
      JSON.stringify(payload).includes('"notifications":false'),
  );
  await openScreen(page, 'Studio');
  await isDone(await generate(page, 'Kling v3.0 pro (fal)'));
  expect(notifications()).toHaveLength(2);
});

test('a machine that wakes polls the waiting run at once', { tag: '@full' }, async () => {
  const { faults, log } = paid.fal;
  const polls = () => log.filter(({ path }) => path.includes('/status')).length;
  faults.runPolls = neverDone;
  await isWaiting(await generate(shell.page, pro));
  // The response asks for a pause of seven seconds.
  faults.statusRateLimits = 1;
  await expect.poll(() => faults.statusRateLimits).toBe(0);
  const before = polls();
  await shell.ask('emit-powerMonitor', { event: 'resume', args: [] });
  await expect.poll(polls, { timeout: 5000, intervals: [50] }).toBeGreaterThan(before);
});

test('the title shows the progress of the running job', { tag: '@full' }, async () => {
  await generate(shell.page, 'Offline demonstration');
  await shell.heard(({ kind, title }) => kind === 'title' && /^\d+ % \u00b7 Understudy$/.test(String(title)));
  await expect
    .poll(() => shell.messages.findLast(({ kind }) => kind === 'title'))
    .toMatchObject({ title: 'Understudy' });
});
