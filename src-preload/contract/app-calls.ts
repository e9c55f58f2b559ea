/** The calls about the program itself and about its window; part of the table in calls.ts. */
import { z } from 'zod';
import { commandIdSchema } from './commands.ts';
import { aboutSchema } from './model/settings.ts';
import { updateStatusSchema } from './model/update.ts';

const nothing = z.object({});
const textSchema = z.object({ text: z.string() });

export const appCalls = {
  'app.about': { input: nothing, output: aboutSchema },
  /** Versions, tools, settings and last errors, without secrets: for a report that the user sends. */
  'app.diagnostics': { input: nothing, output: textSchema },
  /** Shows the folder of the logs in the system's file manager. */
  'app.openLogs': { input: nothing, output: nothing },
  /** Of the packages that ship with the program. */
  'app.licences': { input: nothing, output: textSchema },
  'app.updateStatus': { input: nothing, output: updateStatusSchema },
  'app.checkForUpdates': { input: nothing, output: updateStatusSchema },
  /** Downloads the version that was found; it is installed when the program quits. */
  'app.installUpdate': { input: nothing, output: updateStatusSchema },
  /** The commands that the page can run now, for the menus. The first call means that the page receives events. */
  'desktop.commandsEnabled': { input: z.object({ ids: z.array(commandIdSchema) }), output: nothing },
} as const;
