// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { wholeView } from '#renderer/features/prepare/timeline.ts';
import { WaveformLane } from '#renderer/features/prepare/waveform-lane.tsx';
import type { OpenVideo } from '#renderer/state/selectors.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { videoFacts, videoSource } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

const drawTrim = async (bridge = createFakeBridge()) => {
  const drawn = await draw(<StudioScreen />, bridge);
  await drawn.press('Try it with the sample');
  const keydown = (key: string, target: EventTarget = document.body, more: KeyboardEventInit = {}) =>
    act(async () => {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    });
  const valueText = (role: string, name: string) => drawn.byRole(role, name).getAttribute('aria-valuetext');
  const box = (label: string): HTMLInputElement => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    if (!(found?.control instanceof HTMLInputElement)) throw new Error(`There is no field ${label}.`);
    return found.control;
  };
  return { ...drawn, bridge, keydown, valueText, box };
};
const start = 'Start of the selection';
const end = 'End of the selection';

test('describes the positions of handles and playhead', async () => {
  const { valueText } = await drawTrim();
  expect([valueText('slider', start), valueText('slider', end), valueText('slider', 'Playhead')]).toEqual([
    '0.00 seconds, frame 0',
    '10.00 seconds, frame 300',
    '0.00 seconds, frame 0',
  ]);
});

test('zooms by keyboard, describes the view, scrolls, and resets with one key', async () => {
  const { keydown, valueText, byRole } = await drawTrim();
  expect(document.querySelector('[role=scrollbar]')).toBeNull();
  await keydown('+');
  await keydown('+');
  const strip = 'Visible range';
  expect(valueText('scrollbar', strip)).toBe('0.00 seconds to 3.25 seconds');
  await keydown('End', byRole('scrollbar', strip));
  expect(valueText('scrollbar', strip)).toBe('9.75 seconds to 13.00 seconds');
  await keydown('-');
  expect(valueText('scrollbar', strip)).toBe('6.50 seconds to 13.00 seconds');
  await keydown('0');
  expect(document.querySelector('[role=scrollbar]')).toBeNull();
});

test('reaches an end outside the view with one press', async () => {
  const { keydown, press, valueText } = await drawTrim();
  await keydown('+');
  await keydown('+');
  await press('Show the end of the selection');
  expect(valueText('scrollbar', 'Visible range')).toBe('7.07 seconds to 10.33 seconds');
  await press('Show the start of the selection');
  expect(valueText('scrollbar', 'Visible range')).toBe('0.00 seconds to 3.25 seconds');
});

test('scrolls when the playhead leaves the view', async () => {
  const { keydown, player, valueText } = await drawTrim();
  await keydown('+');
  await keydown('+');
  await act(async () => player.seek(5));
  expect(valueText('scrollbar', 'Visible range')).toBe('4.68 seconds to 7.93 seconds');
});

test('applies a typed time and shows its frame; arrow keys in the field move by frames', async () => {
  const { box, keydown, player, valueText } = await drawTrim();
  await typeText(box('End'), '8,5');
  await keydown('Enter', box('End'));
  expect([valueText('slider', end), player.get().atSec]).toEqual(['8.50 seconds, frame 255', 8.5]);
  await keydown('ArrowDown', box('End'));
  expect(valueText('slider', end)).toBe('8.47 seconds, frame 254');
  await typeText(box('Start'), 'soon');
  expect(box('Start').getAttribute('aria-invalid')).toBe('true');
});

test('offers thirty seconds where the model accepts them, and explains where not', async () => {
  const { byRole, press, valueText } = await drawTrim();
  const thirty = () => byRole('button', '30 s');
  expect([thirty().getAttribute('aria-disabled'), thirty().title]).toEqual([
    'true',
    'This model takes at most 10.0 s in this orientation',
  ]);
  await act(async () => byRole('radio', 'Match video').click());
  await press('30 s');
  expect(valueText('slider', end)).toBe('13.00 seconds, frame 390');
});

test('plays a preview copy of an unplayable video and says so', async () => {
  const bridge = createFakeBridge();
  const { text } = await drawTrim(bridge);
  const video = () => document.querySelector<HTMLVideoElement>('video');
  const made = Promise.withResolvers<void>();
  bridge.answer('media.preview', async () => {
    await made.promise;
    return ok({});
  });
  expect(video()?.hidden).toBe(false);
  await act(async () => video()?.dispatchEvent(new Event('error')));
  expect(text()).toContain('A preview is being made.');
  expect([video()?.hidden, document.querySelector('[data-place=video] img')?.getAttribute('src')]).toEqual([
    true,
    '/media/frame/video-1?at=0.000&height=720',
  ]);
  await act(async () =>
    bridge.announce('media.progress', { sourceId: videoSource.id, work: 'preview', fraction: 0.4 }),
  );
  const bar = [...document.querySelectorAll('[data-place=video] [role=progressbar]')];
  expect(bar.map((shown) => shown.getAttribute('aria-valuenow'))).toEqual(['40']);
  await act(async () => made.resolve());
  expect([video()?.hidden, video()?.getAttribute('src')]).toEqual([false, '/media/preview/video-1']);
  expect(text()).toContain('Preview. The original is used for upload.');
});

test('shows still frames when no copy can be made either', async () => {
  const bridge = createFakeBridge();
  bridge.answer('media.preview', () => fail('tool-failed', { subject: 'ffmpeg', reason: 'exit' }));
  const { text } = await drawTrim(bridge);
  await act(async () => document.querySelector('video')?.dispatchEvent(new Event('error')));
  expect(text()).toContain('no preview could be made. Still frames are shown.');
  expect(document.querySelector('[data-place=video] img')).not.toBeNull();
});

const loud: OpenVideo = { ...videoSource, facts: { ...videoFacts, audioCodec: 'aac' } };

test('draws the waveform once it is read, and nothing if it cannot be', async () => {
  const bridge = createFakeBridge();
  const heard = Promise.withResolvers<void>();
  bridge.answer('media.waveform', async () => {
    await heard.promise;
    return ok({ stepSec: 1, peaks: [0, 1, 0.5] });
  });
  const lane = <WaveformLane video={loud} view={wholeView(13)} mayRead />;
  const { text, erase } = await draw(lane, bridge);
  expect(text()).toContain('Reading the audio');
  await act(async () => heard.resolve());
  expect(document.querySelector('[data-testid=waveform] path')?.getAttribute('d')).toMatch(/^M0 1L/);
  await erase();
  bridge.answer('media.waveform', () => fail('tool-failed', { reason: 'exit' }));
  await draw(lane, bridge);
  expect(document.querySelector('[data-testid=waveform]')).toBeNull();
});

test('ignores an Enter used by an input method while a time is typed', async () => {
  const { box, keydown, store } = await drawTrim();
  await typeText(box('Start'), '2');
  await keydown('Enter', box('Start'), { isComposing: true });
  expect([box('Start').value, store.getState().draft.trim]).toEqual(['2', null]);
  await keydown('Enter', box('Start'));
  expect(store.getState().draft.trim).toMatchObject({ startSec: 2 });
});
