/** Starts a worker process under plain Node. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { WorkerName, WorkerProcess } from '../../ports.ts';
import { programFolder } from '../../program-folder.ts';
import { childEnvironment } from '../ffmpeg/input-restrictions.ts';
import { fontEnvironment } from '../image/text-font.ts';

/** Limit of the JavaScript heap, in MB; pixels and the weights of a model are stored outside of it. */
const maxHeapMb = 512;

export const workerOptions = {
  execArgv: [`--max-old-space-size=${maxHeapMb}`],
  env: { ...childEnvironment(process.env), ...fontEnvironment },
};

/** The build places it in a separate file beside the main one. */
export const workerPath = (name: WorkerName): string =>
  import.meta.filename.endsWith('.ts')
    ? join(programFolder, 'src-main', 'media', name, `${name}-process.ts`)
    : join(programFolder, 'out', 'main', `${name}-process.js`);

/** `path`: another program, for tests. */
export const forkWorker = (name: WorkerName, path = workerPath(name)): WorkerProcess => {
  const child = fork(path, [], {
    ...workerOptions,
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
