// @vitest-environment happy-dom
import { act } from 'react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { SettingsScreen } from '#renderer/features/settings/settings-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { about, settings } from '#test/renderer/samples.ts';

const onDesktop = () => createFakeBridge({ about: { ...about, host: 'desktop' } });
const titles = () => [...document.querySelectorAll('h2')].map(({ textContent }) => textContent);

const desktopSwitch = () =>
  document.querySelector<HTMLElement>('section[aria-labelledby=settings-desktop] [role=switch]');

test('the desktop has two more sections, with links to them', async () => {
  await draw(<SettingsScreen />, onDesktop());
  expect(titles()).toHaveLength(11);
  expect(titles()).toContain('Desktop');
  expect(titles().at(-1)).toBe('About');
  const links = [...document.querySelectorAll('a[href^="#settings-"]')].map(({ textContent }) => textContent);
  expect(links).toEqual(titles());
});

test('in a browser they are absent', async () => {
  await draw(<SettingsScreen />, createFakeBridge());
  expect(titles()).not.toContain('Desktop');
  expect(titles()).not.toContain('About');
});

test('notifications are turned off, and the answer to closing the window is chosen', async () => {
  const bridge = onDesktop();
  const { byRole } = await draw(<SettingsScreen />, bridge);
  await act(async () => desktopSwitch()?.click());
  expect(bridge.world.settings.notifications).toBe(false);
  await act(async () => byRole('radio', 'Stop and quit').click());
  expect(bridge.world.settings.whenClosed).toBe('stop');
});

test('diagnostics are copied; a failure is shown', async () => {
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue(undefined);
  onTestFinished(() => {
    writeText.mockRestore();
  });
  const bridge = onDesktop();
  const { press, text } = await draw(<SettingsScreen />, bridge);
  await press('Copy diagnostics');
  expect(writeText).toHaveBeenCalledWith('Understudy 0.1.0');
  expect(text()).toContain('Diagnostics copied.');
  bridge.answer('app.diagnostics', () => fail('not-supported-by-host'));
  await press('Copy diagnostics');
  expect(text()).not.toContain('Diagnostics copied.');
  expect(text()).toContain('not possible in this window');
});

test('a build without a feed says so and offers no check', async () => {
  const { text } = await draw(<SettingsScreen />, onDesktop());
  expect(text()).toContain('This build does not look for updates.');
  expect(text()).not.toContain('Check now');
});

test.each([true, false])('a newer version, where the build can install it: %s', async (canInstall) => {
  const bridge = onDesktop();
  bridge.answer('app.updateStatus', () => ok({ kind: 'unchecked' }));
  const { press, text } = await draw(<SettingsScreen />, bridge);
  await press('Check now');
  expect(bridge.requests.at(-1)?.name).toBe('app.checkForUpdates');
  const page = 'https://example.com/releases';
  await act(async () =>
    bridge.announce('update.changed', { kind: 'available', version: '2.0.0', canInstall, page }),
  );
  expect(text()).toContain('Version 2.0.0 is available.');
  expect(document.querySelector(`a[href="${page}"]`) === null).toBe(canInstall);
  if (!canInstall) return;
  await press('Download');
  expect(bridge.requests.at(-1)?.name).toBe('app.installUpdate');
  await act(async () => bridge.announce('update.changed', { kind: 'ready', version: '2.0.0' }));
  expect(text()).toContain('installed when you quit');
});

test('an unreachable feed is an error with a way out', async () => {
  const bridge = onDesktop();
  const { error } = fail('provider-unreachable', { subject: 'github.com' });
  bridge.answer('app.updateStatus', () => ok({ kind: 'failed', error }));
  const { text } = await draw(<SettingsScreen />, bridge);
  expect(text()).toContain('github.com cannot be reached.');
});

test('settings of an earlier version get the defaults of the desktop', () => {
  expect(settings).toMatchObject({
    notifications: true,
    updates: 'check',
    whenClosed: 'ask',
    plainKeys: false,
  });
});
