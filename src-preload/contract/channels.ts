/** Names of calls and events: all that the bridge itself bundles. Schemas are in ipc.ts. */

export const callNames = [
  'about',
  'models.list',
  'prices.refresh',
  'hosting.status',
  'sample.open',
  'media.open',
  'media.openBytes',
  'media.close',
  'media.scan',
  'media.waveform',
  'media.preview',
  'fit.ahead',
  'jobs.submit',
  'jobs.list',
  'jobs.cancel',
  'jobs.stopAsking',
  'jobs.retry',
  'jobs.find',
  'jobs.resolve',
  'jobs.dismiss',
  'library.list',
  'library.get',
  'library.related',
  'library.reveal',
  'library.export',
  'library.cancelExport',
  'keys.status',
  'keys.set',
  'keys.clear',
  'keys.test',
  'settings.get',
  'settings.set',
] as const;
export type CallName = (typeof callNames)[number];

export const eventNames = [
  'jobs.changed',
  'library.changed',
  'keys.changed',
  'settings.changed',
  'models.changed',
  'hosting.changed',
  'media.progress',
  'fit.changed',
  'exports.changed',
] as const;
export type EventName = (typeof eventNames)[number];

/** Calls that only a host may make, because they name a path of the machine or carry a file: never forwarded from the page's own words. */
export const hostCallNames = ['media.open', 'media.openBytes'] as const;
export type HostCallName = (typeof hostCallNames)[number];
export type PageCallName = Exclude<CallName, HostCallName>;
