/** Reads from the sandboxes which submits arrived, which runs were accepted, and their results. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PaidProvider, Sandboxes } from '#test/sandbox/all.ts';
import type { BucketSandbox } from '#test/sandbox/bucket.ts';
import { type Logged, wasBusy } from '#test/sandbox/server.ts';

/** A submit that arrived. `prompt`: null if the connection was dropped before it was read. */
export type Sent = {
  readonly provider: string;
  readonly prompt: string | null;
  readonly videoSha256: string | null;
};
/** A run that a sandbox accepted; a real provider charges it. */
export type Accepted = {
  readonly provider: string;
  readonly runId: string;
  /** Of the result, which equals the submitted video. */
  readonly videoSha256: string | null;
};

export type LedgerFacts = { readonly sent: readonly Sent[]; readonly accepted: readonly Accepted[] };

export const isSubmit = ({ server, method, path }: Logged): boolean =>
  method === 'POST' && server !== 'rest' && !path.includes('/cancel/');

const inputSchema = z.object({
  prompt: z.string(),
  video: z.string().optional(),
  video_url: z.string().optional(),
});
const submitSchema = z.union([inputSchema, z.object({ input: inputSchema }).transform(({ input }) => input)]);

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const sha256At = async (link: string): Promise<string | null> => {
  const response = await fetch(link);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return response.ok ? sha256Of(bytes) : null;
};

/** The bucket is empty at this point; the signature of each upload contains the hash. */
const videoAt = async (link: string, bucket: BucketSandbox): Promise<string | null> => {
  if (!URL.canParse(link)) return null;
  const { origin, pathname } = new URL(link);
  if (origin !== new URL(bucket.endpoint).origin) return sha256At(link);
  const put = bucket.log.find(
    ({ method, path }) => method === 'PUT' && new URL(path, origin).pathname === pathname,
  );
  return put?.headers['x-amz-content-sha256'] ?? null;
};

/** The requests for the result of a run, independent of the provider code under test. */
type ResultQuery = {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Requested in this order; the last reply contains the result. */
  readonly paths: (runId: string) => readonly string[];
};

const resultQueries = (
  environment: Readonly<Record<string, string>>,
): Readonly<Record<PaidProvider, ResultQuery>> => {
  const bearer = (name: string) => ({ authorization: `Bearer ${environment[name]}` });
  const at = (name: string) => environment[name] ?? '';
  return {
    fal: {
      address: at('UNDERSTUDY_FAL_QUEUE_URL'),
      headers: { authorization: `Key ${environment.FAL_KEY}` },
      paths: (runId) => ['/status', ''].map((end) => `/fal-ai/kling-video/requests/${runId}${end}`),
    },
    novita: {
      address: at('UNDERSTUDY_NOVITA_URL'),
      headers: { ...bearer('NOVITA_API_KEY'), 'content-type': 'application/json' },
      paths: (runId) => [`/v3/async/task-result?task_id=${runId}`],
    },
    aimlapi: {
      address: at('UNDERSTUDY_AIMLAPI_URL'),
      headers: bearer('AIMLAPI_API_KEY'),
      paths: (runId) => [`/v2/video/generations?generation_id=${encodeURIComponent(runId)}`],
    },
    runpod: {
      address: at('UNDERSTUDY_RUNPOD_URL'),
      headers: bearer('RUNPOD_API_KEY'),
      paths: (runId) => [`/v2/kling-v2-6-std-motion-control/status/${runId}`],
    },
  };
};

/** The only result link in a reply, at any position. */
const linkIn = (text: string): string | null => /"(http[^"]+\/files\/result-[^"]+)"/.exec(text)?.[1] ?? null;

const resultOf = async ({ address, headers, paths }: ResultQuery, runId: string): Promise<string | null> => {
  let text = '';
  for (const path of paths(runId)) text = await (await fetch(address + path, { headers })).text();
  const link = linkIn(text);
  return link === null ? null : sha256At(link);
};

/** Must be called after the last request of the program and without faults. */
export const readLedgerFacts = async (request: {
  readonly sandboxes: Sandboxes;
  readonly bucket: BucketSandbox;
}): Promise<LedgerFacts> => {
  const { sandboxes, bucket } = request;
  const sent: Sent[] = [];
  const accepted: Accepted[] = [];
  const queries = resultQueries(sandboxes.environment);
  for (const provider of ['fal', 'novita', 'aimlapi', 'runpod'] as const) {
    const sandbox = sandboxes.of[provider];
    const submits = sandbox.log.filter(isSubmit);
    if (submits.length !== sandbox.submits())
      throw new Error(`${provider} reports another number of submits.`);
    for (const { body } of submits.filter((submit) => !wasBusy(submit))) {
      const read = submitSchema.safeParse(body);
      const link = read.success ? (read.data.video ?? read.data.video_url ?? '') : '';
      const prompt = read.success ? read.data.prompt : null;
      sent.push({ provider, prompt, videoSha256: await videoAt(link, bucket) });
    }
    for (const runId of sandbox.jobIds())
      accepted.push({ provider, runId, videoSha256: await resultOf(queries[provider], runId) });
  }
  return { sent, accepted };
};

/** The prompts that a run can belong to: those submitted with its video. */
export const promptsOf = (accepted: Accepted, sent: readonly Sent[]): readonly string[] => [
  ...new Set(
    sent
      .filter(
        ({ provider, videoSha256 }) =>
          provider === accepted.provider && videoSha256 !== null && videoSha256 === accepted.videoSha256,
      )
      .flatMap(({ prompt }) => (prompt === null ? [] : [prompt])),
  ),
];
