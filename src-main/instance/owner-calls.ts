/** Calls of terminals to the owner of the data folder, beside the page's contract: they carry full paths of this machine. */
import { z } from 'zod';
import type { Result } from '#contract/errors.ts';
import { exportChoicesSchema, exportIdSchema, madeExportSchema } from '#contract/model/export.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import { bundleIdSchema } from '#contract/model/library-work.ts';

const nothing = z.object({});
const pathSchema = z.string().min(1).max(32_000);

export const ownerContract = {
  /** Begins to work on unfinished jobs; null: on all of them. */
  resume: { input: z.object({ jobIds: z.array(jobIdSchema).nullable() }), output: nothing },
  itemPaths: {
    input: z.object({ itemId: itemIdSchema }),
    output: z.object({
      folder: pathSchema,
      result: pathSchema,
      poster: pathSchema,
      image: pathSchema,
      video: pathSchema,
    }),
  },
  /** Copies the result into a folder, which is made when missing, under a name for people. */
  copyOut: {
    input: z.object({ itemId: itemIdSchema, folder: pathSchema }),
    output: z.object({ path: pathSchema }),
  },
  /** Makes a clip of results. `library.cancelExport` ends it. `audioPath`: another file's audio. */
  makeExport: {
    input: z.object({
      itemId: itemIdSchema,
      besideId: itemIdSchema.nullable(),
      choices: exportChoicesSchema,
      audioPath: pathSchema.nullable(),
    }),
    output: madeExportSchema,
  },
  /** Copies such a clip, whole or not at all, and discards it. */
  takeExport: { input: z.object({ exportId: exportIdSchema, path: pathSchema }), output: nothing },
  /** The same of a zip file of results. */
  takeBundle: { input: z.object({ bundleId: bundleIdSchema, path: pathSchema }), output: nothing },
  /** Brings the window forward. `address`: of browser mode, with its token; null in other hosts. */
  show: { input: nothing, output: z.object({ address: z.string().nullable() }) },
} as const;

export type OwnerContract = typeof ownerContract;
export type OwnerCallName = keyof OwnerContract;
// Object.keys loses the names.
export const ownerCallNames = Object.keys(ownerContract) as readonly OwnerCallName[];
export type OwnerHandlers = {
  readonly [N in OwnerCallName]: (
    input: z.output<OwnerContract[N]['input']>,
  ) => Promise<Result<z.output<OwnerContract[N]['output']>>>;
};
