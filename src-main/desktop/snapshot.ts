/** The newest state of the program that the window's shell needs. */
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

/** Calls `onChange` with the present state and with each later one. Returns the newest state. */
export const followSnapshot = async (
  { handlers, subscribe }: Pick<App, 'handlers' | 'subscribe'>,
  onChange: (snapshot: Snapshot) => void,
): Promise<() => Snapshot> => {
  const [settings, jobs] = await Promise.all([handlers['settings.get']({}), handlers['jobs.list']({})]);
  let snapshot: Snapshot = {
    settings: settings.ok ? settings.value : settingsSchema.parse({}),
    jobs: jobs.ok ? jobs.value : [],
    runningExports: 0,
  };
  onChange(snapshot);
  subscribe((name, payload) => {
    const change = changeBy(name, payload);
    if (change === null) return;
    snapshot = { ...snapshot, ...change };
    onChange(snapshot);
  });
  return () => snapshot;
};
