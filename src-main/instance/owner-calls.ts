/** Calls of terminals to the owner of the data folder, in addition to the page's contract: they contain full paths of this machine. */
import { z } from 'zod';
import { exportChoicesSchema, exportIdSchema, madeExportSchema } from '#contract/model/export.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import { bundleIdSchema } from '#contract/model/library-work.ts';
import type { ContractHandlers } from '../ipc/serve.ts';

/** More than a page has room for. */
export const maxGivenFiles = 20;

const nothing = z.object({});
const pathSchema = z.string().min(1).max(32_000);

export const ownerContract = {
  /** Resumes unfinished jobs; null: all of them. */
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
  /** Copies the result under a readable name into a folder, which is created if missing. */
  copyOut: {
    input: z.object({ itemId: itemIdSchema, folder: pathSchema }),
    output: z.object({ path: pathSchema }),
  },
  /** Creates a comparison video of results. `library.cancelExport` cancels it. `audioPath`: a file whose audio is used. */
  makeExport: {
    input: z.object({
      itemId: itemIdSchema,
      besideId: itemIdSchema.nullable(),
      choices: exportChoicesSchema,
      audioPath: pathSchema.nullable(),
    }),
    output: madeExportSchema,
  },
  /** Copies such a video atomically and discards it. */
  takeExport: { input: z.object({ exportId: exportIdSchema, path: pathSchema }), output: nothing },
  /** Does the same with a zip file of results. */
  takeBundle: { input: z.object({ bundleId: bundleIdSchema, path: pathSchema }), output: nothing },
  /**
   * Brings the window to the front and gives it the files of the second start. `address`: of browser mode, with its
   * token; null in other hosts.
   */
  show: {
    input: z.object({ files: z.array(pathSchema).max(maxGivenFiles) }),
    output: z.object({ address: z.string().nullable() }),
  },
} as const;

export type OwnerContract = typeof ownerContract;
export type OwnerCallName = keyof OwnerContract;
// Object.keys loses the type of the names.
export const ownerCallNames = Object.keys(ownerContract) as readonly OwnerCallName[];
export type OwnerHandlers = ContractHandlers<OwnerContract>;
