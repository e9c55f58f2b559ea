/** The events that main sends to the page: name -> payload. Both ends parse with these schemas. */
import { z } from 'zod';
import { commandIdSchema } from './commands.ts';
import { appErrorSchema } from './errors.ts';
import { deliveryStatusSchema } from './model/delivery.ts';
import { exportProgressSchema } from './model/export.ts';
import { jobIdSchema, jobSchema } from './model/job.ts';
import { libraryWorkSchema } from './model/library-work.ts';
import { modelSpecSchema } from './model/model-spec.ts';
import { noticeSchema } from './model/notice.ts';
import { prefitSchema } from './model/prefit.ts';
import { keyStatusSchema, settingsSchema } from './model/settings.ts';
import { sourceIdSchema, sourceSchema } from './model/source.ts';
import { spendingSchema } from './model/spending.ts';
import { updateStatusSchema } from './model/update.ts';

export const events = {
  /** The whole queue, newest first. */
  'jobs.changed': z.array(jobSchema),
  /** The library has changed; screens read their data again. */
  'library.changed': z.object({ total: z.int().nonnegative() }),
  'library.working': libraryWorkSchema,
  'spending.changed': spendingSchema,
  'notices.changed': z.array(noticeSchema),
  'keys.changed': z.array(keyStatusSchema),
  'settings.changed': settingsSchema,
  /** Prices or names have changed. */
  'models.changed': z.array(modelSpecSchema),
  'delivery.changed': deliveryStatusSchema,
  /** Progress of a scan of a source. */
  'media.progress': z.object({
    sourceId: sourceIdSchema,
    work: z.enum(['scan', 'waveform', 'preview', 'body']),
    fraction: z.number().min(0).max(1),
  }),
  'prefit.changed': prefitSchema,
  /** All running exports. */
  'exports.changed': z.array(exportProgressSchema),
  'update.changed': updateStatusSchema,
  /** A menu item or its shortcut: the page runs the command if it is available. */
  'command.run': z.object({ id: commandIdSchema }),
  /** Files that were opened outside the page: from a menu, by the system or by a second start. */
  'files.given': z.object({ sources: z.array(sourceSchema), failed: z.array(appErrorSchema) }),
  /** The user clicked the notification of this job. */
  'jobs.show': z.object({ jobId: jobIdSchema }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;

export const isEventName = (name: string): name is EventName => Object.hasOwn(events, name);
export const eventNames: readonly EventName[] = Object.keys(events).filter(isEventName);
