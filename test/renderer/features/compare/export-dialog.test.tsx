// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import { exportIdSchema, type MadeExport } from '#contract/model/export.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { CompareScreen } from '#renderer/features/compare/compare-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { item, settings, videoFacts } from '#test/renderer/samples.ts';

const itemId = itemIdSchema.parse('item-0001');
const exportId = exportIdSchema.parse('2a0a51e5-3b2c-4c7a-9a51-6f6f0b6b8f10');
const made: MadeExport = { exportId, name: 'hero-squats.mp4', sizeBytes: 1_610_000, durationSec: 10 };
const silent = { ...videoFacts, durationSec: 10, audioCodec: null };

/** The open dialog; `answer` lets the export finish. */
const openDialog = async (more: Partial<Item> = {}, language: 'en' | 'es' = 'en') => {
  const bridge = createFakeBridge({ items: [item(itemId, more)], settings: { ...settings, language } });
  let answer: (result: Result<MadeExport>) => void = () => undefined;
  bridge.answer(
    'library.export',
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  bridge.answer('library.cancelExport', () => {
    answer(fail('cancelled'));
    return ok({});
  });
  const drawn = await draw(<CompareScreen itemId={itemId} />, bridge);
  await drawn.press(language === 'en' ? 'Export' : 'Exportar');
  const dialog = () => document.querySelector<HTMLElement>('[role="dialog"]');
  const inDialog = (role: string, name: string) => {
    const found = [...(dialog()?.querySelectorAll<HTMLElement>(role) ?? [])].find(
      (node) => (node.getAttribute('aria-label') ?? node.textContent) === name,
    );
    if (!found) throw new Error(`There is no ${name} in: ${dialog()?.textContent}`);
    return found;
  };
  return {
    ...drawn,
    bridge,
    dialog,
    inDialog,
    choose: (name: string) => act(async () => inDialog('[role="radio"]', name).click()),
    pressInside: (name: string) => act(async () => inDialog('button', name).click()),
    finish: (result: Result<MadeExport>) => act(async () => answer(result)),
    announce: (fraction: number | null) =>
      act(async () => bridge.announce('exports.changed', fraction === null ? [] : [{ itemId, fraction }])),
    exports: () => bridge.requests.filter(({ name }) => name === 'library.export').map(({ input }) => input),
  };
};

test('requests the selected export, with labels in the page’s language', async () => {
  const { choose, pressInside, exports } = await openDialog({}, 'es');
  await choose('Cortinilla');
  await choose('Ninguno');
  await pressInside('Exportar');
  expect(exports()).toEqual([
    {
      itemId,
      besideId: null,
      choices: {
        layout: 'wipe',
        audio: 'none',
        hasLabels: true,
        labels: { reference: 'Referencia', result: 'Resultado' },
        maxBytes: null,
      },
    },
  ]);
});

test('shows size and length of the video before it is made', async () => {
  const { dialog, choose } = await openDialog({
    video: {
      file: 'motion.mp4',
      name: 'a.mp4',
      facts: { ...videoFacts, width: 720, height: 1280, durationSec: 12 },
    },
    result: { file: 'result.mp4', facts: { ...videoFacts, width: 720, height: 1280, durationSec: 10 } },
  });
  expect(dialog()?.textContent).toContain('1440 × 1280, 12.0 s');
  await choose('Result only');
  expect(dialog()?.textContent).toContain('720 × 1280, 10.0 s');
});

test('shows progress, then offers the download and focuses its link', async () => {
  const { pressInside, announce, finish, dialog, byRole } = await openDialog();
  await pressInside('Export');
  await announce(0.42);
  expect(dialog()?.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toBe('42');
  expect(byRole('button', 'Exporting 42 %').textContent).toBe('Exporting 42 %');
  await finish(ok(made));
  await announce(null);
  const link = dialog()?.querySelector('a[download]');
  expect(link?.getAttribute('href')).toBe(`/media/export/${exportId}?download=1`);
  expect(document.activeElement).toBe(link);
  expect(dialog()?.textContent).toContain('The video is ready: 1.61 MB, 10.0 s.');
});

test('ignores a progress event after the answer', async () => {
  const { pressInside, announce, finish, dialog } = await openDialog();
  await pressInside('Export');
  await finish(ok(made));
  await announce(0.99);
  expect(dialog()?.querySelector('a[download]')).not.toBe(null);
});

test('discards the finished video when a choice changes', async () => {
  const { pressInside, finish, choose, dialog } = await openDialog();
  await pressInside('Export');
  await finish(ok(made));
  await choose('Stacked');
  expect(dialog()?.querySelector('a[download]')).toBe(null);
});

test('starts an export on a double click without cancelling it', async () => {
  const { inDialog, dialog, bridge } = await openDialog();
  const button = inDialog('button', 'Export');
  for (const detail of [1, 2])
    await act(async () => button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail })));
  expect(dialog()?.textContent).toContain('Cancel');
  expect(bridge.requests.at(-1)?.name).toBe('library.export');
});

test('cancels an export, and can request it again', async () => {
  const { pressInside, dialog, inDialog } = await openDialog();
  await pressInside('Export');
  await pressInside('Cancel export');
  expect(dialog()?.querySelector('[role="progressbar"]')).toBe(null);
  expect(inDialog('button', 'Export').textContent).toBe('Export');
});

test('cancels an export when the comparison is closed', async () => {
  const { pressInside, erase, bridge } = await openDialog();
  await pressInside('Export');
  await erase();
  expect(bridge.requests.at(-1)).toEqual({ name: 'library.cancelExport', input: { itemId } });
});

test('shows a failure as one sentence with a remedy', async () => {
  const { pressInside, finish, dialog } = await openDialog();
  await pressInside('Export');
  await finish(fail('disk-full'));
  expect(dialog()?.querySelector('[role="alert"]')?.textContent).toContain('The disk is full.');
});

test('offers no audio of a reference that has none, and says so', async () => {
  const { dialog } = await openDialog({ video: { file: 'motion.mp4', name: 'a.mp4', facts: silent } });
  const audioTracks = [...(dialog()?.querySelectorAll('[aria-label="Audio"] [role="radio"]') ?? [])];
  expect(audioTracks.map((audio) => audio.getAttribute('aria-label'))).toEqual(['Result', 'None']);
  expect(dialog()?.textContent).toContain('The reference has no audio.');
});

test('offers no audio choice when neither video has audio', async () => {
  const { dialog, pressInside, exports } = await openDialog({
    video: { file: 'motion.mp4', name: 'a.mp4', facts: silent },
    result: { file: 'result.mp4', facts: silent },
  });
  expect(dialog()?.querySelector('[aria-label="Audio"]')).toBe(null);
  await pressInside('Export');
  expect(exports()).toMatchObject([{ choices: { audio: 'none' } }]);
});

test('selects the reference’s audio for a silent result', async () => {
  const { pressInside, choose, exports } = await openDialog({
    result: { file: 'result.mp4', facts: silent },
  });
  await choose('Result only');
  await pressInside('Export');
  expect(exports()).toMatchObject([{ choices: { layout: 'result', audio: 'beside' } }]);
});
