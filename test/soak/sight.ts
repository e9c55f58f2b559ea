/** Sees that a step has begun: in the logs of the stand-ins, and on the program's disk. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logged } from '#test/sandbox/server.ts';
import { isSubmit } from './books.ts';
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

/** Answers whether what is waited for has begun since it was made. */
export const createSight = (request: {
  readonly kind: MomentKind;
  readonly dataFolder: string;
  readonly logs: readonly (readonly Logged[])[];
  readonly program: Pick<Program, 'asks' | 'jobs'>;
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
      return () => program.asks() > 0;
    // It says so when this is written down, and sends right after.
    case 'starting':
      return () => program.jobs().some(({ state }) => state.kind === 'starting');
    case 'fit':
      return () =>
        [
          ...pathsIn(join(work, 'ahead')),
          ...pathsIn(join(work, 'jobs')).map((folder) => join(folder, 'inputs')),
        ]
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
