/** The dialog in which the user chooses where a result, a comparison, a bundle or a converted file is saved. */
import { existsSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { CommandMessages } from '#contract/messages/en/commands.ts';
import type { Log } from '../ports.ts';
import { createJsonFile } from '../storage/json-file.ts';

export type SaveDialog = {
  readonly title: string;
  readonly defaultPath: string;
  readonly filters: { readonly name: string; readonly extensions: string[] }[];
};

type KindOfFile = 'images' | 'videos' | 'archives';
const kinds: Readonly<Record<string, KindOfFile>> = {
  ...{ jpg: 'images', png: 'images', webp: 'images' },
  ...{ mp4: 'videos', mov: 'videos', webm: 'videos' },
  zip: 'archives',
};

/** `fileName`: as the program proposes it; `folder`: a full path. */
export const saveDialog = (
  { fileName, folder }: { readonly fileName: string; readonly folder: string },
  messages: Pick<CommandMessages, 'saveAs' | 'allFiles' | KindOfFile>,
): SaveDialog => {
  const name = basename(fileName);
  const extension = extname(name).slice(1).toLowerCase();
  const kind = kinds[extension];
  const all = { name: messages.allFiles, extensions: ['*'] };
  return {
    title: messages.saveAs,
    defaultPath: join(folder, name),
    filters: kind === undefined ? [all] : [{ name: messages[kind], extensions: [extension] }, all],
  };
};

export type SaveFolder = {
  /** The folder of the last saved file, if it still exists; otherwise `fallback`. */
  readonly current: (fallback: string) => string;
  /** `path`: of a file that was saved. */
  readonly saved: (path: string) => void;
};

export const createSaveFolder = (deps: { readonly dataFolder: string; readonly log: Log }): SaveFolder => {
  const { log } = deps;
  const name = 'save-folder.json';
  const schema = z.object({ folder: z.string() }).nullable();
  const file = createJsonFile({ path: join(deps.dataFolder, name), schema, name, log });
  return {
    current: (fallback) => {
      const folder = file.read(null)?.folder;
      return folder !== undefined && isAbsolute(folder) && existsSync(folder) ? folder : fallback;
    },
    saved: (path) => {
      try {
        file.write({ folder: dirname(path) });
      } catch (cause) {
        log.warn('folder of saved files not stored', { cause });
      }
    },
  };
};
