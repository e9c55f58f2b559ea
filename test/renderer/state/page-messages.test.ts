import { expect, test } from 'vitest';
import type { Language } from '#contract/messages/languages.ts';
import { messages as en } from '#renderer/messages/en/messages.ts';
import { messages as es } from '#renderer/messages/es/messages.ts';
import { createPageMessages, followLanguage, loadFirst } from '#renderer/state/page-messages.ts';
import { createAppStore } from '#renderer/state/store.ts';
import { settings } from '#test/renderer/samples.ts';

const load = async (language: Language) => ({ en, es })[language];
const unavailable = async () => {
  throw new TypeError('Failed to fetch dynamically imported module');
};

test('the page starts in the requested language', async () => {
  expect((await loadFirst('es', load)).language).toBe('es');
});

test('the page starts in another language if the requested one cannot be loaded', async () => {
  const first = await loadFirst('es', (language) => (language === 'es' ? unavailable() : load(language)));
  expect(first.language).toBe('en');
  await expect(loadFirst('es', unavailable)).rejects.toThrow('Failed to fetch');
});

test('a language that cannot be loaded leaves the present one, until a retry succeeds', async () => {
  let isAvailable = false;
  const messages = createPageMessages(en, (language) => (isAvailable ? load(language) : unavailable()));
  await messages.show('es');
  expect(messages.get()).toEqual({ messages: en, failed: 'es' });
  isAvailable = true;
  await messages.show('es');
  expect(messages.get()).toEqual({ messages: es, failed: null });
});

test('choosing the present language again removes the failure', async () => {
  const messages = createPageMessages(en, unavailable);
  await messages.show('es');
  await messages.show('en');
  expect(messages.get()).toEqual({ messages: en, failed: null });
});

test('a language that arrives after another one was chosen is not shown', async () => {
  const late = Promise.withResolvers<typeof es>();
  const messages = createPageMessages(en, () => late.promise);
  const shown = messages.show('es');
  await messages.show('en');
  late.resolve(es);
  await shown;
  expect(messages.get()).toEqual({ messages: en, failed: null });
});

test('the language of the settings is loaded once for each choice, and remembered', async () => {
  const store = createAppStore();
  const [shown, remembered]: Language[][] = [[], []];
  followLanguage(
    { store, messages: { show: async (language) => void shown?.push(language) } },
    (language) => void remembered?.push(language),
  );
  const choose = (language: 'en' | 'es') =>
    store.setState(({ mirror }) => ({ mirror: { ...mirror, settings: { ...settings, language } } }));
  choose('es');
  choose('es');
  choose('en');
  expect([shown, remembered]).toEqual([
    ['es', 'en'],
    ['es', 'en'],
  ]);
});
