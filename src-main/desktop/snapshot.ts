/** The newest state of the program that the desktop host needs: settings, jobs and exports. */
import type { EventName, EventPayload } from '#contract/events.ts';
import type { Job } from '#contract/model/job.ts';
import { type Settings, settingsSchema } from '#contract/model/settings.ts';
import type { App } from '../app.ts';

export type Snapshot = {
  readonly settings: Settings;
  readonly jobs: readonly Job[];
  readonly runningExports: number;
};

const changeBy = (name: EventName, payload: unknown): Partial<Snapshot> | null => {
  // Parsed with the schema of this name before it was sent.
  switch (name) {
    case 'settings.changed':
      return { settings: payload as EventPayload<'settings.changed'> };
    case 'jobs.changed':
      return { jobs: payload as EventPayload<'jobs.changed'> };
    case 'exports.changed':
      return { runningExports: (payload as EventPayload<'exports.changed'>).length };
    default:
      return null;
  }
};

export type Snapshots = {
  /** Default settings and no jobs before the program is open. */
  readonly newest: () => Snapshot;
  /** Calls `onChange` with the present state and with each later one. */
  readonly follow: (
    app: Pick<App, 'handlers' | 'subscribe'>,
    onChange: (snapshot: Snapshot) => void,
  ) => Promise<void>;
};

export const createSnapshots = (): Snapshots => {
  let snapshot: Snapshot = { settings: settingsSchema.parse({}), jobs: [], runningExports: 0 };
  return {
    newest: () => snapshot,
    follow: async ({ handlers, subscribe }, onChange) => {
      const change = (more: Partial<Snapshot>): void => {
        snapshot = { ...snapshot, ...more };
        onChange(snapshot);
      };
      const [settings, jobs] = await Promise.all([handlers['settings.get']({}), handlers['jobs.list']({})]);
      change({ ...(settings.ok && { settings: settings.value }), ...(jobs.ok && { jobs: jobs.value }) });
      subscribe((name, payload) => {
        const more = changeBy(name, payload);
        if (more !== null) change(more);
      });
    },
  };
};
