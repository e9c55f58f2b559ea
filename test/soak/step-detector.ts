/** Sees that a step has begun: in the logs of the stand-ins, and on the program's disk. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logged } from '#test/sandbox/server.ts';
import { isSubmit } from './ledger-facts.ts';
import type { MomentKind } from './moments.ts';
import type { Program } from './program.ts';

type Asked = 'upload' | 'submit' | 'look' | 'download';

const isAsked: Readonly<Record<Asked, (logged: Logged) => boolean>> = {
  upload: ({ method, path }) => method === 'PUT' && !path.includes('/cancel'),
  submit: isSubmit,
  look: ({ method, path }) => method === 'GET' && /\/status|task-result|generation_id/.test(path),
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

/** The watcher over a long run of ffmpeg is started right before it. On Linux; elsewhere nothing is seen. */
const hasWatcher = (pid: number): boolean =>
  textOf(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .some((child) => child !== '' && textOf(`/proc/${child}/cmdline`).includes('read -r group'));

/** Where clips are fitted: ahead of an order and for a job. */
const fitFolders = (work: string): readonly string[] => [
  ...pathsIn(join(work, 'temp', 'ahead')),
  ...pathsIn(join(work, 'jobs')).map((folder) => join(folder, 'inputs')),
];

/** Answers whether what is waited for has begun since it was made. */
export const createStepDetector = (request: {
  readonly kind: MomentKind;
  readonly dataFolder: string;
  readonly logs: readonly (readonly Logged[])[];
  readonly program: Pick<Program, 'pid' | 'told' | 'jobs'>;
}): (() => boolean) => {
  const { kind, dataFolder, logs, program } = request;
  const sinceMs = Date.now();
  const from = logs.map((log) => log.length);
  const work = join(dataFolder, 'work');
  switch (kind) {
    case 'begin':
    case 'any':
      return () => true;
    case 'ask':
      return () => program.told('submit', 'submit-batch') > 0;
    case 'say':
      return () => program.told('mark', 'remove', 'restore', 'delete') > 0;
    // It says so when this is written down, and sends right after.
    case 'starting':
      return () => program.jobs().some(({ state }) => state.kind === 'starting');
    case 'spawn':
      return () => hasWatcher(program.pid);
    case 'fit':
      return () =>
        fitFolders(work)
          .flatMap(pathsIn)
          .some((path) => path.endsWith('.part') && isSince(path, sinceMs));
    case 'keep':
      return () =>
        pathsIn(join(dataFolder, 'library')).some(
          (path) => path.includes('.incoming-') && isSince(path, sinceMs),
        );
    case 'upload':
    case 'submit':
    case 'look':
    case 'download':
      return () => logs.some((log, place) => log.slice(from[place]).some(isAsked[kind]));
  }
};
