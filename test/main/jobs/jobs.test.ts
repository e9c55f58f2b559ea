import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { JobPorts } from '#main/jobs/ports.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import type { StartRequest } from '#main/providers/spec.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, type Program, storedState } from './harness.ts';
import { error, freeModel, itemId, jobId, jobRecord, model } from './samples.ts';

test('a job passes all states, is paid once, and leaves nothing in the work folder', async () => {
  const harness = createHarness();
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider] });
  const submitted = await program.jobs.submit(jobRecord('j1'));
  expect(submitted).toMatchObject({ ok: true, value: { id: 'j1', parentId: null } });
  const done = await program.untilState('j1', 'done');
  expect(done).toMatchObject({ state: { kind: 'done', itemId }, actions: ['dismiss'] });
  expect(fal.calls).toEqual(['deliver', 'deliver', 'start', 'status', 'download']);
  expect(program.seen('j1')).toEqual([
    'queued',
    'preparing',
    'uploading',
    'starting',
    'waiting',
    'downloading',
    'done',
  ]);
  await program.clock.until(() => harness.workFolders().length === 0);
  expect(existsSync(harness.workFolder)).toBe(true);
});

test('each state is on disk before its step begins', async () => {
  const harness = createHarness();
  const steps: string[] = [];
  const note = (step: string) => steps.push(`${step} while ${storedState(program, 'j1').kind}`);
  const defaults = createFakeProvider().provider;
  const fal = createFakeProvider({
    deliver: async (file, call) => {
      note('deliver');
      return defaults.deliver(file, call);
    },
    start: async (request, call) => {
      note('start');
      return defaults.start(request, call);
    },
    status: async (ticket, call) => {
      note('status');
      return defaults.status(ticket, call);
    },
    download: async (result, to, call) => {
      note('download');
      return defaults.download(result, to, call);
    },
  });
  const program: Program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(steps).toEqual([
    'deliver while uploading',
    'deliver while uploading',
    'start while starting',
    'status while waiting',
    'download while downloading',
  ]);
});

test('the provider receives the choices and delivered files, and the library the result with its inputs', async () => {
  const harness = createHarness();
  const requests: StartRequest[] = [];
  const kept: (readonly [JobRecord['id'], number | null, string])[] = [];
  const fal = createFakeProvider({
    start: async (request) => {
      requests.push(request);
      return { kind: 'accepted', ticket: { request: 'r1' } };
    },
  });
  const keep: JobPorts['keep'] = async ({ record, billedMicros, resultPath, model: spec }) => {
    kept.push([record.id, billedMicros, `${spec.id} ${existsSync(resultPath)}`]);
    return fail('internal');
  };
  const program = harness.open({ providers: [fal.provider], keep });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'failed');
  expect(requests).toEqual([
    {
      requestId: 'j1',
      modelId: 'fal/kling-v2.6-pro',
      remoteName: 'test-model',
      image: {
        kind: 'link',
        url: 'https://cdn.example/character.jpg',
        expiresAt: null,
        via: 'fal-storage',
      },
      video: { kind: 'link', url: 'https://cdn.example/motion.mp4', expiresAt: null, via: 'fal-storage' },
      orientation: 'image',
      prompt: 'a dance for j1',
      negativePrompt: '',
      keepAudio: true,
      outputSec: 8,
    },
  ]);
  expect(kept).toEqual([['j1', 896_000, 'fal/kling-v2.6-pro true']]);
});

test('at most two jobs run at a provider, the others follow in order of creation', async () => {
  const harness = createHarness();
  const started: string[] = [];
  const gates = new Map<string, () => void>();
  const fit: JobPorts['fit'] = ({ folder }) => {
    const id = folder.split('/').at(-2) ?? '';
    started.push(id);
    return new Promise((resolve) => gates.set(id, () => resolve(fail('tool-failed', { reason: 'exit' }))));
  };
  const demo = createFakeProvider({}, freeModel);
  const program = harness.open({ providers: [createFakeProvider().provider, demo.provider], fit });
  for (const id of ['a', 'b', 'c', 'd'])
    await program.jobs.submit(jobRecord(id, { createdAt: `2026-11-21T10:00:0${started.length}.000Z` }));
  await program.jobs.submit(jobRecord('offline', { model: freeModel }));
  await program.clock.rest();
  expect(started).toEqual(['a', 'b', 'offline']);
  expect(program.jobs.list().map(({ id, state }) => [id, state.kind])).toContainEqual(['c', 'queued']);
  gates.get('b')?.();
  await program.clock.until(() => started.length > 3);
  gates.get('a')?.();
  await program.clock.until(() => started.length > 4);
  expect(started).toEqual(['a', 'b', 'offline', 'c', 'd']);
  for (const open of gates.values()) open();
});

test('a queued job that is cancelled never starts', async () => {
  const harness = createHarness();
  const fit: JobPorts['fit'] = ({ signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(fail('cancelled'))));
  const program = harness.open({ providers: [createFakeProvider().provider], fit });
  for (const id of ['a', 'b', 'c', 'd']) await program.jobs.submit(jobRecord(id));
  await program.jobs.cancel(jobId('c'));
  await program.jobs.cancel(jobId('a'));
  await program.untilState('d', 'preparing');
  expect(program.seen('c')).toEqual(['queued', 'cancelled']);
});

test('writes nothing where a run cannot start', async () => {
  const keyMissing = fail('key-missing', { subject: 'fal' });
  const program = createHarness().open({
    providers: [createFakeProvider().provider],
    canStart: () => keyMissing,
  });
  expect(await program.jobs.submit(jobRecord('j1'))).toEqual(keyMissing);
  expect(program.jobs.list()).toEqual([]);
});

test('fails a queued job before anything is fitted or sent where it can no longer start', async () => {
  const keyMissing = fail('key-missing', { subject: 'fal' });
  const fal = createFakeProvider();
  const judgements: ReturnType<JobPorts['canStart']>[] = [ok({})];
  const canStart = () => judgements.shift() ?? keyMissing;
  const program = createHarness().open({ providers: [fal.provider], canStart });
  await program.jobs.submit(jobRecord('j1'));
  expect(await program.untilState('j1', 'failed')).toMatchObject({
    state: { error: { code: 'key-missing', charged: 'no' } },
  });
  expect(program.seen('j1')).toEqual(['queued', 'failed']);
  expect(fal.calls).toEqual([]);
});

test('a model that no provider offers is refused', async () => {
  const program = createHarness().open({ providers: [] });
  expect(await program.jobs.submit(jobRecord('j1'))).toEqual(fail('model-unknown', { subject: model.id }));
});

test('files that cannot be fitted fail the job unpaid, and a retry is a new job', async () => {
  const harness = createHarness();
  const fal = createFakeProvider();
  let isBroken = true;
  const fit: JobPorts['fit'] = async () => {
    isBroken = false;
    return fail('tool-failed', { subject: 'ffmpeg', reason: 'exit', detail: 'Conversion failed' });
  };
  const program = harness.open({ providers: [fal.provider], fit });
  await program.jobs.submit(jobRecord('j1'));
  const failed = await program.untilState('j1', 'failed');
  expect([isBroken, failed.state, failed.actions, fal.calls]).toEqual([
    false,
    {
      kind: 'failed',
      error: {
        code: 'tool-failed',
        charged: 'no',
        subject: 'ffmpeg',
        reason: 'exit',
        detail: 'Conversion failed',
      },
    },
    ['retry', 'dismiss'],
    [],
  ]);
  const again = await program.jobs.retry(jobId('j1'));
  expect(again).toMatchObject({
    ok: true,
    value: { parentId: 'j1', imageName: 'anna.jpg', videoName: 'squats.mp4', choices: failed.choices },
  });
  expect(program.jobs.list()).toHaveLength(2);
});

test('an upload that fails ends the job unpaid', async () => {
  const fal = createFakeProvider({
    deliver: async () => fail('upload-failed', { subject: 'fal', reason: 'write', charged: 'yes' }),
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  const failed = await program.untilState('j1', 'failed');
  expect(failed.state).toMatchObject({ error: { code: 'upload-failed', charged: 'no' } });
  expect(fal.calls).toEqual(['deliver']);
});

test('nothing is paid without disk space for the result', async () => {
  const fal = createFakeProvider();
  const program = createHarness().open({ providers: [fal.provider], freeBytes: async () => 20_000_000 });
  await program.jobs.submit(jobRecord('j1'));
  const failed = await program.untilState('j1', 'failed');
  expect(failed.state).toEqual({ kind: 'failed', error: { code: 'disk-full', charged: 'no' } });
  expect(fal.count('start')).toBe(0);
});

test('a disk whose free space is unknown does not fail the job', async () => {
  const program = createHarness().open({
    providers: [createFakeProvider().provider],
    freeBytes: async () => null,
  });
  await program.jobs.submit(jobRecord('j1'));
  expect((await program.untilState('j1', 'done')).state.kind).toBe('done');
});

test('an unreachable provider is polled again with backoff', async () => {
  let polls = 0;
  const fal = createFakeProvider({
    status: async () => {
      polls += 1;
      if (polls === 1) return { kind: 'pending', fraction: 0.25, queuePosition: 2, etaSec: 95 };
      if (polls < 6)
        return { kind: 'unreachable', error: fail('provider-unreachable').error, retryAfterSec: null };
      if (polls === 6)
        return { kind: 'unreachable', error: fail('provider-rate-limited').error, retryAfterSec: 99 };
      return {
        kind: 'done',
        result: { kind: 'link', url: 'https://cdn.example/r', expiresAt: null },
        billed: null,
      };
    },
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(program.clock.waits.filter((ms) => ms !== 100)).toEqual([
    1000, 1000, 1000, 2000, 4000, 8000, 99_000,
  ]);
  const waiting = program.announced.flat().filter(({ state }) => state.kind === 'waiting');
  const shown = {
    kind: 'waiting',
    fraction: 0.25,
    queuePosition: 2,
    etaSec: 95,
    isCancelRequested: false,
  };
  expect(waiting.map(({ state }) => state)).toEqual(
    expect.arrayContaining([
      { ...shown, trouble: null },
      { ...shown, trouble: { code: 'provider-unreachable', charged: 'unknown' } },
      { ...shown, trouble: { code: 'provider-rate-limited', charged: 'unknown' } },
    ]),
  );
});

test('an answer that throws in our own code does not lose the job', async () => {
  let polls = 0;
  const defaults = createFakeProvider().provider;
  const fal = createFakeProvider({
    status: async (ticket, call) => {
      polls += 1;
      if (polls === 1) throw new TypeError('undefined is not a function');
      return defaults.status(ticket, call);
    },
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(program.log.lines).toContainEqual({ level: 'error', message: 'status request threw' });
});

test('progress is announced a few times a second, however often it changes', async () => {
  const harness = createHarness();
  const fit: JobPorts['fit'] = async ({ onProgress, signal }) => {
    for (let step = 0; step < 1000; step += 1) onProgress(step / 1000);
    await program.clock.sleep(1_000_000, signal);
    return fail('cancelled');
  };
  const program: Program = harness.open({ providers: [createFakeProvider().provider], fit });
  await program.jobs.submit(jobRecord('j1'));
  await program.clock.until(() =>
    program.announced.some(([job]) => job?.state.kind === 'preparing' && job.state.fraction === 0.999),
  );
  expect(program.clock.waits.filter((ms) => ms === 100)).toEqual([100]);
});

test('the upload of both files reports one progress from 0 to 1', async () => {
  const fractions: (number | null)[] = [];
  const defaults = createFakeProvider().provider;
  const fal = createFakeProvider({
    deliver: async (file, call) => {
      call.onProgress(1);
      await program.clock.sleep(200);
      const [job] = program.jobs.list();
      if (job?.state.kind === 'uploading') fractions.push(job.state.fraction);
      return defaults.deliver(file, call);
    },
  });
  const program: Program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(fractions).toEqual([9 / 15, 1]);
});

test('a job is dismissed only when it is settled and not unsure', async () => {
  const harness = createHarness();
  const fal = createFakeProvider({ start: async () => ({ kind: 'unsure', error }) });
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  expect(await program.jobs.dismiss(jobId('j1'))).toMatchObject({
    ok: false,
    error: { code: 'job-not-in-state' },
  });
  await program.untilState('j1', 'unsure');
  expect(await program.jobs.dismiss(jobId('j1'))).toEqual(
    fail('job-not-in-state', { reason: 'state', state: 'unsure' }),
  );
  await program.jobs.resolve(jobId('j1'), { as: 'not-sent' });
  expect(await program.jobs.dismiss(jobId('j1'))).toEqual(ok({}));
  await program.clock.until(() => harness.workFolders().length === 0);
  expect(program.jobs.list()).toEqual([]);
  expect(await program.jobs.dismiss(jobId('j1'))).toEqual(fail('job-unknown'));
});

test('actions on an unknown job are refused', async () => {
  const { jobs } = createHarness().open({ providers: [] });
  const unknown = fail('job-unknown');
  expect([
    await jobs.cancel(jobId('x')),
    await jobs.retry(jobId('x')),
    await jobs.resolve(jobId('x'), { as: 'sent' }),
    await jobs.dismiss(jobId('x')),
  ]).toEqual([unknown, unknown, unknown, unknown]);
});

test('a free run never reports a charge', async () => {
  const demo = createFakeProvider({}, freeModel);
  const program = createHarness().open({ providers: [demo.provider], keep: async () => fail('internal') });
  await program.jobs.submit(jobRecord('j1', { model: freeModel }));
  const failed = await program.untilState('j1', 'failed');
  expect(failed.state).toMatchObject({ error: { code: 'internal', charged: 'no' } });
});

test('inputs that were removed from the work folder are fitted again, so that the paid result can be kept', async () => {
  const harness = createHarness();
  harness.leave('j1', 'waiting');
  rmSync(join(harness.workFolder, 'j1'), { recursive: true });
  const kept: string[][] = [];
  const program = harness.open({
    providers: [createFakeProvider().provider],
    keep: async ({ fitted }) => {
      kept.push(readdirSync(join(fitted.image.path, '..')).sort());
      return fail('internal');
    },
  });
  await program.jobs.resume();
  await program.untilState('j1', 'failed');
  expect(kept).toEqual([['character.jpg', 'motion.mp4']]);
});
