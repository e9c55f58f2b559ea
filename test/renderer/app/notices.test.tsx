// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import { messages as es } from '#contract/messages/es/messages.ts';
import type { Notice } from '#contract/model/notice.ts';
import { Notices } from '#renderer/app/notices.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { settings } from '#test/renderer/samples.ts';

const restored: Extract<Notice, { kind: 'database-restored' }> = {
  kind: 'database-restored',
  backedUpAt: '2026-11-21T10:00:00.000Z',
  aside: 'understudy.db.broken-1',
  isComplete: false,
  returned: 4,
  heldBack: 1,
};
const gone: Notice = { kind: 'database-begun-again', returned: 3 };
const older: Notice = { kind: 'database-perhaps-older', heldBack: 2, returned: 1 };
const found: Notice = { kind: 'catalogue-rebuilt', found: 12 };
const leftAlone: Notice = { kind: 'items-left-alone', newer: 2, others: 1 };
const away: Notice = { kind: 'library-away', folder: '/media/disk/library' };
const readOnly: Notice = { kind: 'library-read-only', folder: '/media/disk/library' };
const reloaded: Notice = { kind: 'page-reloaded' };
const unexpected: Notice = { kind: 'unexpected-error' };
const all = [restored, gone, older, found, leftAlone, away, readOnly, reloaded, unexpected] as const;

const drawNotices = async (notices: readonly Notice[], world: Partial<World> = {}) => {
  const bridge = createFakeBridge({ notices, ...world });
  const drawn = await draw(<Notices />, bridge);
  const shown = () => [...document.querySelectorAll<HTMLElement>('[data-notice]')];
  return { ...drawn, bridge, shown, kinds: () => shown().map(({ dataset }) => dataset.notice) };
};

test('each notice has a complete sentence and says what to do', () => {
  expect(all.map((notice) => en.notice(notice))).toEqual([
    {
      what: 'The list of jobs and results was damaged or missing and was restored from its copy of 2026-11-21 10:00 UTC. Jobs added after that time and not yet sent are lost. 4 jobs that had been sent are back in the queue. 1 unsent job does not start by itself.',
      wayOut:
        'Check the queue, and add again what is missing. The damaged file is kept as understudy.db.broken-1.',
    },
    {
      what: 'The list of jobs and results was gone and no copy of it could be used, so a new one was started. Your results are found again in their folders; jobs that were not sent yet are lost. 3 jobs that had been sent are back in the queue.',
      wayOut: 'Check the queue, or restore the data folder from a backup of your own.',
    },
    {
      what: 'The list of jobs and results is an older copy. Jobs added since and not yet sent are lost. 1 job that had been sent is back in the queue. 2 unsent jobs do not start by themselves.',
      wayOut: 'Check the queue, and add again what is missing.',
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
    {
      what: 'The page of the window crashed and was loaded again.',
      wayOut:
        'Jobs continued meanwhile, and nothing was sent or charged again. Check the choices you had made.',
    },
    {
      what: 'An unexpected error occurred; a note of it is in the logs of this computer.',
      wayOut:
        'If something no longer responds, start Understudy again: jobs are resumed, and nothing is charged again.',
    },
  ]);
});

test('a count of one is singular, and a count of none is omitted', () => {
  const what = (notice: Notice, messages = en) => messages.notice(notice).what;
  expect([
    what({ ...restored, isComplete: true }),
    what({ kind: 'database-perhaps-older', heldBack: 1, returned: 0 }),
    what({ kind: 'database-perhaps-older', heldBack: 0, returned: 0 }),
    what({ kind: 'catalogue-rebuilt', found: 1 }),
    what({ kind: 'items-left-alone', newer: 1, others: 0 }),
    what({ kind: 'catalogue-rebuilt', found: 1 }, es),
    what({ kind: 'database-perhaps-older', heldBack: 1, returned: 1 }, es),
  ]).toEqual([
    'The list of jobs and results was damaged or missing and was restored from its copy of 2026-11-21 10:00 UTC. Nothing had changed since then.',
    'The list of jobs and results is an older copy. Jobs added since and not yet sent are lost. 1 unsent job does not start by itself.',
    'The list of jobs and results is an older copy. Jobs added since and not yet sent are lost.',
    '1 result restored to the library.',
    '1 library folder was skipped: made by a newer version (1).',
    '1 resultado restaurado en la biblioteca.',
    'La lista de trabajos y resultados es una copia antigua. Se han perdido los trabajos añadidos desde entonces y aún no enviados. 1 trabajo ya enviado vuelve a estar en la cola. 1 trabajo no enviado no empieza por sí solo.',
  ]);
});

test('both languages contain the same numbers and paths', () => {
  const named = (notice: Notice, messages: typeof en) => {
    const { what, wayOut } = messages.notice(notice);
    return `${what} ${wayOut}`.match(/\d+|\/media\S+library|understudy\S+-1/g);
  };
  for (const notice of all) expect(named(notice, es), notice.kind).toEqual(named(notice, en));
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
