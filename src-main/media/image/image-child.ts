/** Starts the image process under plain Node. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { ImageProcess } from '../../ports.ts';
import { programFolder } from '../../program-folder.ts';
import { childEnvironment } from '../ffmpeg/input-restrictions.ts';
import { fontEnvironment } from './text-font.ts';

/** Limit of the JavaScript heap, in MB; pixels are stored outside of it. */
const maxHeapMb = 512;

export const imageProcessOptions = {
  execArgv: [`--max-old-space-size=${maxHeapMb}`],
  env: { ...childEnvironment(process.env), ...fontEnvironment },
};

/** The build places it in a separate file beside the main one. */
export const imageProcessPath: string = import.meta.filename.endsWith('.ts')
  ? join(programFolder, 'src-main', 'media', 'image', 'image-process.ts')
  : join(programFolder, 'out', 'main', 'image-process.js');

/** `path`: another program, for tests. */
export const forkImageProcess = (path = imageProcessPath): ImageProcess => {
  const child = fork(path, [], {
    ...imageProcessOptions,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  // A failed send is followed by an exit event, which is handled.
  const ignore = () => undefined;
  return {
    send: (message) => void child.send(message as object, ignore),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      child.once('exit', listener);
      child.once('error', listener);
    },
    kill: () => void child.kill('SIGKILL'),
    hold: (isHeld) => {
      if (isHeld) {
        child.ref();
        child.channel?.ref();
      } else {
        child.unref();
        child.channel?.unref();
      }
    },
  };
};
