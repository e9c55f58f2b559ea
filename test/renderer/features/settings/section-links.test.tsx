// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { SettingsScreen } from '#renderer/features/settings/settings-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { settings } from '#test/renderer/samples.ts';

const links = () => [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#settings-"]')];
const headings = () => [...document.querySelectorAll<HTMLElement>('h2')];
const named = (found: readonly HTMLElement[]) => found.map(({ textContent }) => textContent);

test.each(['en', 'es'] as const)(
  'links to every section of the settings by its name (%s)',
  async (language) => {
    await draw(<SettingsScreen />, createFakeBridge({ settings: { ...settings, language } }));
    expect(named(links())).toEqual(named(headings()));
    expect(headings()).toHaveLength(9);
  },
);

test('scrolls to the requested section, also on a second request', async () => {
  const { actions } = await draw(<SettingsScreen />, createFakeBridge());
  const focused = () => document.activeElement?.textContent;
  await act(async () => actions.showSettings('spending'));
  expect(focused()).toBe('Spending');
  await act(async () => actions.showSettings('storage'));
  expect(focused()).toBe('Library and storage');
});

test('scrolls to a section and focuses it when its link is pressed, and keeps the URL', async () => {
  await draw(<SettingsScreen />, createFakeBridge());
  const address = location.href;
  const storage = links().find(({ textContent }) => textContent === 'Library and storage');
  await act(async () => storage?.click());
  expect([document.activeElement?.textContent, location.href]).toEqual(['Library and storage', address]);
});
