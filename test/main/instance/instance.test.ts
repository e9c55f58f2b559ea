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
  const shown: string[] = [];
  server.open({
    page: async () => fail('internal'),
    owner: async (name) => {
      shown.push(name);
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
] as const)('a second window brings the one of the %s to the front', async (host, address) => {
  const folder = tempFolder();
  const { shown } = await owned(folder, host, address);
  expect(await enterHost(portsIn(folder, 'desktop'))).toEqual(ok({ kind: 'shown', host, address }));
  expect(shown).toEqual(['show']);
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
  expect(await enterHost(portsIn(folder, 'browser'), 100)).toEqual(
    fail('data-in-use', { subject: 'terminal' }),
  );
});
