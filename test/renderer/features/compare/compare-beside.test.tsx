// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { exportIdSchema, type MadeExport } from '#contract/model/export.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { CompareScreen } from '#renderer/features/compare/compare-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { item, settings, videoFacts } from '#test/renderer/samples.ts';

const itemId = itemIdSchema.parse('item-0001');
const otherId = itemIdSchema.parse('item-0002');
const novita = 'Kling v3.0 pro (Novita)';
const facts = (more: Partial<Item['result']['facts']>) => ({ ...videoFacts, durationSec: 10, ...more });

const drawComparison = async (
  { other = {}, more = {} }: { readonly other?: Partial<Item>; readonly more?: Partial<Item> } = {},
  language: 'en' | 'es' = 'en',
) => {
  const bridge = createFakeBridge({
    items: [
      item('item-0002', { provider: 'novita', modelName: novita, ...other }),
      item('item-0001', { createdAt: '2026-11-20T09:00:00.000Z', ...more }),
    ],
    settings: { ...settings, language },
  });
  const drawn = await draw(<CompareScreen itemId={itemId} />, bridge);
  return {
    ...drawn,
    bridge,
    /** Shows the other result beside this one, by the keyboard shortcut. */
    putBeside: () => act(async () => drawn.actions.openItem(itemId, otherId)),
  };
};

const videos = () => [...document.querySelectorAll('video')];
const addresses = () => videos().map((video) => video.getAttribute('src'));
const captions = () => [...document.querySelectorAll('figcaption strong')].map((name) => name.textContent);
const options = (group: string) =>
  [...document.querySelectorAll(`[role="radiogroup"][aria-label="${group}"] [role="radio"]`)].map((option) =>
    option.getAttribute('aria-label'),
  );
const choice = () => document.querySelector<HTMLElement>('[role="combobox"][aria-label="Compare with"]');
const pressKey = (key: string, target: Element = document.body) =>
  act(async () => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
const tableRows = () =>
  [...document.querySelectorAll('aside tr')].map((row) => [...row.children].map((cell) => cell.textContent));

test('offers no choice for the only result of its files', async () => {
  const bridge = createFakeBridge({ items: [item('item-0001')] });
  const { text } = await draw(<CompareScreen itemId={itemId} />, bridge);
  expect(choice()).toBeNull();
  expect(text()).not.toContain('Compare with the next one');
});

test('shows the reference first, and offers other results by model and date', async () => {
  const { text } = await drawComparison();
  expect(choice()?.textContent).toBe('Reference');
  await act(async () => choice()?.click());
  expect([...document.querySelectorAll('[role="option"]')].map((option) => option.textContent)).toEqual([
    'Reference',
    expect.stringMatching(/^Kling v3\.0 pro \(Novita\) · Nov 21, 2026/),
  ]);
  expect(addresses()).toEqual(['/media/item/item-0001/video', '/media/item/item-0001/result']);
  expect(text()).toContain('Compare with the next one');
});

test('shows a selected result beside this one, both named by model', async () => {
  const { store } = await drawComparison();
  await act(async () => choice()?.click());
  const option = [...document.querySelectorAll<HTMLElement>('[role="option"]')].at(-1);
  await act(async () => option?.click());
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId, besideId: otherId });
  expect(addresses()).toEqual(['/media/item/item-0002/result', '/media/item/item-0001/result']);
  expect(captions()).toEqual([novita, 'Kling v2.6 pro (fal)']);
  expect(videos()[0]?.getAttribute('aria-label')).toMatch(/^Kling v3\.0 pro \(Novita\): Nov 21, 2026/);
});

test('cycles through the results with B, and returns to the reference after the last', async () => {
  await drawComparison();
  await pressKey('b');
  expect(captions()).toEqual([novita, 'Kling v2.6 pro (fal)']);
  await pressKey('b');
  expect(captions()).toEqual(['Reference', 'Result']);
});

test('selects an option by typed letters without triggering shortcuts', async () => {
  await drawComparison();
  const trigger = choice();
  if (!trigger) throw new Error('There is no list of sides.');
  await pressKey('s', trigger);
  expect(document.querySelector('[data-swapped]')).toBeNull();
});

test('offers the audio of each of the two results, one at a time', async () => {
  const { putBeside } = await drawComparison();
  await putBeside();
  expect(options('Audio')).toEqual(['Novita', 'fal', 'None']);
  expect(videos().map((video) => video.muted)).toEqual([true, false]);
  await pressKey('m');
  await pressKey('m');
  expect(videos().map((video) => video.muted)).toEqual([false, true]);
});

test('selects the result’s own audio when the video with the selected audio is replaced', async () => {
  const { putBeside } = await drawComparison({
    other: { result: { file: 'result.mp4', facts: facts({ audioCodec: null }) } },
  });
  await pressKey('m');
  await pressKey('m');
  expect(videos().map((video) => video.muted)).toEqual([false, true]);
  await putBeside();
  expect(options('Audio')).toEqual(['fal', 'None']);
  expect(videos().map((video) => video.muted)).toEqual([true, false]);
});

test('numbers two results of the same model', async () => {
  const { putBeside } = await drawComparison({
    other: { provider: 'fal', modelName: 'Kling v2.6 pro (fal)' },
  });
  await putBeside();
  expect(captions()).toEqual(['Kling v2.6 pro (fal) 1', 'Kling v2.6 pro (fal) 2']);
  expect(options('Audio')).toEqual(['Kling v2.6 pro 1', 'Kling v2.6 pro 2', 'None']);
});

test('keeps time, speed and loop when another video is shown', async () => {
  const { putBeside, text } = await drawComparison();
  await pressKey('l');
  await pressKey('r');
  await pressKey('PageDown');
  await putBeside();
  expect(text()).toContain('0:01.00 / 0:10.00');
  expect(videos().map((video) => [video.currentTime, video.playbackRate])).toEqual([
    [1, 1.5],
    [1, 1.5],
  ]);
  expect(document.querySelector('[aria-label="Loop"]')?.getAttribute('aria-pressed')).toBe('false');
});

test('names the side that ends first', async () => {
  const { putBeside, text } = await drawComparison({
    other: { result: { file: 'result.mp4', facts: facts({ durationSec: 7 }) } },
  });
  await putBeside();
  expect(text()).toContain(`${novita} ends here, 3.0 s earlier.`);
});

test('shows model, cost, time, length and size of both side by side', async () => {
  const { putBeside } = await drawComparison({
    other: {
      billedMicros: 900_000,
      tookSec: 252,
      choices: { ...item('item-0002').choices, orientation: 'video' },
      result: { file: 'result.mp4', facts: facts({ durationSec: 7, sizeBytes: 2_500_000 }) },
    },
    more: { estimate: { unknown: 'no published price' } },
  });
  await putBeside();
  expect(tableRows()).toEqual([
    ['', novita, 'Kling v2.6 pro (fal)'],
    ['Created', expect.stringContaining('Nov 21, 2026'), expect.stringContaining('Nov 20, 2026')],
    ['Character orientation', 'Match video', 'Match image'],
    ['Estimate', '$1.12', 'unknown'],
    ['Billed', '$0.90', 'not reported'],
    ['Generation time', '4 min 12 s', 'unknown'],
    ['Length', '7.0 s', '10.0 s'],
    ['Video', '1080 × 1920, 30\u00a0fps', '1080 × 1920, 30\u00a0fps'],
    ['Size', '2.5 MB', '4.2 MB'],
  ]);
  const headings = [...document.querySelectorAll('aside h2')].map((heading) => heading.textContent);
  expect(headings).toEqual([
    'Both results',
    'Character',
    novita,
    'Kling v2.6 pro (fal)',
    'Keyboard shortcuts',
  ]);
});

test('labels a demonstration result among two results', async () => {
  const { putBeside, text } = await drawComparison({ other: { isDemo: true } });
  expect(text()).not.toContain('Not generated by AI');
  await putBeside();
  expect(text()).toContain('Not generated by AI');
});

test('offers a result that arrives meanwhile without a reload', async () => {
  const bridge = createFakeBridge({ items: [item('item-0001')] });
  await draw(<CompareScreen itemId={itemId} />, bridge);
  bridge.world.items = [item('item-0002', { modelName: novita }), ...bridge.world.items];
  await act(async () => bridge.announce('library.changed', { total: 2 }));
  await pressKey('b');
  expect(captions()).toEqual([novita, 'Kling v2.6 pro (fal)']);
});

test('keeps the comparison with the reference when other results cannot be read', async () => {
  const bridge = createFakeBridge({ items: [item('item-0001')] });
  bridge.answer('library.related', () => fail('internal'));
  const { text } = await draw(<CompareScreen itemId={itemId} />, bridge);
  expect(text()).toContain('Something went wrong in the program itself.');
  expect(captions()).toEqual(['Reference', 'Result']);
});

test('keeps the reference when the requested result is gone', async () => {
  const bridge = createFakeBridge({ items: [item('item-0001')] });
  const { actions } = await draw(<CompareScreen itemId={itemId} />, bridge);
  await act(async () => actions.openItem(itemId, otherId));
  expect(captions()).toEqual(['Reference', 'Result']);
});

test('exports the two sides shown, which cannot be replaced until it is finished', async () => {
  const { putBeside, bridge, press, text } = await drawComparison();
  bridge.answer('library.export', () => new Promise(() => undefined));
  await putBeside();
  await press('Export');
  const dialog = document.querySelector<HTMLElement>('[role="dialog"]');
  expect(dialog?.textContent).toContain('Both results in one video that plays anywhere.');
  expect(dialog?.textContent).toContain(`Equal heights, ${novita} on the left.`);
  const audioTracks = [...(dialog?.querySelectorAll('[aria-label="Audio"] [role="radio"]') ?? [])];
  expect(audioTracks.map((audio) => audio.getAttribute('aria-label'))).toEqual(['fal', 'Novita', 'None']);
  await act(async () => {
    [...(dialog?.querySelectorAll('button') ?? [])]
      .find(({ textContent }) => textContent === 'Export')
      ?.click();
  });
  expect(
    bridge.requests.filter(({ name }) => name === 'library.export').map(({ input }) => input),
  ).toMatchObject([{ itemId, besideId: otherId, choices: { layout: 'side-by-side', audio: 'result' } }]);
  expect(choice()?.getAttribute('aria-disabled') ?? choice()?.getAttribute('data-disabled')).not.toBeNull();
  await pressKey('b');
  expect(captions()).toEqual([novita, 'Kling v2.6 pro (fal)']);
  expect(text()).toContain('Exporting');
});

test('closes an exported video when one of its two results is replaced', async () => {
  const { bridge, press } = await drawComparison();
  const made: MadeExport = {
    exportId: exportIdSchema.parse('2a0a51e5-3b2c-4c7a-9a51-6f6f0b6b8f10'),
    name: 'a.mp4',
    sizeBytes: 1000,
    durationSec: 10,
  };
  bridge.answer('library.export', () => ok(made));
  await press('Export');
  const makeIt = () =>
    act(async () => {
      [...document.querySelectorAll<HTMLElement>('[role="dialog"] button')]
        .find(({ textContent }) => textContent === 'Export')
        ?.click();
    });
  await makeIt();
  expect(document.querySelector('[role="dialog"] a[download]')).not.toBeNull();
  await press('Close');
  await pressKey('b');
  await press('Export');
  expect(document.querySelector('[role="dialog"] a[download]')).toBeNull();
});

test('shows all of it in Spanish', async () => {
  const { putBeside, text } = await drawComparison({ other: { tookSec: 48 } }, 'es');
  await putBeside();
  expect(text()).toContain('Los dos resultados');
  expect(text()).toContain('48 s');
  expect(document.querySelector('[aria-label="Dos resultados, uno junto al otro"]')).not.toBeNull();
});
