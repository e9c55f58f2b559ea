import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCdn, type Stored } from './cdn.ts';
import { noFaults } from './faults.ts';
import { sandboxNovitaKey, startNovitaSandbox } from './novita.ts';
import type { Sandbox } from './sandbox.ts';
import { type LoopbackServer, startServer } from './server.ts';

const v26 = '/v3/async/kling-v2.6-pro-motion-control';
const v3 = '/v3/async/kling-v3.0-motion-control';
const json = { 'content-type': 'application/json' };
const key = { authorization: `Bearer ${sandboxNovitaKey}` };

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('an image')]);
const mp4 = Buffer.concat([Buffer.alloc(4), Buffer.from('ftypisom'), Buffer.from('a video')]);

const files = new Map<string, Stored>([
  ['a.jpg', { contentType: 'image/jpeg', bytes: jpeg }],
  ['b.mp4', { contentType: 'video/mp4', bytes: mp4 }],
  ['page.mp4', { contentType: 'text/html', bytes: Buffer.from('please log in') }],
  ['large.jpg', { contentType: 'image/jpeg', bytes: Buffer.concat([jpeg, Buffer.alloc(10_000_000)]) }],
  ['large.mp4', { contentType: 'video/mp4', bytes: Buffer.concat([mp4, Buffer.alloc(10_000_000)]) }],
]);

let sandbox: Sandbox;
let host: LoopbackServer;
beforeEach(async () => {
  sandbox = await startNovitaSandbox();
  host = await startServer({
    name: 'host',
    log: [],
    handle: createCdn({ faults: { ...noFaults }, files }),
  });
});
afterEach(() => Promise.all([sandbox.close(), host.close()]));

const api = () => String(sandbox.environment.UNDERSTUDY_NOVITA_URL);
const link = (name: string) => `${host.origin}/files/${name}`;
const input = () => ({ image: link('a.jpg'), video: link('b.mp4'), character_orientation: 'video' });

const post = (path: string, body: unknown, headers: Record<string, string> = { ...key, ...json }) =>
  fetch(`${api()}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
const get = (path: string, headers: Record<string, string> = { ...key, ...json }) =>
  fetch(`${api()}${path}`, { headers });
/** `400 INVALID_REQUEST_BODY` */
const errorText = async (answer: Promise<Response>) => {
  const response = await answer;
  const { reason } = (await response.json()) as { reason?: string };
  return reason === undefined ? `${response.status}` : `${response.status} ${reason}`;
};

describe('the stand-in for Novita refuses', () => {
  test("a wrong path, method, key or content type, with Novita's names for them", async () => {
    const answers = await Promise.all(
      [
        post('/v3/async/kling-v2.6-std-motion-control', input()),
        get(v26),
        post(v26, input(), json),
        post(v26, input(), { ...json, authorization: 'Bearer wrong' }),
        post(v26, input(), { ...json, authorization: sandboxNovitaKey }),
        post(v26, input(), { ...key, 'content-type': 'text/plain' }),
        get('/openapi/v1/billing/balance/detail', { ...json, authorization: 'Bearer wrong' }),
        get('/v3/async/task-result?task_id=nobody'),
        get('/v3/async/task-result?id=nobody'),
      ].map(errorText),
    );
    expect(answers).toEqual([
      '404 API_NOT_FOUND',
      '404 API_NOT_FOUND',
      '400 MISSING_API_KEY',
      '403 INVALID_API_KEY',
      '403 INVALID_API_KEY',
      '400 INVALID_REQUEST_BODY',
      '403 INVALID_API_KEY',
      '404 TASK_NOT_FOUND',
      '400 INVALID_REQUEST_BODY',
    ]);
    expect(sandbox.jobIds()).toEqual([]);
  });

  test.each([
    ['an unknown field', { seed: 1 }, 'INVALID_REQUEST_BODY'],
    [
      'a model name where the path identifies the model',
      { model_name: 'kling-v3-0-pro' },
      'INVALID_REQUEST_BODY',
    ],
    ['a missing video', { video: undefined }, 'INVALID_REQUEST_BODY'],
    ['a missing orientation', { character_orientation: undefined }, 'INVALID_REQUEST_BODY'],
    ['an unknown orientation', { character_orientation: 'left' }, 'INVALID_REQUEST_BODY'],
    ['a string instead of a boolean', { keep_original_sound: 'yes' }, 'INVALID_REQUEST_BODY'],
    ['a prompt that is too long', { prompt: 'a'.repeat(2501) }, 'INVALID_REQUEST_BODY'],
    ['a negative prompt that is too long', { negative_prompt: 'a'.repeat(2501) }, 'INVALID_REQUEST_BODY'],
    ['a video inside the request', { video: mp4.toString('base64') }, 'INVALID_REQUEST_BODY'],
    ['an unreadable link', { video: 'https://example.com/a.mp4' }, 'INVALID_REQUEST_BODY'],
    ['an image with a data: prefix', { image: 'data:image/jpeg;base64,/9j/' }, 'INVALID_IMAGE_FORMAT'],
    [
      'base64 that is not an image',
      { image: Buffer.from('text').toString('base64') },
      'INVALID_IMAGE_FORMAT',
    ],
  ])('%s', async (_what, change, reason) => {
    expect(await errorText(post(v26, { ...input(), ...change }))).toBe(`400 ${reason}`);
    expect(sandbox.jobIds()).toEqual([]);
  });

  test('links to files that are missing, of another type, or too large', async () => {
    const links = [
      { video: link('nothing.mp4') },
      { video: link('page.mp4') },
      { video: link('a.jpg') },
      { video: link('large.mp4') },
      { image: link('b.mp4') },
      { image: link('large.jpg') },
    ];
    const answers = await Promise.all(links.map((change) => errorText(post(v26, { ...input(), ...change }))));
    expect(answers).toEqual([
      '400 INVALID_REQUEST_BODY',
      '400 INVALID_REQUEST_BODY',
      '400 INVALID_REQUEST_BODY',
      '400 INVALID_REQUEST_BODY',
      '400 INVALID_IMAGE_FORMAT',
      '400 IMAGE_FILE_EXCEEDS_MAX_SIZE',
    ]);
  });

  test('v3.0 without one of its two model names', async () => {
    const answers = await Promise.all(
      [undefined, 'kling-v3', 'kling-v3-0-std', 'kling-v3-0-pro'].map((model_name) =>
        errorText(post(v3, { ...input(), model_name })),
      ),
    );
    expect(answers).toEqual(['400 INVALID_REQUEST_BODY', '400 INVALID_REQUEST_BODY', '200', '200']);
  });
});

test('accepts an image as plain base64', async () => {
  expect(await errorText(post(v26, { ...input(), image: jpeg.toString('base64') }))).toBe('200');
});

test('sets faults and reads the log from another process', async () => {
  const control = `${sandbox.controlOrigin}/__control`;
  const set = { method: 'POST', headers: json, body: '{"submit":"no-credit"}' };
  expect((await fetch(control, set)).status).toBe(200);
  expect(await errorText(post(v26, input()))).toBe('400 BILLING_BALANCE_NOT_ENOUGH');
  expect(await (await fetch(`${sandbox.controlOrigin}/__log`)).json()).toMatchObject([
    { server: 'novita', method: 'POST', path: v26, body: input() },
  ]);
});

test('queues, runs and completes a task, with a new link that is valid for an hour in each status', async () => {
  const { task_id } = (await (await post(v26, input())).json()) as { task_id: string };
  type Poll = {
    readonly task: { readonly status: string };
    readonly videos: { readonly video_url: string }[];
  };
  const polls: Poll[] = [];
  for (let poll = 0; poll < 6; poll += 1)
    polls.push((await (await get(`/v3/async/task-result?task_id=${task_id}`)).json()) as Poll);
  expect(polls.map(({ task }) => task.status)).toEqual([
    'TASK_STATUS_QUEUED',
    'TASK_STATUS_QUEUED',
    'TASK_STATUS_PROCESSING',
    'TASK_STATUS_PROCESSING',
    'TASK_STATUS_SUCCEED',
    'TASK_STATUS_SUCCEED',
  ]);
  const links = polls.flatMap(({ videos }) => videos.map(({ video_url }) => video_url));
  expect(new Set(links).size).toBe(2);
  expect(new URL(String(links[0])).searchParams.get('X-Amz-Expires')).toBe('3600');
  expect(Buffer.from(await (await fetch(String(links[0]))).arrayBuffer()).equals(mp4)).toBe(true);
  expect(sandbox.jobIds()).toEqual([task_id]);
});
