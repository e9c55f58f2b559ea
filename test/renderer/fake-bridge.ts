/** An in-memory program behind the page: the bridge's type with canned replies, and a function that sends events. */
import type { Bridge } from '#contract/bridge.ts';
import {
  type CallOutput,
  calls,
  type PageCallName,
  type ParsedInput,
  pageCallNames,
  type SubmitInput,
} from '#contract/calls.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { EventName, EventPayload } from '#contract/events.ts';
import type { DeliveryStatus } from '#contract/model/delivery.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { type BatchOrder, batchIdSchema, type Job } from '#contract/model/job.ts';
import type { Imported } from '#contract/model/library-work.ts';
import type { Marks } from '#contract/model/marks.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Notice } from '#contract/model/notice.ts';
import type { About, KeyStatus, Settings } from '#contract/model/settings.ts';
import type { Source } from '#contract/model/source.ts';
import type { Approvals } from '#contract/model/spend-check.ts';
import type { Spending } from '#contract/model/spending.ts';
import { stillAgreed } from '#contract/rules/spend-check.ts';
import { isFound, overviewOf, withChange } from './fake-library.ts';
import { orderOfJobs } from './order-of-jobs.ts';
import {
  about,
  demoModel,
  falModel,
  imageSource,
  job,
  nothingSpent,
  settings,
  storage,
  videoSource,
} from './samples.ts';

/** State of the program; a test changes it through the calls or passes its own. */
export type World = {
  about: About;
  models: readonly ModelSpec[];
  jobs: readonly Job[];
  /** Of every batch; null: derived from the jobs. */
  batchOrder: BatchOrder | null;
  keys: readonly KeyStatus[];
  settings: Settings;
  /** Omitted: derived from the keys. */
  deliverySetup: DeliveryStatus;
  /** Newest first; all of them were made from the same two files. Items in the trash have a time of removal. */
  items: readonly KeptItem[];
  spending: Spending;
  notices: readonly Notice[];
  /** Reply to the import of any bundle. */
  imported: Result<Imported>;
  sample: { readonly image: Source; readonly video: Source };
  /** Reply to opening a file of this name. */
  files: ReadonlyMap<string, Result<Source>>;
};

type Answers = {
  [N in PageCallName]: (input: ParsedInput<N>) => Result<CallOutput<N>> | Promise<Result<CallOutput<N>>>;
};

export type FakeBridge = Bridge<File> & {
  readonly world: World;
  /** Every call, oldest first; files as `media.open` with their names. */
  readonly requests: readonly { readonly name: string; readonly input: unknown }[];
  /** Replaces the reply to this call. */
  readonly answer: <N extends PageCallName>(name: N, how: Answers[N]) => void;
  readonly announce: <N extends EventName>(event: N, payload: EventPayload<N>) => void;
  /** Number of listeners, over all events. */
  readonly listenerCount: () => number;
};

/** A key of fal gives access to its storage; there is no bucket. */
const deliveryWith = (keys: readonly KeyStatus[]): DeliveryStatus => ({
  prefers: 'fal',
  inlineImages: false,
  fal: { isReady: keys.some(({ provider, isSet }) => provider === 'fal' && isSet) },
  bucket: { isReady: false, host: null },
});

export const createFakeBridge = (given: Partial<World> = {}): FakeBridge => {
  const keys = given.keys ?? [{ provider: 'fal', isSet: false, keptIn: 'nowhere' }];
  const world: World = {
    about,
    models: [demoModel, falModel],
    jobs: [],
    batchOrder: null,
    keys,
    settings,
    deliverySetup: deliveryWith(keys),
    items: [],
    spending: { day: nothingSpent, month: nothingSpent, waitingMicros: 0 },
    notices: [],
    imported: ok({ added: 1, known: 0, leftOut: [] }),
    sample: { image: imageSource, video: videoSource },
    files: new Map([
      [imageSource.name, ok(imageSource)],
      [videoSource.name, ok(videoSource)],
    ]),
    ...given,
  };
  const requests: { name: string; input: unknown }[] = [];
  const listeners = new Map<EventName, Set<(payload: unknown) => void>>();
  const announce: FakeBridge['announce'] = (event, payload) => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };

  const setJobs = (jobs: readonly Job[]) => {
    world.jobs = jobs;
    announce('jobs.changed', [...jobs]);
  };
  const setKey = (status: KeyStatus): Result<KeyStatus> => {
    world.keys = world.keys.map((known) => (known.provider === status.provider ? status : known));
    announce('keys.changed', [...world.keys]);
    world.deliverySetup = { ...world.deliverySetup, fal: deliveryWith(world.keys).fal };
    announce('delivery.changed', world.deliverySetup);
    return ok(status);
  };
  const jobOf = ({ jobId }: { readonly jobId: string }): Result<Job> => {
    const found = world.jobs.find(({ id }) => id === jobId);
    return found ? ok(found) : fail('job-unknown');
  };

  const announceLibrary = () => announce('library.changed', { total: overviewOf(world.items).total });
  const changeItems = (
    ids: readonly string[],
    change: (marks: Marks) => Marks,
  ): Result<{ changed: number }> => {
    world.items = world.items.map((item) =>
      ids.includes(item.id) ? { ...item, marks: change(item.marks) } : item,
    );
    announceLibrary();
    return ok({ changed: ids.length });
  };

  /** Judges as the program does when it records a run. */
  const refusalOf = async (requests: SubmitInput[], given: Approvals): Promise<Result<never> | null> => {
    const spendCheck = await answers['jobs.spendCheck']({ requests });
    if (!spendCheck.ok) return spendCheck;
    const { repeat, overLimit } = stillAgreed(given, spendCheck.value);
    const { repeats, breaches, unknownCosts } = spendCheck.value;
    if (repeats.length > 0 && !repeat) return fail('duplicate-unapproved');
    return breaches.length + unknownCosts > 0 && !overLimit
      ? fail('spending-limit-exceeded', { breaches, unknownCosts })
      : null;
  };

  const answers: Answers = {
    'app.about': () => ok(world.about),
    'app.diagnostics': () => ok({ text: 'Understudy 0.1.0' }),
    'app.openLogs': () => ok({}),
    'app.licences': () => ok({ text: 'MIT' }),
    'app.updateStatus': () => ok({ kind: 'no-feed' }),
    'app.checkForUpdates': () => ok({ kind: 'no-feed' }),
    'app.installUpdate': () => ok({ kind: 'no-feed' }),
    'desktop.commandsEnabled': () => ok({}),
    'models.list': () => ok([...world.models]),
    'prices.refresh': () => ok([]),
    'delivery.status': () => ok(world.deliverySetup),
    'sample.open': () => ok(world.sample),
    'media.openAnimation': () => ok(world.sample.video),
    'media.close': () => ok({}),
    // A scan takes longer than any test that is not about scans.
    'media.scan': () => new Promise(() => undefined),
    'media.body': () => new Promise(() => undefined),
    'media.waveform': () => new Promise(() => undefined),
    'media.preview': () => new Promise(() => undefined),
    'prefit.set': () => ok({}),
    'jobs.submit': async ({ approvals, ...request }) => {
      const refused = await refusalOf([request], approvals);
      if (refused !== null) return refused;
      const { choices } = request;
      const made = job(`job-${world.jobs.length + 1}`, { kind: 'queued' }, { choices, actions: ['cancel'] });
      setJobs([made, ...world.jobs]);
      return ok(made);
    },
    'jobs.list': () => ok([...world.jobs]),
    'jobs.cancel': jobOf,
    'jobs.stopPolling': jobOf,
    'jobs.retry': jobOf,
    'jobs.find': (input) => {
      const found = jobOf(input);
      return found.ok ? ok({ isFound: false, job: found.value }) : found;
    },
    'jobs.resolve': jobOf,
    'jobs.dismiss': ({ jobId }) => {
      setJobs(world.jobs.filter(({ id }) => id !== jobId));
      return ok({});
    },
    'jobs.dismissAll': ({ jobIds }) => {
      setJobs(world.jobs.filter(({ id }) => !jobIds.includes(id)));
      return ok({ changed: jobIds.length });
    },
    'jobs.spendCheck': () => ok({ repeats: [], breaches: [], unknownCosts: 0 }),
    'jobs.submitBatch': async ({ requests, approvals }) => {
      const refused = await refusalOf(requests, approvals);
      if (refused !== null) return refused;
      const batchId = batchIdSchema.parse('batch-1');
      const made = requests.map(({ choices }, index) =>
        job(`${batchId}-${index + 1}`, { kind: 'queued' }, { choices, batchId, actions: ['cancel'] }),
      );
      setJobs([...made.toReversed(), ...world.jobs]);
      return ok({ batchId, jobs: made });
    },
    'jobs.reorder': () => ok({}),
    'jobs.cancelBatch': () => ok({ cancelled: 0 }),
    'jobs.batchOrder': ({ batchId }) => ok(world.batchOrder ?? orderOfJobs(world.jobs, batchId)),
    'spending.get': () => ok(world.spending),
    'notices.list': () => ok([...world.notices]),
    'notices.dismiss': ({ kind }) => {
      world.notices = world.notices.filter((notice) => notice.kind !== kind);
      announce('notices.changed', [...world.notices]);
      return ok({});
    },
    'library.list': ({ offset, limit, query }) => {
      const found = world.items.filter((item) => isFound(item, query));
      return ok({ items: found.slice(offset, offset + limit), total: found.length });
    },
    'library.ids': ({ query }) => ok(world.items.filter((item) => isFound(item, query)).map(({ id }) => id)),
    'library.overview': () => ok(overviewOf(world.items)),
    'library.mark': ({ itemIds, change }) => changeItems(itemIds, (marks) => withChange(marks, change)),
    'library.remove': ({ itemIds }) =>
      changeItems(itemIds, (marks) => ({ ...marks, removedAt: '2026-11-21T11:00:00.000Z' })),
    'library.restore': ({ itemIds }) => changeItems(itemIds, (marks) => ({ ...marks, removedAt: null })),
    'library.deleteForever': ({ itemIds }) => {
      const before = world.items.length;
      world.items = world.items.filter(
        ({ id, marks }) => marks.removedAt === null || !(itemIds?.includes(id) ?? true),
      );
      announceLibrary();
      return ok({ changed: before - world.items.length });
    },
    'library.rebuild': () => ok({ added: 0, dropped: 0, total: world.items.length, leftAlone: [] }),
    'library.storage': () => ok(storage),
    'library.move': () => ok(storage),
    'library.deleteOldCopies': () => ok(storage),
    'library.chooseFolder': () => fail('not-supported-by-host'),
    'library.bundle': () => fail('not-supported-by-host'),
    'library.cancelWork': () => ok({}),
    'library.drag': () => fail('not-supported-by-host'),
    'library.reopen': () => ok(world.sample),
    'library.source': () => ok(world.sample.video),
    'library.get': ({ itemId }) => {
      const found = world.items.find(({ id }) => id === itemId);
      return found ? ok(found) : fail('item-unknown');
    },
    'library.related': ({ itemId }) => ok(world.items.filter(({ id }) => id !== itemId)),
    'library.export': () => fail('not-supported-by-host'),
    'library.cancelExport': () => ok({}),
    'library.reveal': () => (world.about.canReveal ? ok({}) : fail('not-supported-by-host')),
    'keys.status': () => ok([...world.keys]),
    'keys.set': ({ provider }) => setKey({ provider, isSet: true, keptIn: world.about.keysKeptIn }),
    'keys.clear': ({ provider }) => setKey({ provider, isSet: false, keptIn: 'nowhere' }),
    'keys.test': () => ok({ isGood: true, balanceMicros: null }),
    'settings.get': () => ok(world.settings),
    'settings.set': (change) => {
      // Parsed again as a whole, because a change may omit a setting.
      world.settings = calls['settings.get'].output.parse({ ...world.settings, ...change });
      announce('settings.changed', world.settings);
      return ok(world.settings);
    },
  };

  const call =
    <N extends PageCallName>(name: N) =>
    async (input: unknown): Promise<unknown> => {
      requests.push({ name, input });
      const parsed = calls[name].input.safeParse(input);
      // As in the program: parsed with the input schema of this name.
      return parsed.success
        ? answers[name](parsed.data as ParsedInput<N>)
        : fail('bad-request', { subject: name, reason: 'schema' });
    };

  return {
    world,
    requests,
    announce,
    answer: (name, how) => {
      answers[name] = how;
    },
    listenerCount: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
    // The type is derived from the same list of names.
    calls: Object.fromEntries(pageCallNames.map((name) => [name, call(name)])) as FakeBridge['calls'],
    openFile: async (file) => {
      requests.push({ name: 'media.open', input: file.name });
      return world.files.get(file.name) ?? fail('file-not-media', { subject: file.name });
    },
    importFile: async (file) => {
      requests.push({ name: 'library.import', input: file.name });
      return world.imported;
    },
    on: (event, listener) => {
      const group = listeners.get(event) ?? new Set();
      listeners.set(event, group.add(listener));
      return () => {
        group.delete(listener);
      };
    },
  };
};
