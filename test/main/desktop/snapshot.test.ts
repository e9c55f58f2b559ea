import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { EventName } from '#contract/events.ts';
import type { Job } from '#contract/model/job.ts';
import { type Settings, settingsSchema } from '#contract/model/settings.ts';
import type { App } from '#main/app.ts';
import { createSnapshots, type Snapshot } from '#main/desktop/snapshot.ts';
import type { Announcement } from '#main/ipc/events.ts';

const settings = (more: Partial<Settings>): Settings => ({ ...settingsSchema.parse({}), ...more });
const jobs = [{ id: 'job' }] as unknown as readonly Job[];

const appWith = (handlers: object) => {
  const listeners = new Set<Announcement>();
  const app = {
    handlers,
    subscribe: (listener: Announcement) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  } as unknown as Pick<App, 'handlers' | 'subscribe'>;
  const send = (name: EventName, payload: unknown) => {
    for (const listener of listeners) listener(name, payload);
  };
  return { app, send };
};

test('has the default settings and no jobs before the program is open', () => {
  expect(createSnapshots().newest()).toEqual({ settings: settings({}), jobs: [], runningExports: 0 });
});

test('reports the present state, then each change as a whole state', async () => {
  const { app, send } = appWith({
    'settings.get': async () => ok(settings({ language: 'es' })),
    'jobs.list': async () => ok(jobs),
  });
  const snapshots = createSnapshots();
  const seen: Snapshot[] = [];
  await snapshots.follow(app, (snapshot) => seen.push(snapshot));
  expect(seen).toEqual([{ settings: settings({ language: 'es' }), jobs, runningExports: 0 }]);
  send('settings.changed', settings({ language: 'en' }));
  send('exports.changed', [{}, {}]);
  send('library.changed', {});
  send('jobs.changed', []);
  expect(seen).toHaveLength(4);
  expect(snapshots.newest()).toEqual({ settings: settings({ language: 'en' }), jobs: [], runningExports: 2 });
  expect(snapshots.newest()).toBe(seen.at(-1));
});

test('keeps the defaults of what cannot be read', async () => {
  const { app } = appWith({
    'settings.get': async () => fail('internal'),
    'jobs.list': async () => fail('internal'),
  });
  const snapshots = createSnapshots();
  await snapshots.follow(app, () => undefined);
  expect(snapshots.newest()).toEqual({ settings: settings({}), jobs: [], runningExports: 0 });
});
