/** Files that the system gives to the program: opened with it, dropped on its icon, or named by a second start. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { AppError, Result } from '#contract/errors.ts';
import type { Source } from '#contract/model/source.ts';

/** More than the window has room for; the rest of a whole folder's selection is ignored. */
const maxFiles = 20;

const pathOf = (argument: string, folder: string): readonly string[] => {
  if (!argument.startsWith('file:')) return [resolve(folder, argument)];
  try {
    return [fileURLToPath(argument)];
  } catch {
    return [];
  }
};

/**
 * Full paths of the files among the arguments of a start. `isPackaged`: the program itself is the first argument;
 * otherwise the program's folder follows it. Chromium's and Electron's own switches begin with a dash.
 */
export const filesOfArguments = (start: {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly isPackaged: boolean;
}): readonly string[] =>
  start.argv
    .slice(start.isPackaged ? 1 : 2)
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .flatMap((argument) => pathOf(argument, start.folder))
    .slice(0, maxFiles);

const secondStartSchema = z.object({ files: z.array(z.string().min(1)).max(maxFiles) });
export type SecondStart = z.infer<typeof secondStartSchema>;

/** What the second process sent with its request for the lock; the arguments of Electron's event may be reordered. */
export const filesOfSecondStart = (data: unknown): readonly string[] =>
  secondStartSchema.safeParse(data).data?.files ?? [];

type Given = { readonly sources: Source[]; readonly failed: AppError[] };

export const createGivenFiles = (deps: {
  readonly open: (path: string) => Promise<Result<Source>>;
  /** Sends them to the page. */
  readonly send: (given: Given) => void;
  /** Called for each file that was opened. */
  readonly onOpened: (path: string) => void;
}) => {
  let isPageReady = false;
  let waiting: readonly string[] = [];

  const deliver = async (): Promise<void> => {
    if (!isPageReady || waiting.length === 0) return;
    const paths = waiting;
    waiting = [];
    const given: Given = { sources: [], failed: [] };
    for (const path of paths) {
      const opened = await deps.open(path);
      if (!opened.ok) given.failed.push(opened.error);
      else {
        given.sources.push(opened.value);
        deps.onOpened(path);
      }
    }
    deps.send(given);
  };

  return {
    /** Opens them as soon as the page receives events. */
    give: (paths: readonly string[]): Promise<void> => {
      waiting = [...waiting, ...paths].slice(0, maxFiles);
      return deliver();
    },
    pageReady: (): Promise<void> => {
      isPageReady = true;
      return deliver();
    },
    /** The page was closed, has crashed or is loaded again. */
    pageGone: (): void => {
      isPageReady = false;
    },
  };
};
export type GivenFiles = ReturnType<typeof createGivenFiles>;
