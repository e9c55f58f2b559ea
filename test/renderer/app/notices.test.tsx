// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { noticeMessages } from '#contract/messages/notices.ts';
import type { Notice } from '#contract/model/notice.ts';
import { Notices } from '#renderer/app/notices.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { settings } from '#test/renderer/samples.ts';

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

test('each notice has a complete sentence and says what to do', () => {
  expect(all.map((notice) => noticeMessages(notice, 'en'))).toEqual([
    {
      what: 'The list of jobs and results was damaged: 4 jobs were recovered, at least 1 was lost. Results are restored from their folders.',
      wayOut:
        'If a job is missing, check your account at its provider before you submit it again: it may have been charged. The damaged file is kept as understudy.db.broken-1.',
    },
    {
      what: 'The list of jobs and results was missing, so a new one was created. Results are restored from their folders; queued and running jobs are not.',
      wayOut:
        'Check your accounts at the providers before you submit anything again: running jobs may have been charged. You can also restore the data folder from a backup.',
    },
    {
      what: 'The data appears to be an older copy, so 2 queued jobs were held back: they may have been submitted and charged already.',
      wayOut: 'Resolve them in the queue.',
    },
    {
      what: '12 results restored to the library.',
      wayOut: 'No action is needed.',
    },
    {
      what: '3 library folders were skipped: made by a newer version (2), or unreadable or misplaced (1).',
      wayOut: 'Rescan the library in Settings to see which. Nothing in them was changed.',
    },
    {
      what: 'The library location is not available (/media/disk/library).',
      wayOut: 'Connect its disk. Until then finished jobs wait; nothing is lost.',
    },
    {
      what: 'The library location is read-only (/media/disk/library).',
      wayOut:
        'Allow writing there, or move the library in Settings. Until then finished jobs wait; nothing is lost.',
    },
  ]);
});

test('a count of one is singular, and a count of none is omitted', () => {
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
    'The list of jobs and results was damaged: 1 job was recovered, none is known to be lost. Results are restored from their folders.',
    'The data appears to be an older copy, so 1 queued job was held back: it may have been submitted and charged already.',
    'The data appears to be an older copy. It contains no queued job.',
    '1 result restored to the library.',
    '1 library folder was skipped: made by a newer version (1).',
    '1 resultado restaurado en la biblioteca.',
    'Los datos parecen una copia antigua, así que se ha retenido 1 trabajo en cola: puede que ya se enviara y se cobrara.',
  ]);
});

test('both languages contain the same numbers and paths', () => {
  const named = (notice: Notice, language: 'en' | 'es') => {
    const { what, wayOut } = noticeMessages(notice, language);
    return `${what} ${wayOut}`.match(/\d+|\/media\S+library|understudy\S+-1/g);
  };
  for (const notice of all) expect(named(notice, 'es'), notice.kind).toEqual(named(notice, 'en'));
});

test('notices stay above the screen until they are dismissed', async () => {
  const { kinds, bridge, byRole } = await drawNotices([found, leftAlone]);
  expect(kinds()).toEqual(['catalogue-rebuilt', 'items-left-alone']);
  await act(async () => byRole('button', 'Dismiss').click());
  expect([kinds(), bridge.world.notices]).toEqual([['items-left-alone'], [leftAlone]]);
});

test('the notice of an unavailable library cannot be dismissed, and is removed when the library is back', async () => {
  const { shown, bridge, kinds } = await drawNotices([away, readOnly]);
  expect(shown().map((line) => line.querySelector('[aria-label]'))).toEqual([null, null]);
  await act(async () => bridge.announce('notices.changed', []));
  expect(kinds()).toEqual([]);
});

test('each notice opens the screen that shows more about it', async () => {
  const { actions, store, press, bridge } = await drawNotices([older]);
  await act(async () => actions.show('settings'));
  await press('Open the queue');
  expect(store.getState().view.screen).toEqual({ kind: 'studio' });
  await act(async () => bridge.announce('notices.changed', [found]));
  await press('Open the library');
  expect(store.getState().view.screen).toEqual({ kind: 'library' });
  await act(async () => bridge.announce('notices.changed', [away]));
  await press('Open Settings');
  expect(store.getState().view.screen).toEqual({ kind: 'settings', part: 'storage' });
});

test('on the screen that a notice opens it has no button, and the focus stays at the notice', async () => {
  const { press, shown, byRole } = await drawNotices([found]);
  byRole('button', 'Open the library').focus();
  await press('Open the library');
  const buttons = [...document.querySelectorAll('button')].map(
    (button) => button.getAttribute('aria-label') ?? button.textContent,
  );
  expect([buttons, document.activeElement === shown()[0]]).toEqual([['Dismiss'], true]);
});

test('a notice that cannot be dismissed shows the error', async () => {
  const { bridge, press, kinds, text } = await drawNotices([found]);
  bridge.answer('notices.dismiss', () => fail('disk-full'));
  await press('Dismiss');
  expect([kinds(), text().includes('The disk is full.')]).toEqual([['catalogue-rebuilt'], true]);
});

test('a later notice is announced, in the language of the page', async () => {
  const { bridge } = await drawNotices([], { settings: { ...settings, language: 'es' } });
  await act(async () => bridge.announce('notices.changed', [away]));
  expect(document.querySelector('[role=status]')?.textContent).toContain(
    'La ubicación de la biblioteca no está disponible (/media/disk/library). Conecta su disco.',
  );
});
