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
  'every section of the settings can be gone to by its name (%s)',
  async (language) => {
    await draw(<SettingsScreen />, createFakeBridge({ settings: { ...settings, language } }));
    expect(named(links())).toEqual(named(headings()));
    expect(headings()).toHaveLength(9);
  },
);

test('what sends a person to one section of the settings shows that one first, also a second time', async () => {
  const { actions } = await draw(<SettingsScreen />, createFakeBridge());
  const focused = () => document.activeElement?.textContent;
  await act(async () => actions.showSettings('spending'));
  expect(focused()).toBe('Spending');
  await act(async () => actions.showSettings('storage'));
  expect(focused()).toBe('Library and storage');
});

test('a name leads to its section and takes the keys there, and the address stays as it was', async () => {
  await draw(<SettingsScreen />, createFakeBridge());
  const address = location.href;
  const storage = links().find(({ textContent }) => textContent === 'Library and storage');
  await act(async () => storage?.click());
  expect([document.activeElement?.textContent, location.href]).toEqual(['Library and storage', address]);
});
