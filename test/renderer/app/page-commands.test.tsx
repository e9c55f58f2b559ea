// @vitest-environment happy-dom
import { act } from 'react';
import { beforeAll, expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import { App } from '#renderer/app/app.tsx';
import { loadScreens } from '#renderer/app/later-screens.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { about, imageSource, item, job, settings, videoSource } from '#test/renderer/samples.ts';

// A screen that is loaded only when it opens is shown later than the next assertion.
beforeAll(async () => {
  await loadScreens();
});

const desktop = { ...about, host: 'desktop' as const };
const dialog = () => document.querySelector('[role=dialog]');
const key = (init: KeyboardEventInit) =>
  act(async () =>
    window.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })),
  );
const reportsOf = (bridge: ReturnType<typeof createFakeBridge>) =>
  bridge.requests.filter(({ name }) => name === 'desktop.commandsEnabled').map(({ input }) => input);

test.each(['en', 'es'] as const)('a question mark opens the list of shortcuts (%s)', async (language) => {
  await draw(<App />, createFakeBridge({ about: desktop, settings: { ...settings, language } }));
  await key({ key: '?', shiftKey: true });
  expect(dialog()?.textContent).toContain(language === 'en' ? 'Export Comparison' : 'Exportar comparación');
  expect(dialog()?.textContent).toContain('Ctrl+E');
});

test('in a browser one report is made, and the list holds what works there', async () => {
  const bridge = createFakeBridge();
  await draw(<App />, bridge);
  await key({ key: '/', ctrlKey: true });
  expect(dialog()?.textContent).toContain('Ctrl+/');
  expect(dialog()?.textContent).not.toContain('Export Comparison');
  expect(reportsOf(bridge)).toHaveLength(1);
});

test('on the desktop the available commands are reported whenever they change', async () => {
  const bridge = createFakeBridge({ about: desktop });
  const { actions } = await draw(<App />, bridge);
  expect(reportsOf(bridge).at(-1)).toEqual({ ids: ['preferences', 'shortcuts', 'licences', 'about'] });
  await act(async () => actions.openSample());
  expect(reportsOf(bridge).at(-1)).toMatchObject({ ids: expect.arrayContaining(['generate']) });
  await act(async () => actions.show('library'));
  expect(reportsOf(bridge).at(-1)).not.toMatchObject({ ids: expect.arrayContaining(['generate']) });
});

test('a menu item runs its command; one that is not available does nothing', async () => {
  const bridge = createFakeBridge({ about: desktop });
  const { store } = await draw(<App />, bridge);
  await act(async () => bridge.announce('command.run', { id: 'generate' }));
  expect(bridge.requests.filter(({ name }) => name === 'jobs.submit')).toEqual([]);
  await act(async () => bridge.announce('command.run', { id: 'about' }));
  expect(store.getState().view.screen).toEqual({ kind: 'settings', part: 'about' });
  await act(async () => bridge.announce('command.run', { id: 'licences' }));
  expect(dialog()?.textContent).toContain('MIT');
});

test('files of the host fill both zones and are announced; a second image is closed', async () => {
  const bridge = createFakeBridge({ about: desktop });
  const { store, actions } = await draw(<App />, bridge);
  await act(async () => actions.show('library'));
  const second = { ...imageSource, id: videoSource.id, name: 'second.png' };
  await act(async () =>
    bridge.announce('files.given', { sources: [imageSource, second, videoSource], failed: [] }),
  );
  const { draft, view } = store.getState();
  expect(view.screen.kind).toBe('studio');
  expect(draft.image).toMatchObject({ kind: 'open', source: { name: imageSource.name } });
  expect(draft.video).toMatchObject({ kind: 'open', source: { name: videoSource.name } });
  expect(bridge.requests.filter(({ name }) => name === 'media.close')).toEqual([
    { name: 'media.close', input: { sourceId: second.id } },
  ]);
  expect(document.querySelector('[data-testid=opened]')?.textContent).toContain(imageSource.name);
});

test.each([
  ['en', 'Not used: second.png, third.mp4.', 'notes.txt'],
  ['es', 'Sin usar: second.png, third.mp4.', 'notes.txt'],
] as const)(
  'every given file that the Studio does not show is named (%s)',
  async (language, unused, failed) => {
    const bridge = createFakeBridge({ about: desktop, settings: { ...settings, language } });
    const { store, actions } = await draw(<App />, bridge);
    const second = { ...imageSource, name: 'second.png' };
    const third = { ...videoSource, name: 'third.mp4' };
    const unreadable = ['list.txt', failed].map((subject) => fail('file-not-media', { subject }).error);
    await act(async () =>
      bridge.announce('files.given', {
        sources: [imageSource, second, videoSource, third],
        failed: unreadable,
      }),
    );
    const alerts = () => [...document.querySelectorAll('[role=alert]')].map(({ textContent }) => textContent);
    expect(alerts().join()).toContain(unused);
    expect(alerts().join()).toContain('list.txt');
    expect(alerts().join()).toContain(failed);
    expect(store.getState().draft.video).toMatchObject({ kind: 'open', source: { name: videoSource.name } });
    await act(async () => actions.forgetGivenLeftOver());
    expect(alerts().join()).not.toContain(unused);
    await act(async () => bridge.announce('files.given', { sources: [second], failed: [] }));
    expect(alerts()).toEqual([]);
  },
);

test('a file that the host could not open shows its error in the empty zone', async () => {
  const bridge = createFakeBridge({ about: desktop });
  const { store } = await draw(<App />, bridge);
  const { error } = fail('file-not-media', { subject: 'notes.txt' });
  await act(async () => bridge.announce('files.given', { sources: [imageSource], failed: [error] }));
  expect(store.getState().draft.image.kind).toBe('open');
  expect(store.getState().draft.video).toEqual({ kind: 'refused', error });
});

test('a clicked notification shows the result, or the run in the queue', async () => {
  const result = item('item-0001');
  const bridge = createFakeBridge({
    about: desktop,
    items: [result],
    jobs: [job('one', { kind: 'done', itemId: result.id }), job('two', { kind: 'queued' })],
  });
  const { store } = await draw(<App />, bridge);
  const show = (id: string) =>
    act(async () => bridge.announce('jobs.show', { jobId: jobIdSchema.parse(id) }));
  await show('one');
  expect(store.getState().view.screen).toMatchObject({ kind: 'compare', itemId: result.id });
  await show('two');
  expect(store.getState().view.screen).toEqual({ kind: 'studio' });
});
