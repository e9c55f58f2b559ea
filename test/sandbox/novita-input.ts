/** Validates a run in the stand-in for Novita: the fields of the two model pages, and files that it reads. */
import { z } from 'zod';
import { type ReadFile, readDataUri, readLink } from './read-link.ts';
import type { ReceivedRequest, Reply } from './server.ts';

/** Novita's own names and statuses, https://novita.ai/docs/api-reference/basic-error-code */
const statuses = {
  INVALID_REQUEST_BODY: 400,
  IMAGE_FILE_EXCEEDS_MAX_SIZE: 400,
  INVALID_IMAGE_FORMAT: 400,
  INVALID_IMAGE_SIZE: 400,
  BILLING_BALANCE_NOT_ENOUGH: 400,
  MISSING_API_KEY: 400,
  INVALID_API_KEY: 403,
  API_NOT_ALLOWED: 403,
  API_NOT_FOUND: 404,
  TASK_NOT_FOUND: 404,
  RATE_LIMIT_EXCEEDED: 429,
  CREATE_TASK_FAILED: 500,
  GET_RESULT_FAILED: 500,
};

export const problem = (
  reason: keyof typeof statuses,
  message: string,
): Extract<Reply, { json: unknown }> => {
  const status = statuses[reason];
  return { status, json: { code: status, reason, message, metadata: {} } };
};

/** Unknown fields are refused: the real API may ignore some, and a typo would not be noticed. */
const fields = {
  image: z.string().min(1),
  video: z.string().min(1),
  prompt: z.string().max(2500).optional(),
  negative_prompt: z.string().max(2500).optional(),
  keep_original_sound: z.boolean().optional(),
  character_orientation: z.enum(['image', 'video']),
};
const v26Schema = z.strictObject(fields);
const v3Schema = z.strictObject({ ...fields, model_name: z.enum(['kling-v3-0-std', 'kling-v3-0-pro']) });

const maxBytes = 10_000_000;

/** A link, or base64 without a prefix; readDataUri decodes it, and the first bytes distinguish JPEG from PNG. */
const readImage = (given: string): ReadFile | Promise<ReadFile> => {
  const expected = { kind: 'image', maxBytes } as const;
  if (/^https?:/.test(given)) return readLink(given, expected);
  return readDataUri(`data:image/any;base64,${given}`, expected);
};

const unreadImage = (kind: Exclude<ReadFile['kind'], 'read'>): Reply =>
  kind === 'too-large'
    ? problem('IMAGE_FILE_EXCEEDS_MAX_SIZE', 'image size exceeds limit')
    : problem('INVALID_IMAGE_FORMAT', 'image format does not meet requirements');

export type Input =
  | { readonly kind: 'read'; readonly video: Buffer }
  | { readonly kind: 'refused'; readonly reply: Reply };

const refused = (reply: Reply): Input => ({ kind: 'refused', reply });

export const readInput = async ({ url, json }: ReceivedRequest): Promise<Input> => {
  const schema = url.pathname.includes('/kling-v3.0-') ? v3Schema : v26Schema;
  const input = schema.safeParse(json);
  if (!input.success) {
    const [issue] = input.error.issues;
    const words = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
    return refused(problem('INVALID_REQUEST_BODY', words));
  }
  const image = await readImage(input.data.image);
  if (image.kind !== 'read') return refused(unreadImage(image.kind));
  const video = await readLink(input.data.video, { kind: 'video', maxBytes });
  return video.kind === 'read'
    ? { kind: 'read', video: video.bytes }
    : refused(problem('INVALID_REQUEST_BODY', `video: ${video.kind}`));
};
