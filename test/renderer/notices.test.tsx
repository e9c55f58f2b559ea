// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { noticeMessages } from '#contract/messages/notices.ts';
import type { Notice } from '#contract/model/notice.ts';
import { Notices } from '#renderer/app/notices.tsx';
import { draw } from './draw.tsx';
import { createFakeBridge, type World } from './fake-bridge.ts';
import { settings } from './samples.ts';

const repaired: Notice = {
  kind: 'database-repaired',
  jobsSaved: 4,
  jobsLost: 1,
  aside: 'understudy.db.broken-1',
};
const older: Notice = { kind: 'database-perhaps-older', heldBack: 2 };
const found: Notice = { kind: 'catalogue-rebuilt', found: 12 };
const leftAlone: Notice = { kind: 'items-left-alone', newer: 2, others: 1 };
const away: Notice = { kind: 'library-away', folder: '/media/disk/library' };
const readOnly: Notice = { kind: 'library-read-only', folder: '/media/disk/library' };
const all = [repaired, { kind: 'database-begun-again' }, older, found, leftAlone, away, readOnly] as const;

const drawNotices = async (notices: readonly Notice[], world: Partial<World> = {}) => {
  const bridge = createFakeBridge({ notices, ...world });
  const drawn = await draw(<Notices />, bridge);
  const shown = () => [...document.querySelectorAll<HTMLElement>('[data-notice]')];
  return { ...drawn, bridge, shown, kinds: () => shown().map(({ dataset }) => dataset.notice) };
};

test('each notice is said in full, with a way out', () => {
  expect(all.map((notice) => noticeMessages(notice, 'en'))).toEqual([
    {
      what: 'The list of jobs and results was damaged: 4 jobs were saved, at least 1 was lost. Your results are found again from their folders.',
      wayOut:
        'If a run is missing, look at your account at its provider before you send it again. The damaged file is kept as understudy.db.broken-1.',
    },
    {
      what: 'The list of jobs and results was gone, and a new one was begun. Your results are found again from their folders; jobs that were waiting or running are not in it.',
      wayOut:
        'Look at your accounts at the providers before you send anything again, or put the data folder back from a backup.',
    },
    {
      what: 'The data looks like an older copy, so 2 waiting jobs were held back: they may have been sent and paid already.',
      wayOut: 'Look at them in the queue, and decide there.',
    },
    {
      what: '12 results were found again in their folders.',
      wayOut: 'Nothing needs to be done; the library shows what was found.',
    },
    {
      what: '3 folders of the library were left alone: made by a newer version (2), or not readable or not in its place (1).',
      wayOut:
        'Look through the folders again under Settings, Storage, to see which. Nothing in them was changed.',
    },
    {
      what: 'The library\u2019s folder is away (/media/disk/library).',
      wayOut: 'Connect its disk; until then finished runs wait and nothing is lost.',
    },
    {
      what: 'Nothing can be written to the library\u2019s folder (/media/disk/library).',
      wayOut: 'Allow writing there, or move the library in Settings; until then finished runs wait.',
    },
  ]);
});

test('one of anything is told as one, and none as none', () => {
  const what = (notice: Notice, language: 'en' | 'es' = 'en') => noticeMessages(notice, language).what;
  expect([
    what({ ...repaired, jobsSaved: 1, jobsLost: 0 }),
    what({ kind: 'database-perhaps-older', heldBack: 1 }),
    what({ kind: 'database-perhaps-older', heldBack: 0 }),
    what({ kind: 'catalogue-rebuilt', found: 1 }),
    what({ kind: 'items-left-alone', newer: 1, others: 0 }),
    what({ kind: 'catalogue-rebuilt', found: 1 }, 'es'),
    what({ kind: 'database-perhaps-older', heldBack: 1 }, 'es'),
  ]).toEqual([
    'The list of jobs and results was damaged: 1 job was saved, and none is known to be lost. Your results are found again from their folders.',
    'The data looks like an older copy, so 1 waiting job was held back: it may have been sent and paid already.',
    'The data looks like an older copy. No job was waiting in it.',
    '1 result was found again in its folder.',
    '1 folder of the library was left alone: made by a newer version (1).',
    'Se ha vuelto a encontrar 1 resultado en su carpeta.',
    'Los datos parecen una copia antigua, así que se ha retenido 1 trabajo en espera: puede que ya se enviara y se pagara.',
  ]);
});

test('both languages name the same numbers and places', () => {
  const named = (notice: Notice, language: 'en' | 'es') => {
    const { what, wayOut } = noticeMessages(notice, language);
    return `${what} ${wayOut}`.match(/\d+|\/media\S+library|understudy\S+-1/g);
  };
  for (const notice of all) expect(named(notice, 'es'), notice.kind).toEqual(named(notice, 'en'));
});

test('notices stand above the screen until they are put away', async () => {
  const { kinds, bridge, byRole } = await drawNotices([found, leftAlone]);
  expect(kinds()).toEqual(['catalogue-rebuilt', 'items-left-alone']);
  await act(async () => byRole('button', 'Put this notice away').click());
  expect([kinds(), bridge.world.notices]).toEqual([['items-left-alone'], [leftAlone]]);
});

test('a folder that is away cannot be put away while it lasts, and is gone when it is back', async () => {
  const { shown, bridge, kinds } = await drawNotices([away, readOnly]);
  expect(shown().map((line) => line.querySelector('[aria-label]'))).toEqual([null, null]);
  await act(async () => bridge.announce('notices.changed', []));
  expect(kinds()).toEqual([]);
});

test('each notice leads to where more of it is seen', async () => {
  const { actions, store, press, bridge } = await drawNotices([older]);
  await act(async () => actions.show('settings'));
  await press('See the queue');
  expect(store.getState().view.screen).toEqual({ kind: 'studio' });
  await act(async () => bridge.announce('notices.changed', [found]));
  await press('See the library');
  expect(store.getState().view.screen).toEqual({ kind: 'library' });
  await act(async () => bridge.announce('notices.changed', [away]));
  await press('Open Settings');
  expect(store.getState().view.screen).toEqual({ kind: 'settings', part: 'storage' });
});

test('where more of a notice is seen nothing leads there, and the keys stay at the notice', async () => {
  const { press, shown, byRole } = await drawNotices([found]);
  byRole('button', 'See the library').focus();
  await press('See the library');
  const buttons = [...document.querySelectorAll('button')].map(
    (button) => button.getAttribute('aria-label') ?? button.textContent,
  );
  expect([buttons, document.activeElement === shown()[0]]).toEqual([['Put this notice away'], true]);
});

test('a notice that cannot be put away just now says why', async () => {
  const { bridge, press, kinds, text } = await drawNotices([found]);
  bridge.answer('notices.dismiss', () => fail('disk-full'));
  await press('Put this notice away');
  expect([kinds(), text().includes('The disk is full.')]).toEqual([['catalogue-rebuilt'], true]);
});

test('a notice that comes up later is read aloud, in the language of the page', async () => {
  const { bridge } = await drawNotices([], { settings: { ...settings, language: 'es' } });
  await act(async () => bridge.announce('notices.changed', [away]));
  expect(document.querySelector('[role=status]')?.textContent).toContain(
    'La carpeta de la biblioteca no está (/media/disk/library). Conecta su disco;',
  );
});
