/** The application menu of the desktop window runs the commands of the page and of the host. */
import { expect, test } from '@playwright/test';
import { countOf, heardTimes, openPaidShell, type PaidShell } from './paid-shell.ts';
import type { Shell } from './start-shell.ts';

let paid: PaidShell;
let shell: Shell;

test.beforeAll(async () => {
  paid = await openPaidShell();
  shell = await paid.start();
});
test.afterAll(async () => {
  await shell?.close();
  await paid?.close();
});

const click = (...labels: readonly string[]) => shell.ask('click-menu', { menu: 'application', labels });

test('items of the host open a file of each kind, copy diagnostics, show the logs and reload the page', {
  tag: '@full',
}, async () => {
  // The offline demonstration encodes a video.
  test.setTimeout(240_000);
  const { page } = shell;
  const { image, video } = paid.files;
  await shell.ask('answer-dialog', { dialog: 'open', value: [image] });
  await click('File', 'Open Image');
  await expect(page.getByRole('img', { name: 'hero.jpg' })).toBeVisible();
  await shell.ask('answer-dialog', { dialog: 'open', value: [video] });
  await click('File', 'Open Video');
  await expect(page.getByText('turn.mp4').first()).toBeVisible();
  await click('Help', 'Copy Diagnostics');
  expect((await shell.heard(({ kind }) => kind === 'clipboard')).text).toContain('Understudy');
  await click('Help', 'Open Logs');
  await shell.heard(({ kind, path }) => kind === 'revealed' && /library/.test(String(path)));
  await click('View', 'Reload Page');
  await heardTimes(shell, 'did-finish-load', 2);
  expect(countOf(shell, 'reloaded')).toBe(1);
});

test('items of the page are enabled while the page can run them, and run there', {
  tag: '@full',
}, async () => {
  // The offline demonstration encodes a video.
  test.setTimeout(240_000);
  const { page } = shell;
  await page.getByRole('button', { name: 'Try it with the sample' }).waitFor();
  await expect(click('File', 'Generate')).rejects.toThrow('disabled');
  await click('Help', 'Keyboard Shortcuts');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await click('Help', 'Licences');
  await expect(page.getByRole('dialog', { name: 'Licences' })).toBeVisible();
  await page.keyboard.press('Escape');
  await click('File', 'Settings');
  await expect(page.getByLabel('Key of fal', { exact: true })).toBeVisible();
  await click('Help', 'About Understudy');
  await expect(page.getByRole('heading', { name: /About/ })).toBeInViewport();

  await page.getByRole('navigation').getByRole('button', { name: 'Studio' }).click();
  await page.getByRole('button', { name: 'Try it with the sample' }).click();
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: /Offline demonstration/ }).click();
  await expect(page.getByRole('button', { name: 'Generate \u00b7 free' })).toBeEnabled();
  await click('File', 'Generate');
  await expect(page.getByRole('region', { name: 'Queue' }).getByText('Done')).toBeVisible({
    timeout: 150_000,
  });
  await click('View', 'Compare Newest Result');
  // The page reports its commands after it has shown the screen.
  await expect(() => click('File', 'Show in Folder')).toPass({ timeout: 20_000 });
  await shell.heard(({ kind, path }) => kind === 'revealed' && /library/.test(String(path)));
  await click('File', 'Export Comparison');
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Export|^Make/ })).toBeVisible();
});

test('"Quit" ends the program', { tag: '@full' }, async () => {
  await click('File', 'Quit Understudy').catch(() => undefined);
  expect(await shell.ended).toBe(0);
});
