import { expect, onTestFinished, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { About } from '#contract/model/settings.ts';
import { enter, enterHost, type InstancePorts } from '#main/instance/instance.ts';
import { systemClock } from '#main/node-ports.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const portsIn = (dataFolder: string, host: About['host']): InstancePorts => ({
  ...{ dataFolder, host, version: '1.0.0', environment: {} },
  clock: systemClock,
  log: createTestLog(),
});

/** Owns the folder, and answers every owner call with the address. */
const owned = async (dataFolder: string, host: About['host'], address: string | null = null) => {
  const entered = await enter(portsIn(dataFolder, host), {
    signal: new AbortController().signal,
    onWait: () => undefined,
  });
  if (!entered.ok || entered.value.kind !== 'owner') throw new Error('not the owner');
  const { server } = entered.value;
  const shown: unknown[] = [];
  server.open({
    page: async () => fail('internal'),
    owner: async (name, input) => {
      shown.push([name, input]);
      return ok({ address });
    },
    subscribe: () => () => undefined,
  });
  onTestFinished(() => server.close());
  return { server, shown };
};

test.each([
  ['desktop', null],
  ['browser', 'http://127.0.0.1:4711/?token=secret'],
] as const)(
  'a second window brings the one of the %s to the front and gives it its files',
  async (host, address) => {
    const folder = tempFolder();
    const { shown } = await owned(folder, host, address);
    const files = ['/films/a.png', '/films/b.mp4'];
    const entered = await enterHost(portsIn(folder, 'desktop'), { files: () => files });
    expect(entered).toEqual(ok({ kind: 'shown', host, address }));
    expect(shown).toEqual([['show', { files }]]);
  },
);

test('a second window gives at most 20 files', async () => {
  const folder = tempFolder();
  const { shown } = await owned(folder, 'browser', 'http://127.0.0.1:4711/');
  const files = Array.from({ length: 30 }, (_, index) => `/films/${index}.png`);
  await enterHost(portsIn(folder, 'desktop'), { files: () => files });
  expect(shown).toEqual([['show', { files: files.slice(0, 20) }]]);
});

test('a window waits for a terminal command to end, then owns the folder', async () => {
  const folder = tempFolder();
  const { server } = await owned(folder, 'terminal');
  const entering = enterHost(portsIn(folder, 'browser'));
  setTimeout(() => void server.close(), 50);
  const entered = await entering;
  if (entered.ok && entered.value.kind === 'owner') onTestFinished(entered.value.server.close);
  expect(entered).toMatchObject(ok({ kind: 'owner' }));
});

test('a window reports the data folder as in use when a terminal command does not end', async () => {
  const folder = tempFolder();
  await owned(folder, 'terminal');
  expect(await enterHost(portsIn(folder, 'browser'), { limitMs: 100 })).toEqual(
    fail('data-in-use', { subject: 'terminal' }),
  );
});
