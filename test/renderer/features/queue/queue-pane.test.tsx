// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { QueuePane } from '#renderer/features/queue/queue-pane.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { job } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

const drawQueue = async (...jobs: readonly Job[]) => {
  const bridge = createFakeBridge({ jobs });
  const drawn = await draw(<QueuePane />, bridge);
  const inputs = (name: string) =>
    bridge.requests.filter((call) => call.name === name).map(({ input }) => input);
  return { ...drawn, bridge, inputs };
};

const lost = {
  kind: 'unsure',
  error: fail('answer-lost', { charged: 'unknown', subject: 'fal' }).error,
} as const;
const unsure = (more: Partial<Job> = {}) => job('one', lost, { actions: ['find', 'resolve'], ...more });
const waiting = {
  kind: 'waiting',
  fraction: null,
  queuePosition: null,
  etaSec: null,
  trouble: null,
  isCancelRequested: false,
} as const;

const dialog = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('[role="dialog"]');
  if (found === null) throw new Error('No dialog is open.');
  return found;
};
const isOpen = () => document.querySelector('[role="dialog"]') !== null;

test('shows in the dialog of a lost answer what is known, and the options in order', async () => {
  const { press } = await drawQueue(unsure());
  await press('Resolve');
  expect(dialog().textContent).toContain(
    'The request was sent to fal, but the response was lost. The job may be running there and may be charged.',
  );
  expect(dialog().textContent).toContain('about $1.12');
  const offered = [...dialog().querySelectorAll('button, a')].map(({ textContent }) => textContent);
  expect(offered).toEqual([
    'Look up the job',
    'Open your jobs at fal',
    'Yes, it started',
    'No, not found',
    'Generate again anyway',
    'Decide later',
  ]);
  expect(dialog().querySelector('a')?.getAttribute('href')).toBe('https://fal.ai/dashboard/requests');
});

test('counts failed and unconfirmed runs in the header, also while the queue is collapsed', async () => {
  const failed = {
    kind: 'failed',
    error: fail('no-credit', { charged: 'no', subject: 'fal' }).error,
  } as const;
  const { press } = await drawQueue(unsure(), job('two', failed), job('three', waiting));
  await press('Collapse queue');
  const counts = [...(document.querySelector('header')?.children ?? [])].slice(0, -1);
  expect(counts.map(({ textContent }) => textContent)).toEqual([
    'Queue',
    '3',
    '1 running',
    '1 failed',
    '1 unconfirmed',
  ]);
});

test('does not offer to query a provider that cannot be queried', async () => {
  const { press } = await drawQueue(unsure({ actions: ['resolve'] }));
  await press('Resolve');
  expect(dialog().textContent).not.toContain('Look up the job');
});

test('offers to find the run in the dialog, not in its row', async () => {
  const { box } = await drawQueue(unsure());
  expect(box.textContent).not.toContain('Look up the job');
});

test('continues a run that the provider knows, and closes the dialog', async () => {
  const { bridge, press, inputs } = await drawQueue(unsure());
  bridge.answer('jobs.find', () => ok({ isFound: true, job: job('one', waiting) }));
  await press('Resolve');
  await press('Look up the job');
  expect([inputs('jobs.find'), isOpen()]).toEqual([[{ jobId: 'one' }], false]);
});

test('leaves the decision to the user for a run that the provider does not know', async () => {
  const { press, inputs } = await drawQueue(unsure());
  await press('Resolve');
  await press('Look up the job');
  expect(dialog().textContent).toContain('fal does not list the request yet');
  expect(inputs('jobs.resolve')).toEqual([]);
});

test('reports an unreachable provider beside the button', async () => {
  const { bridge, press } = await drawQueue(unsure());
  bridge.answer('jobs.find', () => fail('provider-unreachable', { subject: 'fal', charged: 'unknown' }));
  await press('Resolve');
  await press('Look up the job');
  expect(dialog().querySelector('[role="alert"]')?.textContent).toContain('It may have been charged.');
});

test('resumes an existing run by its id', async () => {
  const { press, inputs } = await drawQueue(unsure());
  await press('Resolve');
  const field = dialog().querySelector('input');
  if (field === null) throw new Error('There is no field.');
  await typeText(field, ' req-1 ');
  await press('Yes, it started');
  expect([inputs('jobs.resolve'), isOpen()]).toEqual([
    [{ jobId: 'one', as: 'sent', providerJobId: 'req-1' }],
    false,
  ]);
});

test('ends a run that does not exist', async () => {
  const { press, inputs } = await drawQueue(unsure());
  await press('Resolve');
  await press('No, not found');
  expect(inputs('jobs.resolve')).toEqual([{ jobId: 'one', as: 'not-sent' }]);
});

test('sends again only after a second press on another button, which warns of a double payment', async () => {
  const { press, inputs, byRole } = await drawQueue(unsure());
  await press('Resolve');
  await press('Generate again anyway');
  expect(dialog().textContent).toContain('It may be charged twice, about $1.12 each time.');
  expect(byRole('button', 'Generate again anyway').getAttribute('aria-expanded')).toBe('true');
  // Another press cancels the confirmation.
  await press('Generate again anyway');
  expect([inputs('jobs.resolve'), dialog().textContent?.includes('charged twice, about')]).toEqual([
    [],
    false,
  ]);
  await press('Generate again anyway');
  await press('Generate again (may be charged twice)');
  expect([inputs('jobs.resolve'), isOpen()]).toEqual([[{ jobId: 'one', as: 'send-again' }], false]);
});

test('ignores the second press of a double click on a button that appears below it', async () => {
  const { press, inputs, byRole } = await drawQueue(unsure());
  const secondHalf = (name: string) =>
    act(async () => {
      byRole('button', name).dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }));
    });
  await press('Resolve');
  await press('Generate again anyway');
  await secondHalf('Generate again anyway');
  await secondHalf('Generate again (may be charged twice)');
  expect([inputs('jobs.resolve'), isOpen()]).toEqual([[], true]);
});

test('keeps the dialog open when an answer is rejected', async () => {
  const { bridge, press } = await drawQueue(unsure());
  bridge.answer('jobs.resolve', () => fail('job-not-in-state', { reason: 'not-lost' }));
  await press('Resolve');
  await press('No, not found');
  expect(dialog().querySelector('[role="alert"]')).not.toBeNull();
});

test('warns that a run with a requested cancellation may still run and be charged', async () => {
  const { text } = await drawQueue(job('one', { ...waiting, isCancelRequested: true, etaSec: 170 }));
  expect(text()).toContain('Waiting for the provider: about 3 min left');
  expect(text()).toContain(
    'Cancel requested. The job may still run and be charged; its result is then kept.',
  );
});

test('shows whether a failed run was charged, and the provider\u2019s own text under Details', async () => {
  const error = fail('provider-failed', { subject: 'fal', charged: 'yes', detail: 'NSFW content' }).error;
  const { text, box } = await drawQueue(job('one', { kind: 'failed', error }));
  expect(text()).toContain('The provider has charged this job.');
  const details = box.querySelector('details');
  expect([
    details?.querySelector('summary')?.textContent,
    details?.querySelector('pre')?.textContent,
  ]).toEqual(['Details', 'NSFW content']);
});

test.each([
  ['provider-failed', 'The dancer left the stage.', true],
  ['provider-refused', 'The dancer left the stage.', true],
  // Its sentence is complete.
  ['body-not-found', 'No complete upper body detected in the video', false],
  ['provider-failed', 'Traceback. '.repeat(100), false],
] as const)(
  'shows the provider’s text where it is the only explanation: %s, %s',
  async (code, detail, isOpenNow) => {
    await drawQueue(job('one', { kind: 'failed', error: fail(code, { subject: 'fal', detail }).error }));
    expect(document.querySelector('details')?.hasAttribute('open')).toBe(isOpenNow);
  },
);

test('expands a row to its price calculation and its delivery', async () => {
  const transferRecord = {
    file: 'video',
    sizeBytes: 4_200_000,
    via: 'bucket',
    host: 's3.example.com',
    readableBy: 'anyone-with-the-link',
    until: null,
    keptSec: 604_800,
    isDeletedAfterwards: true,
  } as const;
  const { text, press, byRole } = await drawQueue(job('one', waiting, { transferRecords: [transferRecord] }));
  expect(text()).not.toContain('s3.example.com');
  await press('Cost and transfers');
  expect(text()).toContain('10.0 s x $0.112/s');
  expect(text()).toContain('the model page, Nov 21, 2026');
  expect(text()).toContain('Uploaded to your bucket with a signed link (s3.example.com) \u00b7 4.2 MB');
  expect(text()).toContain('Deleted by Understudy after the generation.');
  const toggle = byRole('button', 'Hide details');
  expect(document.getElementById(toggle.getAttribute('aria-controls') ?? '')).not.toBeNull();
  await act(async () => toggle.click());
  expect(text()).not.toContain('s3.example.com');
});

test('reports a run whose files have not been sent yet', async () => {
  const { text, press } = await drawQueue(job('one', { kind: 'queued' }));
  await press('Cost and transfers');
  expect(text()).toContain('No file has left this computer yet.');
});
