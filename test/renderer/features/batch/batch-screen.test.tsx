// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import type { Scan } from '#contract/model/scan.ts';
import { falModel, novitaModel, settings, steadyScan } from '#test/renderer/samples.ts';
import { drawBatch, image, video, withFalKey } from './batch-draw.tsx';

const twoByTwo = [image('hero.png'), image('fox.png'), video('squats.mp4'), video('dance.mp4')];
const fal = 'Kling v2.6 pro (fal)';

test('explains an empty batch and what it needs', async () => {
  const { text, send, total } = await drawBatch([]);
  expect(text()).toContain('Every image is combined with every video on every selected model');
  expect(text()).toContain('Add images and videos first.');
  expect([send().getAttribute('aria-disabled'), total()]).toEqual(['true', 'No generations']);
});

test('sorts files dropped together by kind, and each run has a full name and a price', async () => {
  const { cells, total, send } = await drawBatch([...twoByTwo].reverse());
  expect(cells()).toEqual([
    `fox.png with dance.mp4 on ${fal}: ready, 8.0 s, $0.896`,
    `fox.png with squats.mp4 on ${fal}: ready, 8.0 s, $0.896`,
    `hero.png with dance.mp4 on ${fal}: ready, 8.0 s, $0.896`,
    `hero.png with squats.mp4 on ${fal}: ready, 8.0 s, $0.896`,
  ]);
  expect([total(), send().textContent]).toEqual(['4 generations, $3.584', 'Generate 4 \u00b7 $3.584']);
});

test('reports a file that is neither image nor video and excludes it', async () => {
  const { text, drop, cells, press } = await drawBatch(twoByTwo);
  await drop(['notes.txt']);
  expect(text()).toContain('notes.txt is neither an image nor a video that can be read.');
  expect(cells()).toHaveLength(4);
  await press('Remove notes.txt');
  expect(text()).not.toContain('notes.txt');
});

test('removes a file from the matrix and closes it', async () => {
  const { press, cells, inputs } = await drawBatch(twoByTwo);
  await press('Remove fox.png');
  expect(cells()).toHaveLength(2);
  expect(inputs('media.close')).toEqual([{ sourceId: 'id of fox.png' }]);
});

test('shows each selected model as a block with the cost of its runs', async () => {
  const { tick, cells, total, text } = await drawBatch(twoByTwo);
  await tick('Offline demonstration');
  expect(cells()[0]).toBe('hero.png with squats.mp4 on Offline demonstration: ready, 8.0 s, free');
  expect(cells()).toHaveLength(8);
  expect(text()).toContain('4 generations, $3.584');
  expect(total()).toBe('8 generations, $3.584Understudy, 4 generationsfreefal, 4 generations$3.584');
});

test('counts unpublished prices instead of estimating them', async () => {
  const { tick, total } = await drawBatch(twoByTwo, {
    models: [falModel, novitaModel],
    keys: [
      { provider: 'fal', isSet: true, keptIn: 'memory' },
      { provider: 'novita', isSet: true, keptIn: 'memory' },
    ],
  });
  await tick('Kling v3.0 standard (Novita)');
  expect(total()).toBe(
    '8 generations, $3.584 and 4 generations of unknown pricefal, 4 generations$3.584Novita, 4 generationsprice unknown',
  );
});

test('excludes and includes a run by a press or the space bar', async () => {
  const { cell, keydown, send, sentence } = await drawBatch(twoByTwo);
  const first = () => cell(/^hero\.png with squats/);
  await act(async () => first().click());
  expect([first().getAttribute('aria-selected'), sentence(first())]).toEqual([
    'false',
    `hero.png with squats.mp4 on ${fal}: ready, 8.0 s, $0.896, excluded`,
  ]);
  expect(send().textContent).toBe('Generate 3 \u00b7 $2.688');
  await keydown(first(), ' ');
  expect([first().getAttribute('aria-selected'), send().textContent]).toEqual([
    'true',
    'Generate 4 \u00b7 $3.584',
  ]);
});

test('moves between runs with arrow keys, and Tab returns to the last one', async () => {
  const { cell, keydown, sentence } = await drawBatch(twoByTwo);
  await act(async () => cell(/^hero\.png with squats/).focus());
  await keydown(cell(/^hero\.png with squats/), 'ArrowRight');
  await keydown(cell(/^hero\.png with dance/), 'ArrowDown');
  expect(sentence(document.activeElement)).toMatch(/^fox\.png with dance\.mp4/);
  expect([...document.querySelectorAll('[data-cell][tabindex="0"]')]).toEqual([document.activeElement]);
});

test('disables a run that no change can make valid, with the reason', async () => {
  const { cell, send, sentence } = await drawBatch([
    image('hero.png'),
    video('squats.mp4'),
    video('blink.mp4', 2),
  ]);
  const blink = () => cell(/blink/);
  await act(async () => blink().click());
  expect([sentence(blink()), blink().getAttribute('aria-selected')]).toEqual([
    `hero.png with blink.mp4 on ${fal}: not supported, 2 s is shorter than the 3 s minimum`,
    'false',
  ]);
  expect(send().textContent).toBe('Generate 1 \u00b7 $0.896');
});

test('scans a too long video once, and uses its best part as soon as it is known', async () => {
  let answer: (scan: Scan) => void = () => undefined;
  const { bridge, drop, cells, text, agree, send, inputs, total } = await drawBatch([]);
  bridge.answer('media.scan', () => new Promise((resolve) => (answer = (scan) => resolve(ok(scan)))));
  const long = video('long.mp4', 25);
  bridge.world.files = new Map([
    ['hero.png', ok(image('hero.png'))],
    ['long.mp4', ok(long)],
    ['short.mp4', ok(video('short.mp4'))],
  ]);
  await drop(['hero.png', 'long.mp4', 'short.mp4']);
  await act(async () =>
    bridge.announce('media.progress', { sourceId: long.id, work: 'scan', fraction: 0.4 }),
  );
  expect(text()).toContain('finding the best selection 40 %');
  expect(text()).toContain('One video is still being analysed');
  await act(async () => answer(steadyScan(25, { cutsSec: [6] })));
  expect(text()).not.toContain('finding the best selection');
  expect(cells()[0]).toBe(
    `hero.png with long.mp4 on ${fal}: will be converted, Video: trimmed 6.4\u201316.4 s, H.264, 10.0 s, $1.12`,
  );
  expect(inputs('media.scan')).toEqual([{ sourceId: long.id }]);
  expect(total()).toBe('2 generations, $2.016');
  await act(async () => send().click());
  await agree('Generate 2 \u00b7 $2.016');
  const [sent] = inputs('jobs.submitBatch');
  expect(sent).toMatchObject({
    requests: [{ choices: { trim: { startSec: expect.closeTo(6.367, 2) } } }, {}],
  });
});

test('reports a missing key beside its model and above the button, with a link to Settings', async () => {
  const { tick, text, press, send, store } = await drawBatch(twoByTwo, {
    keys: [{ provider: 'fal', isSet: false, keptIn: 'nowhere' }],
  });
  await tick(fal);
  expect(text()).toContain('no fal key');
  expect(text()).toContain('Add your key first: fal. Or deselect its models.');
  expect(send().getAttribute('aria-disabled')).toBe('true');
  await press('Open Settings');
  expect(store.getState().view.screen.kind).toBe('settings');
});

test('reports a model that only reads links while no link can be made', async () => {
  const { text } = await drawBatch(twoByTwo, {
    ...withFalKey,
    deliverySetup: {
      prefers: 'fal',
      inlineImages: false,
      fal: { isReady: false },
      bucket: { isReady: false, host: null },
    },
  });
  expect(text()).toContain('fal needs a URL for the files.');
});

test('rejects more runs than one batch accepts, with a sentence', async () => {
  const many = [
    ...Array.from({ length: 15 }, (_, at) => image(`hero-${at}.png`)),
    ...Array.from({ length: 14 }, (_, at) => video(`clip-${at}.mp4`)),
  ];
  const { text, send } = await drawBatch(many);
  expect(text()).toContain('210 generations are more than a batch takes (200). Exclude some.');
  expect(send().getAttribute('aria-disabled')).toBe('true');
});

test('applies the orientation to every cell', async () => {
  const { byRole, cells } = await drawBatch([image('hero.png'), video('long.mp4', 25)]);
  await act(async () => byRole('radio', 'Match video').click());
  expect(cells()).toEqual([`hero.png with long.mp4 on ${fal}: ready, 25.0 s, $2.80`]);
});

test('shows the whole screen in Spanish', async () => {
  const { text, cells } = await drawBatch(twoByTwo, {
    ...withFalKey,
    settings: { ...settings, language: 'es' },
  });
  expect(cells()[0]).toBe(`hero.png con squats.mp4 en ${fal}: listo, 8.0 s, $0.896`);
  expect(text()).toContain('4 generaciones, $3.584');
});
