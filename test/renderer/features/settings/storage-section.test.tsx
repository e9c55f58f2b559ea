// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { LibraryStorage } from '#contract/model/library-work.ts';
import { StorageSection } from '#renderer/features/settings/storage-section.tsx';
import { parseDays } from '#renderer/features/settings/trash-period.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { marked, pressIn, removedAt } from '#test/renderer/features/library/library-drawing.tsx';
import { about, settings, storage } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

const drawStorage = async (more: Partial<LibraryStorage> = {}, world: Partial<World> = {}) => {
  const bridge = createFakeBridge(world);
  bridge.answer('library.storage', () => ok({ ...storage, ...more }));
  const drawn = await draw(<StorageSection />, bridge);
  const field = (label: string): HTMLInputElement => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    if (!(found?.control instanceof HTMLInputElement)) throw new Error(`There is no field called ${label}`);
    return found.control;
  };
  const inputs = (name: string) =>
    bridge.requests.filter((call) => call.name === name).map(({ input }) => input);
  const isDisabled = (button: string) =>
    drawn.byRole('button', button).getAttribute('aria-disabled') === 'true';
  const answerYes = () =>
    act(async () => [...document.querySelectorAll<HTMLElement>('[role="dialog"] button')].at(-1)?.click());
  return { ...drawn, bridge, field, inputs, isDisabled, answerYes };
};

const chosen = { folder: '/media/disk/library', isDefault: false } as const;

test('shows the location of the library and its size by kind', async () => {
  const { text } = await drawStorage({ libraryBytes: 81_400_000_000, trashBytes: 300_000_000 });
  expect(text()).toContain(`${storage.folder} in the data folder`);
  expect(text()).toContain('2 results, 81.4 GB with images and videos');
  expect(text()).toContain('Trash300 MB');
  expect(text()).toContain('Work files8 MB');
  expect(text()).toContain('120.0 GB on this disk');
});

test('explains a disconnected folder and what to do', async () => {
  const { text, box } = await drawStorage({
    ...chosen,
    isThere: false,
    isWritable: false,
    freeBytes: null,
  });
  expect(box.querySelector('[role="alert"]')?.textContent).toContain(
    'The library location is not available.',
  );
  expect(text()).toContain('Connect its disk, or restore the folder.');
  expect(text()).not.toContain('on this disk');
});

test('reports a folder that is not writable', async () => {
  const { box } = await drawStorage({ isWritable: false });
  expect(box.querySelector('[role="alert"]')?.textContent).toContain('The library location is read-only.');
});

test('selects the new folder with a dialog on the desktop, and confirms the move first', async () => {
  const { bridge, press, text, inputs, answerYes } = await drawStorage(
    {},
    { about: { ...about, canChooseFolder: true } },
  );
  bridge.answer('library.chooseFolder', () => ok({ folder: '/media/disk/library' }));
  bridge.answer('library.move', () => ok({ ...storage, ...chosen }));
  await press('Move to another folder…');
  expect(text()).toContain('It is moved to /media/disk/library.');
  expect(inputs('library.move')).toEqual([]);
  await answerYes();
  expect(inputs('library.move')).toEqual([{ to: '/media/disk/library' }]);
  expect(text()).toContain('Library moved to /media/disk/library.');
});

test('accepts a typed full path elsewhere', async () => {
  const { field, press, inputs, answerYes } = await drawStorage();
  await typeText(field('Full path of the new folder'), ' /media/disk/library ');
  await press('Move library');
  await answerYes();
  expect(inputs('library.move')).toEqual([{ to: '/media/disk/library' }]);
});

test('offers to move back to the data folder only if the library was moved', async () => {
  const { press, inputs, answerYes, erase } = await drawStorage(chosen);
  await press('Move back to the data folder');
  await answerYes();
  expect(inputs('library.move')).toEqual([{ to: '' }]);
  await erase();
  const defaults = await drawStorage();
  expect(defaults.text()).not.toContain('Move back to the data folder');
});

test('offers to delete the copy in the old folder, and confirms that first', async () => {
  const { bridge, press, text, inputs, answerYes } = await drawStorage({
    ...chosen,
    oldCopies: [
      { folder: '/media/old', sizeBytes: 81_400_000_000 },
      { folder: '/media/away', sizeBytes: null },
    ],
  });
  expect(text()).toContain('/media/old still holds a copy of the library (81.4 GB).');
  expect(text()).toContain('/media/away may hold a copy of the library. It is not available.');
  await press('Delete old copy…');
  expect(text()).toContain('Each file is compared with the library again before it is deleted.');
  expect(inputs('library.deleteOldCopies')).toEqual([]);
  bridge.answer('library.storage', () => ok({ ...storage, ...chosen }));
  await answerYes();
  expect(inputs('library.deleteOldCopies')).toEqual([{}]);
  expect(text()).toContain('Old copy deleted.');
  expect(text()).not.toContain('still holds a copy');
});

test('reports an old copy that cannot be deleted, and keeps the offer', async () => {
  const { bridge, press, text, answerYes } = await drawStorage({
    oldCopies: [{ folder: '/media/away', sizeBytes: null }],
  });
  bridge.answer('library.deleteOldCopies', () => fail('library-away', { subject: 'away' }));
  await press('Delete old copy…');
  await answerYes();
  expect(text()).toContain('(away)');
  expect(text()).toContain('/media/away may hold a copy of the library.');
});

test('reports an unsuitable folder, and the library stays in place', async () => {
  const { bridge, field, press, text, answerYes } = await drawStorage();
  bridge.answer('library.move', () => fail('folder-unsuitable', { reason: 'not-empty' }));
  await typeText(field('Full path of the new folder'), '/home/someone');
  await press('Move library');
  await answerYes();
  expect(text()).toContain('The library cannot be in that folder. The folder is not empty.');
});

test('shows the progress of long-running work, which can be stopped and blocks other work', async () => {
  const { bridge, press, text, inputs, isDisabled } = await drawStorage();
  await act(async () => bridge.announce('library.working', { kind: 'working', work: 'move', fraction: 0.5 }));
  expect(text()).toContain('Moving library');
  expect(text()).toContain('50 %');
  expect(isDisabled('Rescan library')).toBe(true);
  await press('Cancel');
  expect(inputs('library.cancelWork')).toEqual([{}]);
  const counted = inputs('library.storage').length;
  await act(async () => bridge.announce('library.working', { kind: 'idle' }));
  expect(inputs('library.storage')).toHaveLength(counted + 1);
});

test('reports what a rebuild found, and what it skips and why', async () => {
  const { bridge, press, text } = await drawStorage();
  bridge.answer('library.rebuild', () =>
    ok({ added: 2, dropped: 1, total: 10, leftAlone: [{ folder: '2026-11/abc', why: 'newer' }] }),
  );
  await press('Rescan library');
  expect(text()).toContain('10 results: 2 new, 1 removed.');
  expect(text()).toContain('Show 1 skipped folder');
  expect(text()).toContain('2026-11/abc: made by a newer version of Understudy.');
});

test('saves the retention period of the trash in days, or until it is emptied', async () => {
  const { field, press, inputs, text } = await drawStorage();
  await typeText(field('Delete items after'), '0');
  expect(text()).toContain('Enter 1 to 3650 days.');
  await typeText(field('Delete items after'), '90');
  await press('Save trash period');
  await pressIn('switch', /.*/);
  expect(inputs('settings.set')).toEqual([{ trashDays: 90 }, { trashDays: null }]);
  expect(text()).not.toContain('Delete items after');
});

test('confirms emptying the trash with the number of results', async () => {
  const items = [marked(0, { removedAt }), marked(1, { removedAt }), marked(2, {})];
  const { press, text, inputs, answerYes } = await drawStorage({}, { items, settings });
  await press('Empty trash…');
  expect(text()).toContain('Delete 2 results permanently?');
  expect(inputs('library.deleteForever')).toEqual([]);
  await answerYes();
  expect(inputs('library.deleteForever')).toEqual([{ itemIds: null }]);
  expect(text()).toContain('2 results deleted permanently.');
  expect(text()).toContain('The trash is empty.');
});

test('accepts only whole days in the allowed range', () => {
  expect(['30', ' 7 ', '1', '3650'].map(parseDays)).toEqual([30, 7, 1, 3650]);
  expect(['', '0', '-1', '1.5', '3651', 'ten', '99999'].map(parseDays)).toEqual(Array(7).fill(null));
});
