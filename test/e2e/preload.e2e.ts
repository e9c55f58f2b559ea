/**
 * The built preload, which runs sandboxed: one file that requires electron alone and exposes no generic function on the
 * window.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@playwright/test';
import { pageCallNames } from '#contract/calls.ts';
import { programFolder } from '#main/program-folder.ts';

const folder = join(programFolder, 'out', 'preload');
const code = () => readFileSync(join(folder, 'index.cjs'), 'utf8');

type Exposed = {
  calls: Record<string, (input: unknown) => unknown>;
  openFile: (file: unknown) => Promise<unknown>;
  importFile: (file: unknown) => Promise<unknown>;
  on: (event: string, listener: (payload: unknown) => void) => () => void;
};

/** Runs the preload with a fake electron, as the sandbox does. */
const load = () => {
  const invoked: unknown[][] = [];
  const listeners = new Map<string, (event: unknown, payload: unknown) => void>();
  const worlds: Record<string, Exposed> = {};
  const required: string[] = [];
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: Exposed) => Object.assign(worlds, { [name]: api }),
    },
    ipcRenderer: {
      invoke: async (...args: unknown[]) => void invoked.push(args),
      on: (event: string, listener: (event: unknown, payload: unknown) => void) =>
        void listeners.set(event, listener),
      off: (event: string) => void listeners.delete(event),
    },
    webUtils: { getPathForFile: (file: { path: string }) => file.path },
  };
  const require = (name: string) => {
    required.push(name);
    return electron;
  };
  runInNewContext(code(), { require, exports: {}, module: {}, Uint8Array });
  const { understudy } = worlds;
  if (!understudy) throw new Error('The preload exposed nothing on the window.');
  return { understudy, invoked, listeners, required, worlds };
};

test('is one CommonJS file that requires only electron', () => {
  expect(readdirSync(folder)).toEqual(['index.cjs']);
  expect([...code().matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name]) => name)).toEqual([
    'electron',
  ]);
  expect(load().required).toEqual(['electron']);
});

test('bundles the names of calls and events, and no schema', () => {
  expect(code()).not.toContain('zod');
  expect(code().length).toBeLessThan(5000);
});

test('exposes exactly the calls of the contract that a page may make', async () => {
  const { understudy, invoked, worlds } = load();
  expect(Object.keys(worlds)).toEqual(['understudy']);
  expect(Object.keys(understudy).sort()).toEqual(['calls', 'importFile', 'on', 'openFile']);
  expect(Object.keys(understudy.calls).sort()).toEqual([...pageCallNames].sort());
  await understudy.calls['jobs.list']?.({});
  expect(invoked).toEqual([['jobs.list', {}]]);
});

test('passes a bundle of results on by its path', async () => {
  const { understudy, invoked } = load();
  await understudy.importFile({ path: '/home/person/results.zip', name: 'results.zip' });
  expect(invoked).toEqual([['library.import', { path: '/home/person/results.zip' }]]);
});

test('passes a dropped file by a path that the page cannot read, and a pasted one as bytes', async () => {
  const { understudy, invoked } = load();
  await understudy.openFile({ path: '/home/person/clip.mp4', name: 'clip.mp4' });
  await understudy.openFile({
    path: '',
    name: 'pasted.png',
    arrayBuffer: async () => new Uint8Array([1, 2]).buffer,
  });
  expect(invoked[0]).toEqual(['media.open', { path: '/home/person/clip.mp4' }]);
  expect(invoked[1]?.[0]).toBe('media.openBytes');
  expect(JSON.parse(JSON.stringify(invoked[1]?.[1]))).toEqual({
    name: 'pasted.png',
    bytes: { '0': 1, '1': 2 },
  });
});

test('lets the page subscribe to known events only', () => {
  const { understudy, listeners } = load();
  const stop = understudy.on('jobs.changed', () => undefined);
  expect([...listeners.keys()]).toEqual(['jobs.changed']);
  stop();
  expect(listeners.size).toBe(0);
  expect(() => understudy.on('anything', () => undefined)).toThrow();
});
