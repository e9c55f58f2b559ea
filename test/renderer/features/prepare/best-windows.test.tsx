// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Scan } from '#contract/model/scan.ts';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { BestWindows } from '#renderer/features/prepare/best-windows.tsx';
import { ScanLane } from '#renderer/features/prepare/scan-lane.tsx';
import { selectBestPart, selectVideo } from '#renderer/state/selectors.ts';
import { useAppState } from '#renderer/state/use-app.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { imageSource, steadyScan, videoSource } from '#test/renderer/samples.ts';

const long = { ...videoSource, facts: { ...videoSource.facts, durationSec: 30 } };
const view = { fromSec: 0, toSec: 30 };

const Lane = () => {
  const video = useAppState(selectVideo);
  return video ? (
    <>
      <ScanLane view={view} video={video} />
      <BestWindows video={video} />
    </>
  ) : null;
};

const openOn = async (scan: Result<Scan>, element = <Lane />) => {
  const bridge = createFakeBridge({ sample: { image: imageSource, video: long } });
  bridge.answer('media.scan', () => scan);
  const drawn = await draw(element, bridge);
  await act(async () => drawn.actions.openSample());
  const submitted = () =>
    bridge.requests.filter(({ name }) => name === 'jobs.submit').map(({ input }) => input);
  return { ...drawn, submitted };
};

test('describes the findings to screen readers', async () => {
  const { byRole } = await openOn(
    ok(steadyScan(30, { cutsSec: [12], frozenSec: [{ startSec: 27, endSec: 29 }] })),
  );
  expect(byRole('img', /Motion/).getAttribute('aria-label')).toBe(
    'Motion in the video: One cut, at 12.0 s; still 27.0\u201329.0 s.',
  );
});

test('cuts a too long video to its best part, which is sent and reported', async () => {
  const { actions, text, submitted, store } = await openOn(ok(steadyScan(30, { cutsSec: [4] })));
  expect(text()).toContain(
    'the video is longer than 10 s, and this is the single shot with the steadiest motion',
  );
  await act(async () => actions.generate());
  const part = selectBestPart(store.getState());
  expect(submitted()).toMatchObject([{ choices: { trim: part } }]);
  expect(part?.startSec).toBeGreaterThanOrEqual(4);
  expect(Number(part?.endSec) - Number(part?.startSec)).toBeCloseTo(10, 1);
});

test('selects another best part with one press, and then no longer reports an automatic choice', async () => {
  const { press, byRole, store, text } = await openOn(ok(steadyScan(30, { cutsSec: [12] })));
  expect(byRole('button', /^Best: /).getAttribute('aria-pressed')).toBe('true');
  await press(/^2nd: /);
  expect(byRole('button', /^2nd: /).getAttribute('aria-pressed')).toBe('true');
  expect(byRole('button', /^Best: /).getAttribute('aria-pressed')).toBe('false');
  expect(store.getState().draft.trim).not.toBeNull();
  expect(text()).not.toContain('Auto-selected');
});

test('warns of a part selected by the user across a cut', async () => {
  const { actions, text } = await openOn(ok(steadyScan(30, { cutsSec: [7.2] })));
  await act(async () => actions.change({ trim: { startSec: 2, endSec: 12 } }));
  expect(text()).toContain('Cut at 7.2 s: Kling uses only one continuous shot.');
});

test('reports a video without a steady shot', async () => {
  const cutsSec = Array.from({ length: 29 }, (_, at) => at + 1);
  const { text } = await openOn(ok(steadyScan(30, { cutsSec })));
  expect(text()).toContain('No single shot of 3 s has steady motion.');
  expect(text()).toContain('6 more warnings like these.');
});

test('reports a failed scan in one sentence, and nothing waits for it', async () => {
  const { text, actions, submitted } = await openOn(
    fail('tool-failed', { subject: 'ffmpeg', reason: 'exit' }),
  );
  expect(text()).toContain('The video could not be analysed.');
  await act(async () => actions.generate());
  expect(submitted()).toMatchObject([{ choices: { trim: { startSec: 0, endSec: 10 } } }]);
});

test('explains that a too long motion video is cut to its best part by default', async () => {
  await openOn(ok(steadyScan(30, { cutsSec: [4] })), <StudioScreen />);
  const place = document.querySelector('[data-place=video]')?.textContent;
  expect(place).toMatch(
    /30 s is over the 10 s limit \u2192 the best selection, [\d.]+\u2013[\d.]+ s, is used/,
  );
  expect(place).toContain('Source: the model page');
});
