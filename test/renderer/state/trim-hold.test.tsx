// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import type { SubmitInput } from '#contract/calls.ts';
import { ok, type Result } from '#contract/errors.ts';
import type { Trim } from '#contract/model/choices.ts';
import type { Scan } from '#contract/model/scan.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { planOf } from '#renderer/state/selectors.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { drawBatch, image, video } from '#test/renderer/features/batch/batch-draw.tsx';
import { falModelId, imageSource, item, steadyScan, videoSource } from '#test/renderer/samples.ts';

const long = { ...videoSource, facts: { ...videoSource.facts, durationSec: 30 } };
const fromStart = { startSec: 0, endSec: 10 };
/** The first four seconds are another shot. */
const scan = steadyScan(30, { cutsSec: [4] });
const repeated: SpendCheck = {
  repeats: [
    { index: 0, earlier: { kind: 'item', itemId: item('item-0001').id, at: '2026-11-20T09:00:00.000Z' } },
  ],
  breaches: [],
  unknownCosts: 0,
};

const openWhileScanning = async () => {
  const bridge = createFakeBridge({
    sample: { image: imageSource, video: long },
    keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }],
  });
  const found = Promise.withResolvers<Result<Scan>>();
  bridge.answer('media.scan', () => found.promise);
  const drawn = await draw(<StudioScreen />, bridge);
  await act(async () => drawn.actions.openSample());
  await act(async () => drawn.actions.change({ modelId: falModelId }));
  const trimsOf = (name: string) =>
    bridge.requests
      .filter((call) => call.name === name)
      .map(({ input }) => input as SubmitInput)
      .map(({ choices }) => choices.trim);
  const boxOf = (label: string) =>
    [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label)
      ?.control as HTMLInputElement;
  const shown = (): Trim | undefined => {
    const { mirror, draft } = drawn.store.getState();
    return planOf(mirror, draft)?.window;
  };
  const endScan = () => act(async () => found.resolve(ok(scan)));
  return { ...drawn, bridge, trimsOf, boxOf, shown, endScan };
};
type Opened = Awaited<ReturnType<typeof openWhileScanning>>;

const touches: readonly (readonly [string, (opened: Opened) => Promise<void>])[] = [
  ['Generate was pressed', ({ press }) => press(/^Generate/)],
  [
    'a handle was taken by the pointer',
    ({ byRole }) =>
      act(async () => {
        const handle = byRole('slider', /^Start of/);
        Object.assign(handle, { setPointerCapture: () => undefined });
        handle.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
      }),
  ],
  [
    'a time is being typed',
    ({ boxOf }) =>
      act(async () => {
        const box = boxOf('Start');
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, '1');
        box.dispatchEvent(new Event('input', { bubbles: true }));
      }),
  ],
  ['the whole video was selected', ({ actions }) => act(async () => actions.change({ trim: null }))],
  [
    'a part was selected',
    ({ actions }) => act(async () => actions.change({ trim: { startSec: 0, endSec: 10 } })),
  ],
];

test.each(touches)(
  'the trim stays and the best part is offered where %s before the scan ended',
  async (_, touch) => {
    const opened = await openWhileScanning();
    await touch(opened);
    await opened.endScan();
    expect(opened.shown()).toEqual(fromStart);
    expect(opened.text()).toContain('Your trim of 0.0\u201310.0 s was kept.');
    await opened.press(/^Use best selection/);
    expect(opened.shown()?.startSec).toBeGreaterThanOrEqual(4);
    expect(opened.text()).not.toContain('was kept');
  },
);

test('without a touch, the best part is selected when the scan ends, and nothing is offered', async () => {
  const opened = await openWhileScanning();
  await opened.endScan();
  expect(opened.shown()?.startSec).toBeGreaterThanOrEqual(4);
  expect(opened.text()).not.toContain('was kept');
});

test('a part selected after the scan is a choice: nothing else is offered', async () => {
  const opened = await openWhileScanning();
  await opened.endScan();
  await act(async () => opened.actions.change({ trim: fromStart }));
  expect(opened.text()).not.toContain('was kept');
});

test('another video starts without a held part', async () => {
  const opened = await openWhileScanning();
  await opened.press(/^Generate/);
  await act(async () => opened.actions.openSample());
  expect(opened.store.getState().draft).toMatchObject({ trim: null, isTrimHeld: false });
});

test('the run sent is the one shown at the press, though the scan ends before the question is answered', async () => {
  const opened = await openWhileScanning();
  opened.bridge.answer('jobs.spendCheck', () => ok(repeated));
  await opened.press(/^Generate/);
  await opened.endScan();
  expect(opened.store.getState().draft.submit.kind).toBe('asking');
  await act(async () => opened.actions.approve());
  expect(opened.trimsOf('jobs.submit')).toEqual([fromStart, fromStart]);
  expect(opened.shown()).toEqual(fromStart);
  // The next press is the same run, which the program recognises as a repeat.
  await act(async () => opened.actions.readyAgain());
  await opened.press(/^Generate/);
  expect(opened.trimsOf('jobs.submit').at(-1)).toEqual(fromStart);
});

test('the run sent is the one shown at the press, though the scan ends before the program answers', async () => {
  const opened = await openWhileScanning();
  const answered = Promise.withResolvers<Result<SpendCheck>>();
  opened.bridge.answer('jobs.spendCheck', () => answered.promise);
  await opened.press(/^Generate/);
  await opened.endScan();
  await act(async () => answered.resolve(ok({ repeats: [], breaches: [], unknownCosts: 0 })));
  expect(opened.trimsOf('jobs.submit')).toEqual([fromStart]);
  expect(opened.shown()).toEqual(fromStart);
});

const drawScannedBatch = async () => {
  const found = Promise.withResolvers<Result<Scan>>();
  const drawn = await drawBatch([]);
  const world = [image('hero.png'), video('dance.mp4', 30), video('short.mp4', 6)];
  drawn.bridge.world.files = new Map(world.map((source) => [source.name, ok(source)]));
  drawn.bridge.answer('media.scan', () => found.promise);
  await drawn.drop(world.map(({ name }) => name));
  const ask = () => act(async () => drawn.send().click());
  const sent = () =>
    drawn
      .inputs('jobs.submitBatch')
      .flatMap((input) => (input as { requests: SubmitInput[] }).requests.map(({ choices }) => choices.trim));
  return { ...drawn, ask, sent, endScan: () => act(async () => found.resolve(ok(scan))) };
};

test('a batch sends the parts of the question, though the scan ends while it is open', async () => {
  const { ask, sent, endScan, agree, dialog } = await drawScannedBatch();
  await ask();
  await endScan();
  const send = /Generate 2 . \$[\d.]+/.exec(dialog()?.textContent ?? '')?.[0] ?? '';
  await agree(send);
  expect(sent()).toEqual([fromStart, null]);
});

test('a batch keeps the parts of its question, and the best ones are one press away', async () => {
  const { ask, sent, endScan, press, agree, dialog, text } = await drawScannedBatch();
  await ask();
  await press('Back');
  await endScan();
  expect(text()).toContain('The trim of one video was kept.');
  await press('Use best selections');
  expect(text()).not.toContain('was kept');
  await ask();
  await agree(/Generate 2 . \$[\d.]+/.exec(dialog()?.textContent ?? '')?.[0] ?? '');
  expect(sent()[0]?.startSec).toBeGreaterThanOrEqual(4);
});
