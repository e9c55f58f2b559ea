import { expect, test } from 'vitest';
import { createClient } from '#renderer/bridge/client.ts';
import { ConnectionLost } from '#renderer/bridge/page-bridge.ts';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { demoModel, demoModelId, falModel, imageSource, videoSource } from '#test/renderer/samples.ts';

const run = {
  imageId: imageSource.id,
  videoId: videoSource.id,
  choices: { modelId: demoModelId, orientation: 'image', trim: null, prompt: '', keepAudio: true },
} as const;

test('returns a valid reply unchanged', async () => {
  const client = createClient(createFakeBridge());
  expect(await client.call('models.list', {})).toEqual({ ok: true, value: [demoModel, falModel] });
});

test('returns an internal error for an invalid reply, without an exception', async () => {
  const bridge = createFakeBridge();
  const garbled = {
    ...bridge,
    calls: { ...bridge.calls, 'app.about': async () => ({ ok: true, value: { version: 7 } }) },
  };
  expect(await createClient(garbled).call('app.about', {})).toMatchObject({
    ok: false,
    error: { code: 'internal', charged: 'no', subject: 'app.about' },
  });
});

test('returns an internal error for a reply that is not one', async () => {
  const bridge = createFakeBridge();
  const silent = { ...bridge, openFile: async () => undefined };
  expect(await createClient(silent).openFile(new File([], 'x.png'))).toMatchObject({
    ok: false,
    error: { code: 'internal', charged: 'no', subject: 'media.open' },
  });
});

test('reports a run without a reply as possibly charged', async () => {
  const bridge = createFakeBridge();
  const broken = {
    ...bridge,
    calls: {
      ...bridge.calls,
      'jobs.submit': async () => {
        throw new ConnectionLost('Failed to fetch');
      },
    },
  };
  expect(await createClient(broken).call('jobs.submit', run)).toEqual({
    ok: false,
    error: { code: 'connection-lost', charged: 'unknown', detail: 'Failed to fetch' },
  });
});

test('ignores an event with an invalid payload', () => {
  const bridge = createFakeBridge();
  const client = createClient(bridge);
  const received: unknown[] = [];
  const stop = client.on('library.changed', (payload) => received.push(payload));
  bridge.announce('library.changed', { total: 3 });
  bridge.announce('library.changed', { total: -1 });
  stop();
  bridge.announce('library.changed', { total: 4 });
  expect(received).toEqual([{ total: 3 }]);
});

/** A file whose bytes cannot be read, like a folder or a file removed since it was chosen. */
const unreadable = (name: string): File =>
  Object.assign(new File([], name), {
    slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }),
  });

test.each([
  ['a folder or a file that cannot be read is named', unreadable('x.png'), 'file-unreadable', 'x.png'],
  ['a readable file is not given as the reason', new File(['bytes'], 'x.png'), 'connection-lost', undefined],
])('where a file could not be sent, %s', async (_, file, code, subject) => {
  const lost = async () => {
    throw new ConnectionLost('Failed to fetch');
  };
  const client = createClient({ ...createFakeBridge(), openFile: lost, importFile: lost });
  for (const answer of [await client.openFile(file), await client.importFile(file)])
    expect(answer).toEqual({
      ok: false,
      error: { code, charged: 'no', detail: 'Failed to fetch', ...(subject ? { subject } : {}) },
    });
});

test('returns an internal error for a call that throws', async () => {
  const bridge = createFakeBridge();
  const thrown = async () => {
    throw new Error('Error invoking remote method');
  };
  const client = createClient({ ...bridge, calls: { ...bridge.calls, 'app.about': thrown } });
  expect(await client.call('app.about', {})).toMatchObject({ error: { code: 'internal' } });
});
