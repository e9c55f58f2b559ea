/** The bridge: contract names to ipcRenderer, and the paths of dropped files. Nothing else crosses here. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { callNames, eventNames, hostCallNames } from './contract/channels.ts';

const hostOnly = new Set<string>(hostCallNames);
const calls = Object.fromEntries(
  callNames
    .filter((name) => !hostOnly.has(name))
    .map((name) => [name, (input: unknown) => ipcRenderer.invoke(name, input)]),
);

const openFile = async (file: File): Promise<unknown> => {
  const path = webUtils.getPathForFile(file);
  if (path !== '') return ipcRenderer.invoke('media.open', { path });
  // A pasted picture has no file behind it.
  const bytes = new Uint8Array(await file.arrayBuffer());
  return ipcRenderer.invoke('media.openBytes', { name: file.name, bytes });
};

const importFile = (file: File): Promise<unknown> =>
  ipcRenderer.invoke('library.import', { path: webUtils.getPathForFile(file) });

const knownEvents = new Set<string>(eventNames);
const on = (event: string, listener: (payload: unknown) => void): (() => void) => {
  if (!knownEvents.has(event)) throw new Error(`No such event: ${event}`);
  const forward = (_sender: unknown, payload: unknown) => listener(payload);
  ipcRenderer.on(event, forward);
  return () => {
    ipcRenderer.off(event, forward);
  };
};

contextBridge.exposeInMainWorld('understudy', { calls, openFile, importFile, on });
