/** Runs the image process as an Electron utility process, because a fuse disables forking as Node. */
import { utilityProcess } from 'electron';
import { imageProcessOptions, imageProcessPath } from '../media/image/image-child.ts';
import type { ImageProcess } from '../ports.ts';

export const startImageProcess = (): ImageProcess => {
  const child = utilityProcess.fork(imageProcessPath, [], {
    ...imageProcessOptions,
    serviceName: 'Understudy images',
    stdio: 'ignore',
  });
  let isKilled = false;
  const kill = (): void => {
    isKilled = true;
    if (child.pid === undefined) return;
    try {
      // Its own `kill` sends SIGTERM, which a process that is busy in native code does not handle.
      process.kill(child.pid, 'SIGKILL');
    } catch {
      // The process has already ended.
    }
  };
  child.once('spawn', () => {
    if (isKilled) kill();
  });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    kill,
    hold: () => undefined,
  };
};
