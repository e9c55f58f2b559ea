/** The bridge: exposes only the calls and events of the contract, and the paths of dropped files. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { PageCallName } from './contract/calls.ts';
import type { EventName } from './contract/events.ts';

// Inserted by the build (electron.vite.config.ts), so that the preload contains the names without the schemas and zod.
declare const PAGE_CALL_NAMES: readonly PageCallName[];
declare const EVENT_NAMES: readonly EventName[];

const calls = Object.fromEntries(
  PAGE_CALL_NAMES.map((name) => [name, (input: unknown) => ipcRenderer.invoke(name, input)]),
);

const openFile = async (file: File): Promise<unknown> => {
  const path = webUtils.getPathForFile(file);
  if (path !== '') return ipcRenderer.invoke('media.open', { path });
  // A pasted image has no path.
  const bytes = new Uint8Array(await file.arrayBuffer());
  return ipcRenderer.invoke('media.openBytes', { name: file.name, bytes });
};

const importFile = (file: File): Promise<unknown> =>
  ipcRenderer.invoke('library.import', { path: webUtils.getPathForFile(file) });

const knownEvents = new Set<string>(EVENT_NAMES);
const on = (event: string, listener: (payload: unknown) => void): (() => void) => {
  if (!knownEvents.has(event)) throw new Error(`No such event: ${event}`);
  const forward = (_sender: unknown, payload: unknown) => listener(payload);
  ipcRenderer.on(event, forward);
  return () => {
    ipcRenderer.off(event, forward);
  };
};

contextBridge.exposeInMainWorld('understudy', { calls, openFile, importFile, on });
