/** Answers of the provider, disk and library in the order of the calls; successful after the end of the plan. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type Charged, fail, ok } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { JobPorts } from '#main/jobs/ports.ts';
import { itemIdFor } from '#main/library/item/item-folder.ts';
import type { CancelOutcome, StartOutcome, StatusOutcome } from '#main/providers/spec.ts';
import { createFakeProvider, type DeliveryProvider } from './fake-provider.ts';
import { never } from './harness.ts';
import { fittedIn, itemOf } from './samples.ts';

/** `killed`: the program ends during the call. `throws`: a bug of ours in reading the answer. */
export type Plan = {
  readonly fit: readonly ('ok' | 'fails' | 'killed')[];
  readonly deliver: readonly ('ok' | 'fails' | 'busy' | 'killed')[];
  /** `lost`: the provider has it, the answer never arrives. `hangs`: the answer arrives when it is released. */
  readonly start: readonly (
    | 'accepted'
    | `refused-${Charged}`
    | 'not-sent'
    | 'busy'
    | 'lost'
    | 'hangs'
    | 'throws'
    | 'killed'
  )[];
  readonly status: readonly (
    | 'done'
    | 'pending'
    | `failed-${Charged}`
    | `cancelled-${Charged}`
    | 'forgotten'
    | 'unreachable'
    | 'throws'
    | 'killed'
  )[];
  readonly cancel: readonly (
    | `cancelled-${Charged}`
    | Exclude<CancelOutcome['kind'], 'cancelled'>
    | 'throws'
    | 'killed'
  )[];
  /** `truth`: found where the provider has it. */
  readonly find: readonly ('truth' | 'absent' | 'unreachable' | 'throws' | 'killed')[];
  readonly download: readonly ('ok' | 'gone' | 'throws' | 'killed')[];
  /** `killed`: after the item was moved in, before that is stored. */
  readonly keep: readonly ('ok' | 'full' | 'broken' | 'throws' | 'killed')[];
};

export type Outside = {
  /** Number of requests of each job that were sent. */
  readonly sent: ReadonlyMap<string, number>;
  /** Requests that the provider has. */
  readonly arrived: ReadonlySet<string>;
  /** Ids of the items in the library, by job. */
  readonly items: ReadonlyMap<string, ReadonlySet<string>>;
  /** Calls a listener just before a request leaves. */
  readonly onSend: (tell: (requestId: string) => void) => void;
  /** Releases the answers that hang. */
  readonly letGo: () => void;
  /** Ends all faults. */
  readonly calm: () => void;
  readonly portsFor: (life: Life) => Pick<JobPorts, 'fit' | 'keep'>;
  readonly providerFor: (life: Life, spec: ModelSpec) => DeliveryProvider;
};

/** One start of the program. */
export type Life = { readonly isAlive: () => boolean; readonly kill: () => void };

export const createOutside = (plan: Plan): Outside => {
  const left = Object.fromEntries(Object.entries(plan).map(([verb, answers]) => [verb, [...answers]]));
  const sent = new Map<string, number>();
  const arrived = new Set<string>();
  const items = new Map<string, Set<string>>();
  const hanging = new Set<() => void>();
  let tellOfSending: (requestId: string) => void = () => undefined;

  // The lists are those of the plan, each under its own call.
  const answerTo = <V extends keyof Plan>(verb: V, defaults: Plan[V][number]): Plan[V][number] =>
    (left[verb]?.shift() as Plan[V][number] | undefined) ?? defaults;

  /** A program that has ended makes no calls and receives no answers. */
  const living = async <T>(life: Life, answer: () => T | 'killed' | Promise<T | 'killed'>): Promise<T> => {
    if (!life.isAlive()) return never();
    const answered = await answer();
    if (answered === 'killed') life.kill();
    return answered === 'killed' || !life.isAlive() ? never() : answered;
  };
  const bug = (): never => {
    throw new TypeError('undefined is not a function');
  };
  const unreachable = { kind: 'unreachable', error: fail('provider-unreachable').error } as const;
  const ticket = { request: 'r1' };
  const accepted: StartOutcome = { kind: 'accepted', ticket };
  const unsure: StartOutcome = { kind: 'unsure', error: fail('answer-lost', { charged: 'unknown' }).error };
  const chargedIn = (answer: string): Charged =>
    answer.endsWith('-yes') ? 'yes' : answer.endsWith('-no') ? 'no' : 'unknown';

  const start = async (requestId: string, signal: AbortSignal): Promise<StartOutcome | 'killed'> => {
    const answer = answerTo('start', 'accepted');
    tellOfSending(requestId);
    // A rate limit: the request was not accepted, and may be sent again.
    if (answer === 'busy')
      return { kind: 'busy', error: fail('provider-rate-limited').error, retryAfterSec: null };
    sent.set(requestId, (sent.get(requestId) ?? 0) + 1);
    if (answer === 'not-sent') return { kind: 'not-sent', error: fail('provider-unreachable').error };
    if (answer.startsWith('refused-'))
      return { kind: 'refused', error: fail('provider-refused', { charged: chargedIn(answer) }).error };
    arrived.add(requestId);
    if (answer === 'killed') return answer;
    if (answer === 'throws') return bug();
    if (answer === 'lost') return unsure;
    if (answer === 'accepted') return accepted;
    return new Promise((resolve) => {
      hanging.add(() => resolve(accepted));
      signal.addEventListener('abort', () => resolve(unsure));
    });
  };

  /** A free run on this computer knows that it is not charged. */
  const status = (isFree: boolean): StatusOutcome | 'killed' => {
    const answer = answerTo('status', 'done');
    switch (answer) {
      case 'killed':
        return answer;
      case 'throws':
        return bug();
      case 'unreachable':
        return { ...unreachable, retryAfterSec: null };
      case 'pending':
        return { kind: 'pending', fraction: 0.5, queuePosition: null, etaSec: null };
      case 'forgotten':
        return { kind: 'failed', error: fail('job-unknown-there', { charged: 'unknown' }).error };
      case 'done':
        return {
          kind: 'done',
          result: { kind: 'link', url: 'https://cdn.example/r', expiresAt: null },
          billed: null,
        };
      default:
        return answer.startsWith('failed-')
          ? { kind: 'failed', error: fail('provider-failed', { charged: chargedIn(answer) }).error }
          : { kind: 'cancelled', charged: isFree ? 'no' : chargedIn(answer) };
    }
  };

  const cancel = (): CancelOutcome | 'killed' => {
    const answer = answerTo('cancel', 'cancelled-no');
    switch (answer) {
      case 'killed':
        return answer;
      case 'throws':
        return bug();
      case 'unreachable':
        return unreachable;
      case 'requested':
      case 'too-late':
        return { kind: answer };
      default:
        return { kind: 'cancelled', charged: chargedIn(answer) };
    }
  };

  return {
    sent,
    arrived,
    items,
    onSend: (tell) => {
      tellOfSending = tell;
    },
    letGo: () => {
      for (const go of hanging) go();
      hanging.clear();
    },
    calm: () => {
      for (const answers of Object.values(left)) answers.length = 0;
    },
    portsFor: (life) => ({
      fit: ({ folder }) =>
        living(life, () => {
          const answer = answerTo('fit', 'ok');
          if (answer === 'killed') return answer;
          if (answer === 'fails') return fail('tool-failed', { reason: 'exit' });
          mkdirSync(folder, { recursive: true });
          const fitted = fittedIn(folder);
          for (const { path } of [fitted.image, fitted.video]) writeFileSync(path, 'fitted');
          return ok(fitted);
        }),
      keep: ({ record, resultPath }) =>
        living(life, () => {
          const answer = answerTo('keep', 'ok');
          if (answer === 'throws') return bug();
          if (answer === 'full') return fail('disk-full');
          if (answer === 'broken') return fail('result-broken', { reason: 'not-playable' });
          const id = itemIdFor(record, 1);
          items.set(record.id, new Set([...(items.get(record.id) ?? []), id]));
          rmSync(resultPath, { force: true });
          return answer === 'killed' ? answer : ok(itemOf(record, { id }));
        }),
    }),
    providerFor: (life, spec) =>
      createFakeProvider(
        {
          deliver: ({ local }) =>
            living(life, () => {
              const answer = answerTo('deliver', 'ok');
              if (answer === 'killed') return answer;
              if (answer === 'busy') return fail('provider-rate-limited');
              const url = `https://cdn.example/${local.name}`;
              return answer === 'fails'
                ? fail('upload-failed', { reason: 'write' })
                : ok({ kind: 'link', url, expiresAt: null, via: 'fal-storage' });
            }),
          start: ({ requestId }, { signal }) => living(life, () => start(requestId, signal)),
          status: () => living(life, () => status(spec.price.kind === 'free')),
          cancel: () => living(life, cancel),
          find: ({ requestId }) =>
            living(life, () => {
              const answer = answerTo('find', 'truth');
              if (answer === 'killed') return answer;
              if (answer === 'throws') return bug();
              if (answer === 'unreachable') return unreachable;
              return answer === 'truth' && arrived.has(requestId)
                ? { kind: 'found', ticket }
                : { kind: 'absent' };
            }),
          download: (_result, to) =>
            living(life, () => {
              const answer = answerTo('download', 'ok');
              if (answer === 'killed') return answer;
              if (answer === 'throws') return bug();
              if (answer === 'gone') return fail('result-gone', { reason: 'unreadable' });
              writeFileSync(to, 'the result');
              return ok({ sizeBytes: 10 });
            }),
        },
        spec,
      ).provider,
  };
};
