/** What fal answers, as far as we read it: minimal schemas that let more through than they ask for. */
import { z } from 'zod';

export const submittedSchema = z.object({
  request_id: z.string().min(1),
  status_url: z.url(),
  response_url: z.url(),
  cancel_url: z.url(),
});

/** Kept with the job; the addresses are fal's own words and never built by us. */
export const ticketSchema = z.object({
  endpoint: z.string(),
  requestId: z.string(),
  statusUrl: z.url(),
  responseUrl: z.url(),
  cancelUrl: z.url(),
});

export const statusSchema = z.object({
  status: z.string(),
  queue_position: z.int().nonnegative().nullish().catch(null),
  error: z.unknown().optional(),
  error_type: z.string().optional().catch(undefined),
});

export const cancelSchema = z.object({ status: z.string() });

export const resultSchema = z.object({ video: z.object({ url: z.url() }) });

/** `detail` is a sentence, or a list of what was wrong where. */
const refusalSchema = z.object({
  detail: z.union([
    z.string(),
    z.array(
      z.object({
        loc: z.array(z.union([z.string(), z.number()])).optional(),
        msg: z.string(),
        type: z.string().optional(),
      }),
    ),
  ]),
  error_type: z.string().optional(),
});

/** Whether the model itself has failed, and not somebody on the way to it: only it gives each entry a type. */
export const hasModelError = (json: unknown): boolean => {
  const parsed = refusalSchema.safeParse(json);
  if (!parsed.success || typeof parsed.data.detail === 'string') return false;
  return parsed.data.detail.some(({ type }) => type !== undefined);
};

/** fal's own words for a refusal, in one line. Not cut here: half a key would no longer be found and hidden. */
export const refusalWords = (json: unknown, text: string): string => {
  const parsed = refusalSchema.safeParse(json);
  if (!parsed.success) return text;
  const { detail, error_type } = parsed.data;
  const words =
    typeof detail === 'string'
      ? detail
      : detail
          .map(({ loc, msg, type }) =>
            [loc?.join('.'), msg, type ? `(${type})` : ''].filter(Boolean).join(' '),
          )
          .join('; ');
  return error_type ? `${words} (${error_type})` : words;
};
