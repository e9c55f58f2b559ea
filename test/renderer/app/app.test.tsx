import { act } from 'react';
import { afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { batchIdSchema, type Job } from '#contract/model/job.ts';
import { App, ErrorBoundary } from '#renderer/app/app.tsx';
import { loadScreens } from '#renderer/app/later-screens.ts';
import { paintRememberedTheme } from '#renderer/app/theme.ts';
import { messages as en } from '#renderer/messages/en/messages.ts';
import { messages as es } from '#renderer/messages/es/messages.ts';
import { createPageMessages } from '#renderer/state/page-messages.ts';
import { AppReactContext } from '#renderer/state/use-app.ts';
import { createFakeApp, draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { job, settings } from '#test/renderer/samples.ts';

// @vitest-environment happy-dom

beforeAll(async () => {
  await loadScreens();
});

afterEach(() => {
  localStorage.clear();
});

const Fragile = ({ weather }: { readonly weather: { isBad: boolean } }) => {
  if (weather.isBad) throw new Error('broken');
  return <p>fine again</p>;
};

const live = () => document.querySelector('[aria-live=polite]')?.textContent;
const here = () => document.querySelector('nav [aria-current=page]')?.textContent;

test('the rail opens each screen and marks the current one', async () => {
  const { press } = await draw(<App />);
  expect(here()).toBe('Studio');
  await press('Batch');
  expect(here()).toBe('Batch');
  await press('Library');
  expect(here()).toBe('Library');
  await press('Settings');
  expect(here()).toBe('Settings');
  await press('Studio');
  expect(here()).toBe('Studio');
});

test('the rail counts the running jobs', async () => {
  const bridge = createFakeBridge({
    jobs: [
      job('a', { kind: 'starting' }),
      job('b', { kind: 'queued' }),
      job('c', { kind: 'cancelled', charged: 'no' }),
    ],
  });
  const { text } = await draw(<App />, bridge);
  expect(text()).toContain('2 running');
});

test('a new state of a run is announced once, and the state at page load is not', async () => {
  const bridge = createFakeBridge({ jobs: [job('a', { kind: 'queued' })] });
  await draw(<App />, bridge);
  expect(live()).toBe('');
  await act(async () => bridge.announce('jobs.changed', [job('a', { kind: 'uploading', fraction: 0.1 })]));
  expect(live()).toBe('hero.png + a.mp4: Uploading.');
  await act(async () => bridge.announce('jobs.changed', [job('a', { kind: 'uploading', fraction: 0.2 })]));
  expect(live()).toBe('hero.png + a.mp4: Uploading.');
});

test('pausing and resuming the queue is announced on every screen', async () => {
  const bridge = createFakeBridge();
  const { press } = await draw(<App />, bridge);
  await press('Settings');
  const turn = (isPaused: boolean) =>
    act(async () =>
      bridge.announce('settings.changed', { ...settings, queue: { isPaused, concurrency: {} } }),
    );
  await turn(true);
  expect(live()).toBe('Queue paused.');
  await turn(false);
  expect(live()).toBe('Queue resumed.');
});

test('the end of a batch is announced, not each step of each run', async () => {
  const batchId = batchIdSchema.parse('batch-1');
  const one = (state: Job['state']) => job('a', state, { batchId });
  const bridge = createFakeBridge({ jobs: [one({ kind: 'queued' })] });
  await draw(<App />, bridge);
  await act(async () => bridge.announce('jobs.changed', [one({ kind: 'starting' })]));
  expect(live()).toBe('');
  await act(async () => bridge.announce('jobs.changed', [one({ kind: 'cancelled', charged: 'no' })]));
  expect(live()).toBe('Batch finished: 1 cancelled.');
});

test('notices of the program are shown above every screen', async () => {
  const bridge = createFakeBridge({ notices: [{ kind: 'catalogue-rebuilt', found: 12 }] });
  const { press, text } = await draw(<App />, bridge);
  for (const screen of ['Studio', 'Library', 'Settings']) {
    await press(screen);
    expect(text(), screen).toContain('12 results restored to the library.');
  }
});

test('theme and language follow the settings immediately', async () => {
  const bridge = createFakeBridge({ settings: { ...settings, theme: 'light' } });
  const { text } = await draw(<App />, bridge);
  expect([document.documentElement.dataset.theme, document.documentElement.lang]).toEqual(['light', 'en']);
  await act(async () => bridge.announce('settings.changed', { ...settings, theme: 'dark', language: 'es' }));
  expect([document.documentElement.dataset.theme, document.documentElement.lang]).toEqual(['dark', 'es']);
  expect(text()).toContain('Biblioteca');
});

test('a language that cannot be loaded is named above the screen until a retry loads it', async () => {
  let isAvailable = false;
  const messages = createPageMessages(en, async (language) => {
    if (!isAvailable) throw new TypeError('Failed to fetch dynamically imported module');
    return { en, es }[language];
  });
  const { press, text } = await draw(
    <AppReactContext value={{ ...(await createFakeApp()), messages }}>
      <App />
    </AppReactContext>,
  );
  const alerts = () =>
    [...document.querySelectorAll('main [role=alert]')].map(({ textContent }) => textContent);
  expect(alerts()).toEqual([]);
  await act(() => messages.show('es'));
  const failure = 'Español could not be loaded, so the texts stay in English. Try again';
  expect(alerts()).toEqual([failure]);
  await press('Try again');
  expect(alerts()).toEqual([failure]);
  isAvailable = true;
  await press('Try again');
  expect(alerts()).toEqual([]);
  expect(text()).toContain('Biblioteca');
});

test('the next start begins in the last theme', async () => {
  await draw(<App />, createFakeBridge({ settings: { ...settings, theme: 'dark' } }));
  document.documentElement.dataset.theme = '';
  paintRememberedTheme();
  expect(document.documentElement.dataset.theme).toBe('dark');
});

test('a program that does not answer is reported, and no run can be sent', async () => {
  const { mirror, text, byRole, press } = await draw(<App />);
  await press('Try it with the sample');
  await act(() => mirror.setOnline(false));
  expect(text()).toContain('Connection lost.');
  expect(byRole('button', /^Generate/).getAttribute('aria-disabled')).toBe('true');
  await act(() => mirror.setOnline(true));
  expect(text()).not.toContain('Connection lost.');
});

test('a screen that throws shows an error and can be loaded again', async () => {
  // React logs to the console what an error boundary has caught.
  const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => consoleError.mockRestore());
  const weather = { isBad: true };
  const { text, press } = await draw(
    <ErrorBoundary sentence="It broke." again="Reload">
      <Fragile weather={weather} />
    </ErrorBoundary>,
  );
  expect(text()).toContain('It broke.');
  weather.isBad = false;
  await press('Reload');
  expect(text()).toContain('fine again');
});

test('the screen that is open stays until the script of the next one has been loaded', async () => {
  const { press, text } = await draw(<App />);
  const shown: string[] = [];
  const main = document.querySelector('main');
  if (main === null) throw new Error('The page has no main part.');
  const observer = new MutationObserver(() => {
    shown.push(text());
  });
  observer.observe(main, { childList: true, subtree: true, attributes: true });
  onTestFinished(() => observer.disconnect());
  for (const name of ['Batch', 'Library', 'Settings', 'Studio']) await press(name);
  expect(shown.length).toBeGreaterThan(0);
  for (const seen of shown) expect(seen).not.toContain('Connecting to Understudy');
  for (const seen of shown) expect(seen.length).toBeGreaterThan('StudioBatchLibrarySettings'.length);
});
