import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandboxRunpodKey, startRunpodSandbox } from './runpod.ts';
import type { Sandbox } from './sandbox.ts';
import { type LoopbackServer, type Reply, startServer } from './server.ts';

const imageFile = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('an image')]);
const videoFile = Buffer.from('\0\0\0\x18ftypmp42 a video');

const served: Readonly<Record<string, Reply>> = {
  '/a.jpg': { status: 200, headers: { 'content-type': 'image/jpeg' }, bytes: imageFile },
  '/b.mp4': { status: 200, headers: { 'content-type': 'video/mp4' }, bytes: videoFile },
  '/login': { status: 200, headers: { 'content-type': 'text/html' }, bytes: Buffer.from('<html>') },
  '/large.jpg': {
    status: 200,
    headers: { 'content-type': 'image/jpeg' },
    bytes: Buffer.concat([imageFile, Buffer.alloc(10_000_000)]),
  },
};

let sandbox: Sandbox;
let host: LoopbackServer;
beforeEach(async () => {
  sandbox = await startRunpodSandbox();
  host = await startServer({
    name: 'host',
    log: [],
    handle: ({ url }) => served[url.pathname] ?? { status: 404, json: {} },
  });
});
afterEach(async () => {
  await sandbox.close();
  await host.close();
});

const key = { authorization: `Bearer ${sandboxRunpodKey}` };
const json = { 'content-type': 'application/json' };
const at = (path: string) => `${sandbox.environment.UNDERSTUDY_RUNPOD_URL}/v2/${path}`;
const run = 'kling-v2-6-std-motion-control/run';
const statusOf = (id: string) => `kling-v2-6-std-motion-control/status/${id}`;

const post = (path: string, body: unknown, headers: Record<string, string> = { ...key, ...json }) =>
  fetch(at(path), { method: 'POST', headers, body: JSON.stringify(body) });
const get = async (path: string) => (await fetch(at(path), { headers: key })).json();
const input = () => ({
  image: `${host.origin}/a.jpg`,
  video: `${host.origin}/b.mp4`,
  character_orientation: 'video',
});
const submitted = async (): Promise<string> => {
  const { id } = (await (await post(run, { input: input() })).json()) as { id: string };
  return id;
};

describe('the stand-in refuses', () => {
  test('a submit without a key, with a wrong key, method or path', async () => {
    const body = { input: input() };
    const answers = [
      await post(run, body, json),
      await post(run, body, { ...json, authorization: 'Bearer wrong' }),
      await post(run, body, { ...json, authorization: sandboxRunpodKey }),
      await fetch(at(run), { headers: key }),
      await post('kling-v9/run', body),
      await post(`${run}/extra`, body),
      await post(`${run}sync`, body),
      await post(run, body, { ...key, 'content-type': 'text/plain' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 405, 404, 404, 404, 400]);
    expect(sandbox.jobIds()).toEqual([]);
  });

  test.each([
    ['an unknown field', { negativePrompt: 'blur' }],
    ['a string instead of a boolean', { keep_original_sound: 'yes' }],
    ['an unknown orientation', { character_orientation: 'left' }],
    ['a missing orientation', { character_orientation: undefined }],
    ['a prompt that is too long', { prompt: 'a'.repeat(2501) }],
    ['a negative prompt that is too long', { negative_prompt: 'a'.repeat(2501) }],
    ['an unreadable link', { video: 'https://example.com/a.mp4' }],
    ['a video inside the request', { video: `data:video/mp4;base64,${videoFile.toString('base64')}` }],
    ['an image as bare base64', { image: imageFile.toString('base64') }],
  ])('%s, as a failed job', async (_what, change) => {
    const answer = await post(run, { input: { ...input(), ...change } });
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 400,
      body: { id: expect.any(String), status: 'FAILED', error: expect.any(String) },
    });
  });

  test.each([
    ['an image in place of a video', 'video', 'a.jpg', 'video is wrong-type'],
    ['an HTML page in place of an image', 'image', 'login', 'image is wrong-type'],
    ['an image that is gone', 'image', 'gone.jpg', 'image is unreadable'],
    ['an image that is too large', 'image', 'large.jpg', 'image is too-large'],
  ])('%s', async (_what, field, name, message) => {
    const answer = await post(run, { input: { ...input(), [field]: `${host.origin}/${name}` } });
    expect(await answer.json()).toMatchObject({
      error: `Error submitting task: 400, {"code":400,"message":"${message}"}`,
    });
  });

  test('a field beside the input', async () => {
    expect((await post(run, { input: input(), policy: { executionTimeout: 1 } })).status).toBe(400);
  });

  test('a body of more than 10 MB', async () => {
    const image = `data:image/jpeg;base64,${Buffer.concat([imageFile, Buffer.alloc(7_500_000)]).toString('base64')}`;
    const answer = await post(run, { input: { ...input(), image } });
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 400,
      body: { error: 'bad request: body: exceeded max body size of 10MiB' },
    });
  });

  test('a status request for an unknown job', async () => {
    expect(await get(statusOf('nobody'))).toEqual({ error: 'job not found' });
  });
});

test('accepts an image inside the request', async () => {
  const image = `data:image/jpeg;base64,${imageFile.toString('base64')}`;
  expect((await post(run, { input: { ...input(), image } })).status).toBe(200);
});

test('queues, starts, runs and completes a job, whose result can be downloaded', async () => {
  const id = await submitted();
  const words = [];
  for (let poll = 0; poll < 4; poll += 1)
    words.push(((await get(statusOf(id))) as { status: string }).status);
  expect(words).toEqual(['IN_QUEUE', 'IN_QUEUE', 'IN_PROGRESS', 'RUNNING']);
  const done = (await get(statusOf(id))) as { output: { video_url: string } };
  expect(done).toMatchObject({ id, status: 'COMPLETED', output: { cost: 0.42 } });
  const result = await fetch(done.output.video_url);
  expect(Buffer.from(await result.arrayBuffer()).equals(videoFile)).toBe(true);
});

test('reports a stopped job as cancelled', async () => {
  const id = await submitted();
  const answer = await post(`kling-v2-6-std-motion-control/cancel/${id}`, {});
  expect(await answer.json()).toEqual({ id, status: 'CANCELLED' });
  expect(await get(statusOf(id))).toEqual({ id, status: 'CANCELLED' });
});

test('sets faults and reads the log from another process', async () => {
  const control = `${sandbox.controlOrigin}/__control`;
  await fetch(control, { method: 'POST', body: JSON.stringify({ submit: 'no-credit' }) });
  expect((await post(run, { input: input() })).status).toBe(402);
  expect(await (await fetch(`${sandbox.controlOrigin}/__log`)).json()).toMatchObject([
    { server: 'api', method: 'POST', path: `/v2/${run}`, body: { input: input() } },
  ]);
});
