// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import type { JobState } from '#contract/model/job.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import { demoModel, item } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';
import { drawBatch, image, video, withFalKey } from './batch-draw.tsx';

const files = [image('hero.png'), video('squats.mp4'), video('dance.mp4'), video('jump.mp4')];
const clear: SpendCheck = { repeats: [], breaches: [], unknownCosts: 0 };
const itemId = itemIdSchema.parse('item-0001');
const repeated: SpendCheck = {
  ...clear,
  repeats: [{ index: 1, earlier: { kind: 'item', itemId, at: '2026-11-20T10:00:00.000Z' } }],
};

const drawOrder = async (spendCheck: SpendCheck = clear, ofRest: SpendCheck = clear) => {
  const drawn = await drawBatch(files);
  drawn.bridge.answer('jobs.spendCheck', ({ requests }) =>
    ok(requests.length === files.length - 1 ? spendCheck : ofRest),
  );
  const ask = () => act(async () => drawn.send().click());
  const videos = () =>
    drawn.inputs('jobs.submitBatch').map((input) => {
      const { requests, approvals, stopAfter } = input as {
        requests: readonly { videoId: string }[];
        approvals: { readonly repeat: boolean; readonly overLimit: boolean };
        stopAfter: unknown;
      };
      const { repeat, overLimit } = approvals;
      return { videos: requests.map(({ videoId }) => videoId), approvals: { repeat, overLimit }, stopAfter };
    });
  const become = (index: number, state: JobState) =>
    act(async () => {
      const { world, announce } = drawn.bridge;
      world.jobs = world.jobs.map((job) => (job.id === `batch-1-${index}` ? { ...job, state } : job));
      announce('jobs.changed', [...world.jobs]);
    });
  return { ...drawn, ask, videos, become };
};
const all = ['id of squats.mp4', 'id of dance.mp4', 'id of jump.mp4'];

test('sends nothing before the confirmation, and nothing after going back', async () => {
  const { ask, dialog, inputs, press, videos } = await drawOrder();
  await ask();
  expect(dialog()?.textContent).toContain('Submit 3 generations?');
  expect(dialog()?.textContent).toContain('Total: $2.688.');
  expect([inputs('jobs.spendCheck').length, videos()]).toEqual([1, []]);
  await press('Back');
  expect([dialog(), videos()]).toEqual([null, []]);
});

test('sends all runs with one press, with permission only for what was shown', async () => {
  const { ask, videos, agree } = await drawOrder();
  await ask();
  await agree('Generate 3 \u00b7 $2.688');
  expect(videos()).toEqual([
    { videos: all, approvals: { repeat: false, overLimit: false }, stopAfter: null },
  ]);
});

test('ignores the second press of a double click', async () => {
  const { ask, agree, videos } = await drawOrder();
  await ask();
  await agree('Generate 3 \u00b7 $2.688', 2);
  expect(videos()).toEqual([]);
});

test('lists repeated runs and skips them unless the user decides otherwise', async () => {
  const { ask, dialog, videos, agree } = await drawOrder(repeated);
  await ask();
  expect(dialog()?.textContent).toContain('1 generation already exists and is excluded.');
  expect(dialog()?.textContent).toContain('hero.png with dance.mp4 on Kling v2.6 pro (fal): in the library');
  await agree('Generate 2 \u00b7 $1.792');
  expect(videos()).toEqual([
    {
      videos: ['id of squats.mp4', 'id of jump.mp4'],
      approvals: { repeat: false, overLimit: false },
      stopAfter: null,
    },
  ]);
});

test('requires explicit agreement to send repeated runs', async () => {
  const { ask, byRole, dialog, videos, agree } = await drawOrder(repeated);
  await ask();
  await act(async () => byRole('radio', 'Generate them again').click());
  expect(dialog()?.textContent).toContain('1 of these generations already exists.');
  expect(dialog()?.textContent).toContain('Generating again is charged again.');
  await agree('Generate 3 \u00b7 $2.688');
  expect(videos()).toEqual([{ videos: all, approvals: { repeat: true, overLimit: false }, stopAfter: null }]);
});

test('does not report a limit that is kept without the repeated runs', async () => {
  const breach = { limit: 'day', limitMicros: 2_000_000, wouldBeMicros: 2_688_000 } as const;
  const { ask, byRole, dialog, videos, agree } = await drawOrder({ ...repeated, breaches: [breach] });
  await ask();
  expect(dialog()?.textContent).not.toContain('limit');
  await act(async () => byRole('radio', 'Generate them again').click());
  expect(dialog()?.textContent).toContain('Today\u2019s total would be $2.688; your daily limit is $2.00.');
  await agree('Generate 3 anyway (over limit) \u00b7 $2.688');
  expect(videos()).toEqual([{ videos: all, approvals: { repeat: true, overLimit: true }, stopAfter: null }]);
});

test('shows repeats found during the confirmation before they can be agreed to', async () => {
  const breach = { limit: 'day', limitMicros: 2_000_000, wouldBeMicros: 2_688_000 } as const;
  const { bridge, ask, dialog, videos, agree } = await drawOrder();
  await ask();
  bridge.answer('jobs.spendCheck', () => ok({ ...clear, breaches: [breach] }));
  await agree('Generate 3 \u00b7 $2.688');
  expect(dialog()?.textContent).toContain('Today\u2019s total would be $2.688; your daily limit is $2.00.');
  expect(bridge.world.jobs).toEqual([]);
  await agree('Generate 3 anyway (over limit) \u00b7 $2.688');
  expect(videos()).toMatchObject([
    { approvals: { repeat: false, overLimit: false } },
    { approvals: { repeat: false, overLimit: true } },
  ]);
  expect(bridge.world.jobs).toHaveLength(3);
});

test('shows prices that rose during the confirmation before they can be agreed to', async () => {
  const { ask, videos, agree, store } = await drawOrder();
  await ask();
  await act(async () =>
    store.setState(({ mirror }) => ({
      mirror: {
        ...mirror,
        models: mirror.models.map((model) =>
          model.price.kind === 'per-second'
            ? { ...model, price: { ...model.price, microsPerSec: 1_000_000 } }
            : model,
        ),
      },
    })),
  );
  await agree('Generate 3 \u00b7 $2.688');
  expect(videos()).toEqual([]);
  await agree('Generate 3 \u00b7 $24.00');
  expect(videos()).toMatchObject([{ videos: all }]);
});

test('does not send as a repeat a run that became one after the confirmation opened', async () => {
  const late: SpendCheck = {
    ...clear,
    repeats: [{ ...repeated.repeats[0], index: 0 } as SpendCheck['repeats'][number]],
  };
  const { bridge, ask, dialog, agree } = await drawOrder(repeated);
  await ask();
  bridge.answer('jobs.spendCheck', ({ requests }) => ok(requests.length === 2 ? late : repeated));
  await agree('Generate 2 \u00b7 $1.792');
  expect(bridge.world.jobs).toEqual([]);
  expect(dialog()?.textContent).toContain('already exist');
});

test('has nothing to send when all runs are repeats and are skipped', async () => {
  const earlier = { kind: 'same-request', index: 0 } as const;
  const everything = { ...clear, repeats: [0, 1, 2].map((index) => ({ index, earlier })) };
  const { ask, byRole, dialog, inputs } = await drawOrder(everything);
  await ask();
  expect(dialog()?.textContent).toContain('Without them nothing is left to submit.');
  expect(byRole('button', 'Generate').getAttribute('aria-disabled')).toBe('true');
  expect(inputs('jobs.spendCheck')).toHaveLength(1);
});

test('lists runs of unknown price while a spending limit is set', async () => {
  const { ask, dialog } = await drawOrder({ ...clear, unknownCosts: 2 });
  await ask();
  expect(dialog()?.textContent).toContain('The prices of 2 generations are unknown');
});

test('sends the number of failures after which to stop, and rejects invalid input', async () => {
  const { ask, videos, text, send, dialog, agree } = await drawOrder();
  const field = [...document.querySelectorAll('label')].find(
    ({ textContent }) => textContent === 'Stop after failed generations',
  )?.control;
  if (!(field instanceof HTMLInputElement)) throw new Error('There is no such field.');
  await typeText(field, '2.5');
  expect(text()).toContain('Enter a whole number from 1 to 200, or leave it empty.');
  expect(send().getAttribute('aria-disabled')).toBe('true');
  await typeText(field, '2');
  await ask();
  expect(dialog()?.textContent).toContain(
    'After 2 failed generations, jobs not yet submitted are cancelled and not charged.',
  );
  await agree('Generate 3 \u00b7 $2.688');
  expect(videos()).toMatchObject([{ stopAfter: 2 }]);
});

test('shows a rejection with whether it was charged, and removes it on the next change', async () => {
  const { bridge, ask, press, text, agree } = await drawOrder();
  bridge.answer('jobs.submitBatch', () =>
    fail('spending-limit-exceeded', {
      breaches: [{ limit: 'day', limitMicros: 2_000_000, wouldBeMicros: 2_690_000 }],
      unknownCosts: 0,
    }),
  );
  await ask();
  await agree('Generate 3 \u00b7 $2.688');
  expect(text()).toContain('It would exceed the spending limit (day: $2.69 of $2.00).');
  expect(text()).toContain('Nothing was charged.');
  await press('Remove jump.mp4');
  expect(text()).not.toContain('spending limit');
});

test('shows the progress of each run in its cell after sending', async () => {
  const { ask, become, cells, text, agree } = await drawOrder();
  await ask();
  await agree('Generate 3 \u00b7 $2.688');
  await become(1, { kind: 'uploading', fraction: 0.5 });
  await become(2, {
    kind: 'failed',
    error: fail('content-refused', { subject: 'fal', charged: 'no' }).error,
  });
  await become(3, { kind: 'done', itemId });
  expect(cells()).toEqual([
    'hero.png with squats.mp4 on Kling v2.6 pro (fal): Uploading 50 %',
    'hero.png with dance.mp4 on Kling v2.6 pro (fal): Failed. fal does not allow what the image, the video or the prompt shows. Nothing was charged.',
    'hero.png with jump.mp4 on Kling v2.6 pro (fal): Done',
  ]);
  expect(text()).toContain('1 done');
  expect(text()).toContain('1 of 3 generations of the batch are done.');
});

test('opens a finished run in Compare by a press or by Enter', async () => {
  const { ask, become, cell, keydown, store, actions, agree } = await drawOrder();
  await ask();
  await agree('Generate 3 \u00b7 $2.688');
  await become(3, { kind: 'done', itemId });
  await keydown(cell(/squats/), 'Enter');
  expect(store.getState().view.screen.kind).toBe('studio');
  await keydown(cell(/jump/), 'Enter');
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId });
  await act(async () => actions.show('batch'));
  await act(async () => cell(/jump/).click());
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId });
});

test('shows a dismissed run as dismissed, and links to its result if the library has it', async () => {
  const { ask, become, cells, cell, store, agree, bridge } = await drawOrder();
  await ask();
  await agree('Generate 3 \u00b7 $2.688');
  await become(1, { kind: 'done', itemId });
  bridge.world.items = [item(itemId, { jobId: 'batch-1-1' })];
  await act(async () => {
    const left = bridge.world.jobs.filter(({ id }) => id !== 'batch-1-1' && id !== 'batch-1-2');
    bridge.announce('jobs.changed', left);
  });
  expect(cells().slice(0, 2)).toEqual([
    'hero.png with squats.mp4 on Kling v2.6 pro (fal): In the library. Dismissed from the queue',
    'hero.png with dance.mp4 on Kling v2.6 pro (fal): Dismissed from the queue',
  ]);
  await act(async () => cell(/squats/).click());
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId });
});

test('shows a run that was not included in what was sent', async () => {
  const { ask, cells, text, agree } = await drawOrder(repeated);
  await ask();
  await agree('Generate 2 \u00b7 $1.792');
  expect(cells()[1]).toBe('hero.png with dance.mp4 on Kling v2.6 pro (fal): Not submitted');
  expect(text()).toContain('Total: $1.792.');
});

test('cancels the unsent runs while there are any', async () => {
  const { ask, press, become, inputs, text, agree } = await drawOrder();
  await ask();
  await agree('Generate 3 \u00b7 $2.688');
  await press('Cancel remaining jobs');
  expect(inputs('jobs.cancelBatch')).toEqual([{ batchId: 'batch-1' }]);
  for (const index of [1, 2, 3]) await become(index, { kind: 'cancelled', charged: 'no' });
  expect(text()).not.toContain('Cancel remaining jobs');
});

test('starts a new batch empty and closes its files; the same files can also be used again', async () => {
  const { ask, press, cells, text, inputs, agree } = await drawOrder();
  await ask();
  await agree('Generate 3 \u00b7 $2.688');
  await press('Use the same files again');
  expect([cells().length, inputs('media.close')]).toEqual([3, []]);
  await ask();
  await agree('Generate 3 \u00b7 $2.688');
  await press('New batch');
  expect(text()).toContain('Drop images and videos here');
  expect(inputs('media.close')).toHaveLength(4);
});

test('shows free runs as free', async () => {
  const { send, dialog, inputs, agree } = await drawBatch(files, { ...withFalKey, models: [demoModel] });
  await act(async () => send().click());
  expect(dialog()?.textContent).toContain('They run on this computer and are free.');
  await agree('Generate 3 \u00b7 free');
  expect(inputs('jobs.submitBatch')).toHaveLength(1);
});
