/** Detects the start of a step in the logs of the sandboxes and in the data folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logged } from '#test/sandbox/server.ts';
import { isSubmit } from './ledger-facts.ts';
import type { MomentKind } from './moments.ts';
import type { Program } from './program.ts';

type RequestStep = 'upload' | 'submit' | 'poll' | 'download';

const isRequestOf: Readonly<Record<RequestStep, (logged: Logged) => boolean>> = {
  upload: ({ method, path }) => method === 'PUT' && !path.includes('/cancel'),
  submit: isSubmit,
  poll: ({ method, path }) => method === 'GET' && /\/status|task-result|generation_id/.test(path),
  download: ({ method, path }) => method === 'GET' && path.includes('/files/result-'),
};

const pathsIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
};

const isSince = (path: string, sinceMs: number): boolean => {
  try {
    return statSync(path).mtimeMs >= sinceMs;
  } catch {
    return false;
  }
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The watchdog of a long ffmpeg run starts right before ffmpeg. Detected on Linux only. */
const hasWatchdog = (pid: number): boolean =>
  textOf(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .some((child) => child !== '' && textOf(`/proc/${child}/cmdline`).includes('read -r group'));

/** The folders of fitted videos: of the prefit and of jobs. */
const fitFolders = (work: string): readonly string[] => [
  ...pathsIn(join(work, 'temp', 'ahead')),
  ...pathsIn(join(work, 'jobs')).map((folder) => join(folder, 'inputs')),
];

/** Returns a function that reports whether the step has started since this call. */
export const createStepDetector = (request: {
  readonly kind: MomentKind;
  readonly dataFolder: string;
  readonly logs: readonly (readonly Logged[])[];
  readonly program: Pick<Program, 'pid' | 'sentCount' | 'jobs'>;
}): (() => boolean) => {
  const { kind, dataFolder, logs, program } = request;
  const sinceMs = Date.now();
  const from = logs.map((log) => log.length);
  const work = join(dataFolder, 'work');
  switch (kind) {
    case 'begin':
    case 'any':
      return () => true;
    case 'order':
      return () => program.sentCount('submit', 'submit-batch') > 0;
    case 'mark':
      return () => program.sentCount('mark', 'remove', 'restore', 'delete') > 0;
    // The program publishes this state after saving it, right before the submit.
    case 'starting':
      return () => program.jobs().some(({ state }) => state.kind === 'starting');
    case 'spawn':
      return () => hasWatchdog(program.pid);
    case 'fit':
      return () =>
        fitFolders(work)
          .flatMap(pathsIn)
          .some((path) => path.endsWith('.part') && isSince(path, sinceMs));
    case 'save':
      return () =>
        pathsIn(join(dataFolder, 'library')).some(
          (path) => path.includes('.incoming-') && isSince(path, sinceMs),
        );
    case 'upload':
    case 'submit':
    case 'poll':
    case 'download':
      return () => logs.some((log, place) => log.slice(from[place]).some(isRequestOf[kind]));
  }
};
