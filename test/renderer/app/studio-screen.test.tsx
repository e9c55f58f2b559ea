// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { falModelId, job, videoFacts, videoSource } from '#test/renderer/samples.ts';

const withKey: Partial<World> = { keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }] };

const drawStudio = async (given: Partial<World> = {}) => {
  const bridge = createFakeBridge(given);
  const drawn = await draw(<StudioScreen />, bridge);
  const generate = () => drawn.byRole('button', /^(Generate|Queued|Submitting)/);
  const cost = () => document.querySelector('[data-testid=cost]')?.textContent;
  const countCalls = (name: string) => bridge.requests.filter((call) => call.name === name).length;
  const boxOf = (label: string) =>
    [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label)?.control;
  const typedIn = (label: string) => {
    const box = boxOf(label);
    return box instanceof HTMLInputElement ? box.value : null;
  };
  const start = () => typedIn('Start');
  const end = () => typedIn('End');
  const keydown = (key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body) =>
    act(async () => {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    });
  return { ...drawn, bridge, generate, cost, countCalls, start, end, keydown };
};

/** Drops files as a file manager does: a dragover first, then the drop. */
const dropOn = async (place: 'image' | 'video', files: readonly File[], isDropped = true) => {
  const target = document.querySelector(`[data-place=${place}]`);
  const transfer = { files, items: files.map(({ type }) => ({ kind: 'file', type })), dropEffect: 'none' };
  for (const type of isDropped ? ['dragover', 'drop'] : ['dragover'])
    await act(async () => {
      const event = new Event(type, { bubbles: true, cancelable: true });
      target?.dispatchEvent(Object.assign(event, { dataTransfer: transfer }));
    });
};
const image = new File(['bytes'], 'hero.png', { type: 'image/png' });
const video = new File(['bytes'], 'squats.mp4', { type: 'video/mp4' });

test('the empty Studio names the required files, says what makes a good input, and offers the sample', async () => {
  const { text, generate } = await drawStudio();
  expect(text()).toContain('One continuous shot, no cuts');
  expect(text()).toContain('Add a character image and a reference video first.');
  expect(generate().getAttribute('aria-disabled')).toBe('true');
});

test('one press on the sample fills both inputs', async () => {
  const { press, text, generate, cost } = await drawStudio();
  await press('Try it with the sample');
  expect(text()).toContain('hero.png');
  expect(text()).toContain(
    '1080 \u00d7 1920 \u00b7 13.0 s \u00b7 30 fps \u00b7 H.264 \u00b7 4.2 MB \u00b7 with audio',
  );
  expect(text()).toContain(
    '13 s is over the 10 s limit \u2192 the first 10 s are used. Source: the model page',
  );
  expect([generate().textContent, cost()]).toEqual(['Generate \u00b7 free', 'Free']);
  expect(generate().getAttribute('aria-disabled')).not.toBe('true');
});

test('two files dropped together anywhere go to their slots', async () => {
  const { text } = await drawStudio();
  await dropOn('image', [video, image], false);
  expect(text()).toContain('Use as character');
  expect(text()).toContain('Use as motion');
  await dropOn('image', [video, image]);
  expect(text()).not.toMatch(/Use as (character|motion)/);
  expect(document.querySelector('[data-place=image]')?.textContent).toContain('hero.png');
  expect(document.querySelector('[data-place=video]')?.textContent).toContain('squats.mp4');
});

test('an image dropped on Motion becomes the character, and Motion says so', async () => {
  await drawStudio();
  await dropOn('video', [image]);
  expect(document.querySelector('[data-place=image]')?.textContent).toContain('hero.png');
  expect(document.querySelector('[data-place=video]')?.textContent).toContain(
    'hero.png is an image, and the motion must be a video.Used as the character.',
  );
});

test('an unusable file is reported in its slot, without a sentence about money', async () => {
  await drawStudio();
  await dropOn('image', [new File(['bytes'], 'notes.txt')]);
  const place = document.querySelector('[data-place=image]')?.textContent;
  expect(place).toContain('notes.txt is neither an image nor a video that can be read.');
  expect(place).not.toContain('charged');
});

test('the orientation changes the limit, the part and the price on the button', async () => {
  const { press, byRole, text, generate, end } = await drawStudio(withKey);
  await press('Try it with the sample');
  expect([generate().textContent, end()]).toEqual(['Generate \u00b7 $1.12', '0:10.00']);
  await act(async () => byRole('radio', 'Match video').click());
  expect([generate().textContent, end()]).toEqual(['Generate \u00b7 $1.456', '0:13.00']);
  expect(text()).toContain('13.0 s (max 30.0 s)');
  expect(text()).toContain('From the model page, as of Nov 21, 2026.');
});

test('the selected part moves by keys: a frame, a second, to the ends, ten seconds', async () => {
  const { press, byRole, start, end, keydown, player } = await drawStudio();
  await press('Try it with the sample');
  const handle = () => byRole('slider', 'End of the selection');
  await keydown('ArrowLeft', {}, handle());
  expect(end()).toBe('0:09.97');
  await keydown('ArrowLeft', { shiftKey: true }, handle());
  expect(end()).toBe('0:08.97');
  await act(async () => player.seek(2));
  await keydown('i');
  expect(start()).toBe('0:02.00');
  await keydown('ArrowRight', { shiftKey: true });
  await keydown('o');
  expect([start(), end()]).toEqual(['0:00.00', '0:03.00']);
  await press('10 s');
  expect([start(), end()]).toEqual(['0:03.00', '0:13.00']);
  await press('Whole video');
  expect([start(), end()]).toEqual(['0:00.00', '0:10.00']);
});

test('a paid model without its key cannot be run, and a link to Settings is beside it', async () => {
  const { actions, press, text, generate, store } = await drawStudio();
  await press('Try it with the sample');
  await act(async () => actions.change({ modelId: falModelId }));
  expect(generate().getAttribute('aria-disabled')).toBe('true');
  expect(text()).toContain('Add your fal key first.');
  await press('Open Settings');
  expect(store.getState().view.screen).toEqual({ kind: 'settings', part: 'keys' });
});

test('a video that cannot be made to fit is reported beside the button', async () => {
  const short = { ...videoSource, facts: { ...videoFacts, durationSec: 2 } };
  const { text, generate } = await drawStudio({ files: new Map([['squats.mp4', ok(short)]]) });
  await dropOn('video', [video]);
  expect(text()).toContain('Not supported');
  expect(text()).toContain('Add a character image first.');
  expect(generate().getAttribute('aria-disabled')).toBe('true');
});

test('a double press, by mouse or by keys, sends one run', async () => {
  const { press, generate, countCalls, keydown } = await drawStudio(withKey);
  await press('Try it with the sample');
  await act(async () => {
    generate().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    generate().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }));
  });
  expect(generate().textContent).toBe('Queued');
  await keydown('Enter', { ctrlKey: true });
  expect(countCalls('jobs.submit')).toBe(1);
});

test('a refused run is reported beside the button, and whether it cost anything', async () => {
  const { press, bridge, keydown, text } = await drawStudio();
  await press('Try it with the sample');
  bridge.answer('jobs.submit', () => fail('disk-full'));
  await keydown('Enter', { ctrlKey: true });
  expect(text()).toContain('The disk is full.');
  expect(text()).toContain('Nothing was charged.');
});

test('the request is shown beside the choices', async () => {
  const { press, text } = await drawStudio();
  await press('Try it with the sample');
  expect(text()).toContain('Imageoriginal file101.18 kB');
  expect(text()).toContain('Video0:00.00 to 0:10.00, repacked as MP4at most');
});

test('the queue shows each run with its available actions', async () => {
  const { text, press, countCalls } = await drawStudio({
    jobs: [
      job('running', { kind: 'uploading', fraction: 0.4 }, { actions: ['cancel'] }),
      job(
        'broken',
        { kind: 'failed', error: fail('no-credit', { subject: 'fal' }).error },
        { actions: ['retry'] },
      ),
    ],
  });
  expect(text()).toContain('hero.png + running.mp4');
  expect(text()).toContain('Uploading 40 %');
  expect(text()).toContain('Your account at fal has no credit left.');
  expect(text()).toContain('Nothing was charged.');
  await press('Cancel');
  await press('Retry \u00b7 $1.12');
  expect([countCalls('jobs.cancel'), countCalls('jobs.retry')]).toEqual([1, 1]);
});

test('a finished run opens beside its reference', async () => {
  const { press, store } = await drawStudio({
    // Only the id is read.
    jobs: [{ ...job('done', { kind: 'queued' }), state: JSON.parse('{"kind":"done","itemId":"item-0001"}') }],
  });
  await press('Compare');
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId: 'item-0001' });
});

const lost = job(
  'lost',
  { kind: 'unsure', error: fail('answer-lost', { charged: 'unknown' }).error },
  { actions: ['resolve'] },
);

test('an unsure run is reported as possibly charged, and offers a decision', async () => {
  const { press, text } = await drawStudio({ jobs: [lost] });
  expect(text()).toContain('It may have been charged.');
  await press('Resolve');
  const dashboard = document.querySelector<HTMLAnchorElement>('[role=dialog] a');
  expect(dashboard?.href).toBe('https://fal.ai/dashboard/requests');
});

test('the queue can be collapsed', async () => {
  const { press, text } = await drawStudio({ jobs: [job('running', { kind: 'starting' })] });
  expect(text()).toContain('Submitting');
  await press('Collapse queue');
  expect(text()).not.toContain('Submitting');
  await press('Expand queue');
  expect(text()).toContain('Submitting');
});
