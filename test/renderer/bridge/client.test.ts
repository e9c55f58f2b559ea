import { expect, test } from 'vitest';
import { ConnectionLost } from '#renderer/bridge/browser-bridge.ts';
import { createClient } from '#renderer/bridge/client.ts';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { demoModel, demoModelId, falModel, imageSource, videoSource } from '#test/renderer/samples.ts';

const run = {
  imageId: imageSource.id,
  videoId: videoSource.id,
  choices: { modelId: demoModelId, orientation: 'image', trim: null, prompt: '', keepAudio: true },
} as const;

test('a reply that makes sense comes through as it is', async () => {
  const client = createClient(createFakeBridge());
  expect(await client.call('models.list', {})).toEqual({ ok: true, value: [demoModel, falModel] });
});

test('a reply that makes no sense is a failure of the program, not an exception', async () => {
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

test('a reply that is no reply at all is a failure too', async () => {
  const bridge = createFakeBridge();
  const silent = { ...bridge, openFile: async () => undefined };
  expect(await createClient(silent).openFile(new File([], 'x.png'))).toMatchObject({
    ok: false,
    error: { code: 'internal', charged: 'no', subject: 'media.open' },
  });
});

test('a run whose answer never came back may have been charged', async () => {
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

test('an event whose payload makes no sense is not told', () => {
  const bridge = createFakeBridge();
  const client = createClient(bridge);
  const told: unknown[] = [];
  const stop = client.on('library.changed', (payload) => told.push(payload));
  bridge.announce('library.changed', { total: 3 });
  bridge.announce('library.changed', { total: -1 });
  stop();
  bridge.announce('library.changed', { total: 4 });
  expect(told).toEqual([{ total: 3 }]);
});

/** Its bytes cannot be had, as those of a folder, or of a file that has gone since it was chosen. */
const unreadable = (name: string): File =>
  Object.assign(new File([], name), {
    slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }),
  });

test.each([
  ['a folder or a file that cannot be read is named', unreadable('x.png'), 'file-unreadable', 'x.png'],
  ['a file that can be read was not the reason', new File(['bytes'], 'x.png'), 'connection-lost', undefined],
])('where a file never arrived, %s', async (_, file, code, subject) => {
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

test('what goes wrong in the program itself is told as that', async () => {
  const bridge = createFakeBridge();
  const thrown = async () => {
    throw new Error('Error invoking remote method');
  };
  const client = createClient({ ...bridge, calls: { ...bridge.calls, 'app.about': thrown } });
  expect(await client.call('app.about', {})).toMatchObject({ error: { code: 'internal' } });
});
