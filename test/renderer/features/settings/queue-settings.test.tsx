// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { QueueSection } from '#renderer/features/settings/queue-settings.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { demoModel, falModel, novitaModel, settings } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

const drawNumbers = async (world: Partial<World> = {}) => {
  const bridge = createFakeBridge({ models: [demoModel, falModel, falModel, novitaModel], ...world });
  const drawn = await draw(<QueueSection />, bridge);
  const fields = () => [...document.querySelectorAll('input')];
  const field = (index: number): HTMLInputElement => {
    const found = fields()[index];
    if (found === undefined) throw new Error(`There are only ${fields().length} fields.`);
    return found;
  };
  const saved = () => bridge.requests.filter(({ name }) => name === 'settings.set').map(({ input }) => input);
  return { ...drawn, bridge, fields, field, saved };
};

test('shows a number for each paid provider, two by default', async () => {
  const queue = { isPaused: false, concurrency: { novita: 7 } };
  const { fields, text } = await drawNumbers({ settings: { ...settings, queue } });
  expect(fields().map((field) => [field.labels?.[0]?.textContent, field.value])).toEqual([
    ['fal: concurrent jobs', '2'],
    ['Novita: concurrent jobs', '7'],
  ]);
  expect(text()).toContain('fal allows new accounts 2 concurrent jobs.');
});

test('saves one number without changing the others or the pause', async () => {
  const queue = { isPaused: true, concurrency: { novita: 7 } };
  const { field, press, saved, text } = await drawNumbers({ settings: { ...settings, queue } });
  await typeText(field(0), ' 10 ');
  await press('Save concurrency');
  expect(saved()).toEqual([{ queue: { isPaused: true, concurrency: { fal: 10, novita: 7 } } }]);
  expect(text()).toContain('Concurrency saved.');
});

test('keeps input typed while a number is being saved, without reporting it as saved', async () => {
  const { bridge, field, press, text } = await drawNumbers();
  const saving = Promise.withResolvers<void>();
  bridge.answer('settings.set', () => saving.promise.then(() => ok(bridge.world.settings)));
  await typeText(field(0), '3');
  await press('Save concurrency');
  await typeText(field(1), '5');
  await act(async () => saving.resolve());
  expect([field(1).value, text().includes('Concurrency saved.')]).toEqual(['5', false]);
});

test('rejects anything but a whole number from 1 to 100', async () => {
  const { field, press, saved, text } = await drawNumbers();
  for (const wrong of ['0', '101', '2.5', 'many', '']) {
    await typeText(field(0), wrong);
    await press('Save concurrency');
  }
  expect(saved()).toEqual([]);
  expect(text()).toContain('Enter a whole number from 1 to 100.');
});

test('reports a number that cannot be saved', async () => {
  const { bridge, field, press, text } = await drawNumbers();
  bridge.answer('settings.set', () => fail('disk-full'));
  await typeText(field(1), '3');
  await press('Save concurrency');
  expect([text().includes('The disk is full.'), field(1).value]).toEqual([true, '3']);
});

test('shows nothing to set when all providers are free', async () => {
  const { fields, text } = await drawNumbers({ models: [demoModel] });
  expect(fields()).toEqual([]);
  expect(text()).toContain('No paid provider is available.');
});
