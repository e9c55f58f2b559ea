import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandboxKey, startFalSandbox } from './fal.ts';
import type { Sandbox } from './sandbox.ts';
import { startServer } from './server.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startFalSandbox();
});
afterEach(() => sandbox.close());

const path = '/fal-ai/kling-video/v2.6/pro/motion-control';
const key = { authorization: `Key ${sandboxKey}` };
const json = { 'content-type': 'application/json' };

const post = (address: string, body: unknown, headers: Record<string, string> = { ...key, ...json }) =>
  fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
const queue = () => String(sandbox.environment.UNDERSTUDY_FAL_QUEUE_URL);
const rest = () => String(sandbox.environment.UNDERSTUDY_FAL_REST_URL);

/** The first bytes of an image and of a video, as far as the stand-in reads them. */
const imageFile = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('an image')]);
const videoFile = Buffer.from('\0\0\0\x18ftypa video');

const upload = async (name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const answer = await post(`${rest()}/storage/upload/initiate?storage_type=fal-cdn-v3`, {
    content_type: type,
    file_name: name,
  });
  const { upload_url, file_url } = (await answer.json()) as { upload_url: string; file_url: string };
  await fetch(upload_url, { method: 'PUT', headers: { 'content-type': type }, body: bytes });
  return file_url;
};

const input = async () => ({
  image_url: await upload('a.jpg', 'image/jpeg', imageFile),
  video_url: await upload('b.mp4', 'video/mp4', videoFile),
  character_orientation: 'video',
});

describe('the stand-in refuses', () => {
  test('a submit without a key, with a wrong key, method or path', async () => {
    const body = await input();
    const answers = [
      await post(`${queue()}${path}`, body, json),
      await post(`${queue()}${path}`, body, { ...json, authorization: 'Key wrong' }),
      await post(`${queue()}${path}`, body, { ...json, authorization: `Bearer ${sandboxKey}` }),
      await fetch(`${queue()}${path}`, { headers: key }),
      await post(`${queue()}${path}/extra`, body),
      await post(`${queue()}${path}`, body, { ...key, 'content-type': 'text/plain' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 405, 404, 415]);
  });

  test.each([
    ['an unknown field', { negative_prompt: 'blur' }],
    ['a string instead of a boolean', { keep_original_sound: 'yes' }],
    ['an unknown orientation', { character_orientation: 'left' }],
    ['an unreadable link', { video_url: 'https://example.com/a.mp4' }],
    ['a dead link to this computer', { video_url: 'http://127.0.0.1:1/a.mp4' }],
    ['a video inside the request', { video_url: `data:video/mp4;base64,${videoFile.toString('base64')}` }],
    ['an invalid image inside the request', { image_url: 'data:image/png;base64,YQ==' }],
    ['an image inside the request without its type', { image_url: imageFile.toString('base64') }],
    ['a prompt that is too long', { prompt: 'a'.repeat(2501) }],
  ])('%s', async (_what, change) => {
    const answer = await post(`${queue()}${path}`, { ...(await input()), ...change });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ detail: [{ loc: ['body', expect.any(String)] }] });
  });

  test('an image in place of a video', async () => {
    const body = await input();
    expect((await post(`${queue()}${path}`, { ...body, video_url: body.image_url })).status).toBe(422);
  });

  test.each([
    ['that requires a login', 'text/html', Buffer.from('<html>'), 'file_download_error'],
    ['of another type than stated', 'video/mp4', imageFile, 'file_download_error'],
    [
      'that is too large',
      'video/mp4',
      Buffer.concat([videoFile, Buffer.alloc(100_000_000)]),
      'file_too_large',
    ],
  ])('a link %s', async (_what, contentType, bytes, type) => {
    const files = await startServer({
      name: 'files',
      log: [],
      handle: () => ({ status: 200, headers: { 'content-type': contentType }, bytes }),
    });
    const video_url = `${files.origin}/a.mp4`;
    const answer = await post(`${queue()}${path}`, { ...(await input()), video_url });
    await files.close();
    expect([answer.status, await answer.json()]).toEqual([
      422,
      { detail: [{ loc: ['body', 'video_url'], msg: expect.any(String), type }] },
    ]);
  });

  test('a price request without a key, with a wrong method or path', async () => {
    const api = String(sandbox.environment.UNDERSTUDY_FAL_API_URL);
    const answers = [
      await fetch(`${api}/v1/models/pricing`),
      await post(`${api}/v1/models/pricing`, {}),
      await fetch(`${api}/v1/models`, { headers: key }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 404, 404]);
  });

  test('an upload that includes the key or omits its length', async () => {
    const answer = await post(`${rest()}/storage/upload/initiate?storage_type=fal-cdn-v3`, {
      content_type: 'video/mp4',
      file_name: 'b.mp4',
    });
    const { upload_url } = (await answer.json()) as { upload_url: string };
    const type = { 'content-type': 'video/mp4' };
    const withKey = await fetch(upload_url, { method: 'PUT', headers: { ...type, ...key }, body: 'a' });
    const chunked = await fetch(upload_url, {
      method: 'PUT',
      headers: type,
      body: ReadableStream.from([Buffer.from('a')]),
      duplex: 'half',
    });
    expect([withKey.status, chunked.status]).toEqual([403, 411]);
  });
});

test('accepts an image inside the request', async () => {
  const image_url = `data:image/jpeg;base64,${imageFile.toString('base64')}`;
  const answer = await post(`${queue()}${path}`, { ...(await input()), image_url });
  expect([answer.status, sandbox.submits(), sandbox.jobIds()]).toEqual([200, 1, [expect.any(String)]]);
});

test('returns the prices of the requested models that it knows', async () => {
  const api = String(sandbox.environment.UNDERSTUDY_FAL_API_URL);
  const query = `endpoint_id=${encodeURIComponent(path.slice(1))}&endpoint_id=fal-ai%2Fother`;
  const answer = await fetch(`${api}/v1/models/pricing?${query}`, { headers: key });
  expect(await answer.json()).toEqual({
    prices: [{ endpoint_id: path.slice(1), unit_price: 0.095, unit: 'seconds', currency: 'USD' }],
    has_more: false,
    next_cursor: null,
  });
});

test('sets faults and reads the log from another process', async () => {
  const control = `${sandbox.controlOrigin}/__control`;
  expect((await post(control, { submit: 'no-credit', queuePolls: 5 }, json)).status).toBe(200);
  expect(await (await fetch(control)).json()).toMatchObject({ submit: 'no-credit', queuePolls: 5 });
  expect((await post(control, { submit: 'no-such-fault' }, json)).status).toBe(400);
  expect((await post(`${queue()}${path}`, {})).status).toBe(403);
  expect(await (await fetch(`${sandbox.controlOrigin}/__log`)).json()).toMatchObject([
    { server: 'queue', method: 'POST', path, body: {} },
  ]);
});

test('answers 202 for a job until it is done, then 200, and its result supports resuming', async () => {
  const submitted = await post(`${queue()}${path}`, await input());
  const { status_url, response_url } = (await submitted.json()) as Record<string, string>;
  const statuses = [];
  for (let poll = 0; poll < 5; poll += 1)
    statuses.push((await fetch(String(status_url), { headers: key })).status);
  expect(statuses).toEqual([202, 202, 202, 202, 200]);
  const result = await fetch(String(response_url), { headers: key });
  expect(Number(result.headers.get('x-fal-billable-units'))).toBeGreaterThan(0);
  const { video } = (await result.json()) as { video: { url: string } };
  const whole = await fetch(video.url);
  const rest = await fetch(video.url, { headers: { range: 'bytes=8-' } });
  const changed = await fetch(video.url, { headers: { range: 'bytes=8-', 'if-range': '"another"' } });
  expect([await whole.text(), rest.status, await rest.text(), changed.status]).toEqual([
    videoFile.toString(),
    206,
    'a video',
    200,
  ]);
});
