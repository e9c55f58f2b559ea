/** Arbitrary job states, and arbitrary events that the steps and the user may produce. */

import fc from 'fast-check';
import { type AppError, type Charged, chargedSchema } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import type { Delivered, FittedFiles, LocalFile } from '#main/artifacts.ts';
import type { JobEvent } from '#main/jobs/machine.ts';
import type { StoredState } from '#main/jobs/record.ts';
import type { ResultLocation, Ticket } from '#main/providers/spec.ts';
import { everyError } from '#test/fixtures/errors.ts';

type States = { readonly [K in StoredState['kind']]: Extract<StoredState, { kind: K }> };
type Events = { readonly [K in JobEvent['kind']]: Extract<JobEvent, { kind: K }> };
type Each<T> = { readonly [K in keyof T]: fc.Arbitrary<T[K]> };

const text = fc.string({ maxLength: 12 });
const time = fc
  .date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2090-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());
const nullable = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null });
const kind = <const K extends string>(name: K) => fc.constant(name);

const samples = everyError();

const errorWith = (charged: readonly Charged[]): fc.Arbitrary<AppError> =>
  fc
    .tuple(
      fc.constantFrom(...samples),
      fc.record(
        { charged: fc.constantFrom(...charged), detail: fc.string({ maxLength: 40 }) },
        { requiredKeys: ['charged'] },
      ),
    )
    .map(([error, common]) => ({ ...error, ...common }));

const localFile = (contentType: LocalFile['contentType']): fc.Arbitrary<LocalFile> =>
  fc.record({
    path: text,
    name: text,
    contentType: fc.constant(contentType),
    sizeBytes: fc.integer({ min: 1 }),
    sha256: text,
  });
const fitted: fc.Arbitrary<FittedFiles> = fc.record({
  image: localFile('image/png'),
  video: localFile('video/mp4'),
});

const deliveredFile: fc.Arbitrary<Delivered> = fc.oneof(
  fc.record({
    kind: kind('link'),
    url: text,
    expiresAt: nullable(text),
    via: fc.constantFrom('fal-storage' as const, 'bucket' as const, 'pasted-link' as const),
  }),
  fc.record({
    kind: kind('inline'),
    path: text,
    contentType: fc.constant('video/mp4' as const),
    form: fc.constantFrom('data-uri' as const, 'base64' as const),
  }),
  fc.record({ kind: kind('local'), path: text }),
);
const delivered = fc.record({ image: deliveredFile, video: deliveredFile });

const result: fc.Arbitrary<ResultLocation> = fc.oneof(
  fc.record({ kind: kind('link'), url: text, expiresAt: nullable(text) }),
  fc.record({ kind: kind('local'), path: text }),
);
/** Plain JSON of a provider. JSON has no minus zero. */
const ticket: fc.Arbitrary<Ticket> = fc
  .dictionary(
    text.filter((name) => name !== '__proto__'),
    fc.jsonValue({ maxDepth: 2, noUnicodeString: true }),
    { maxKeys: 3, noNullPrototype: true },
  )
  .map((made) => JSON.parse(JSON.stringify(made)));
const ticketed = { fitted, ticket, startedAt: time };
const itemId = fc.constantFrom('item-0001', 'item-0002').map((id) => itemIdSchema.parse(id));
const billedMicros = nullable(fc.nat());
const finished = { result, billedMicros, readyAt: nullable(time) };
const download = fc.record({ ...ticketed, ...finished });
const run = fc.record({ ...ticketed, ticket: nullable(ticket) });
const nothing = fc.constant(null);

/** `isFree`: a run on this computer alone, which is never charged. */
export const anyState = (isFree: boolean): fc.Arbitrary<StoredState> => {
  const all = isFree ? (['no'] as const) : chargedSchema.options;
  const afterRun = errorWith(isFree ? ['no'] : ['yes']);
  const each: Each<States> = {
    queued: fc.record({ kind: kind('queued') }),
    preparing: fc.record({ kind: kind('preparing') }),
    uploading: fc.record(
      { kind: kind('uploading'), fitted, delivered },
      { requiredKeys: ['kind', 'fitted'] },
    ),
    starting: fc.record({ kind: kind('starting'), fitted, delivered }),
    waiting: fc.record({ kind: kind('waiting'), ...ticketed, isCancelRequested: fc.boolean() }),
    downloading: fc.record({ kind: kind('downloading'), ...ticketed, ...finished }),
    done: fc.record({ kind: kind('done'), itemId }),
    failed: fc.oneof(
      fc.record({ kind: kind('failed'), error: errorWith(all), download: nothing, run: nullable(run) }),
      fc.record({ kind: kind('failed'), error: afterRun, download, run: nothing }),
    ),
    cancelled: fc.record({ kind: kind('cancelled'), charged: fc.constantFrom(...all) }),
    unsure: fc.record({
      kind: kind('unsure'),
      error: errorWith(isFree ? ['no'] : ['unknown']),
      fitted,
      delivered,
    }),
  };
  return fc.oneof(...Object.values(each));
};

/** Each event has only those charges that the steps can report. */
export const anyEvent = (isFree: boolean): fc.Arbitrary<JobEvent> => {
  const all = isFree ? (['no'] as const) : chargedSchema.options;
  const provider = fc.constantFrom('fal', 'novita');
  const unpaid = errorWith(['no']);
  const each: Each<Events> = {
    prepare: fc.record({ kind: kind('prepare') }),
    fitted: fc.record({ kind: kind('fitted'), fitted }),
    delivered: fc.record({ kind: kind('delivered'), delivered, transferRecords: fc.constant([]) }),
    'prepare-failed': fc.record({ kind: kind('prepare-failed'), error: unpaid }),
    accepted: fc.record({ kind: kind('accepted'), ticket, at: time }),
    refused: fc.record({ kind: kind('refused'), error: errorWith(all) }),
    'not-sent': fc.record({ kind: kind('not-sent'), error: unpaid }),
    unsure: fc.record({ kind: kind('unsure'), error: errorWith(isFree ? ['no'] : ['unknown']) }),
    'rate-limited': fc.record({ kind: kind('rate-limited'), until: time }),
    'held-back': fc.record({ kind: kind('held-back') }),
    ready: fc.record({ kind: kind('ready'), result, billedMicros, at: time }),
    'run-failed': fc.record({ kind: kind('run-failed'), error: errorWith(all) }),
    'run-cancelled': fc.record({ kind: kind('run-cancelled'), charged: fc.constantFrom(...all) }),
    kept: fc.record({ kind: kind('kept'), itemId }),
    'keep-failed': fc.record({ kind: kind('keep-failed'), error: errorWith(isFree ? ['no'] : ['yes']) }),
    cancel: fc.record({ kind: kind('cancel'), charged: fc.constantFrom(...all) }),
    'cancel-requested': fc.record({ kind: kind('cancel-requested') }),
    'stop-polling': fc.record({ kind: kind('stop-polling'), provider, isFree: fc.constant(isFree) }),
    'retry-download': fc.record({ kind: kind('retry-download') }),
    'poll-again': fc.record({ kind: kind('poll-again') }),
    'resolve-sent': fc.record({ kind: kind('resolve-sent'), ticket: nullable(ticket), at: time, provider }),
    'resolve-not-sent': fc.record({ kind: kind('resolve-not-sent'), provider }),
    recover: fc.record({ kind: kind('recover'), isFree: fc.constant(isFree), provider }),
  };
  return fc.oneof(...Object.values(each));
};
