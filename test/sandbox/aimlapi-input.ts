/** Validates a run in the stand-in for AIMLAPI: the fields of each model's schema, and readable files. */
import { z } from 'zod';
import { invalidBody } from './aimlapi-errors.ts';
import { type ReadFile, readDataUri, readLink } from './read-link.ts';
import { isJson, type ReceivedRequest, type Reply } from './server.ts';

/** Unknown fields are refused: the real API may ignore some, and a typo would not be noticed. */
const common = {
  image_url: z.url(),
  video_url: z.url(),
  // Kling's own limit; AIMLAPI documents none.
  prompt: z.string().max(2500).optional(),
  character_orientation: z.enum(['image', 'video']).optional(),
  keep_audio: z.boolean().optional(),
};
const mode = z.enum(['std', 'pro']).optional();
const submitSchema = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('klingai/video-v2-6-pro-motion-control'), ...common }),
  z.strictObject({ model: z.literal('klingai/video-v2-6-motion-control'), ...common, mode }),
  z.strictObject({ model: z.literal('klingai/video-v3-motion-control'), ...common, mode }),
]);

export type Input =
  | { readonly kind: 'read'; readonly model: string; readonly video: Buffer }
  | { readonly kind: 'refused'; readonly reply: Reply };

const refused = (hint: string): Input => ({ kind: 'refused', reply: invalidBody(hint) });

const read = (given: string, kind: 'image' | 'video'): Promise<ReadFile> | ReadFile => {
  const expected = { kind, maxBytes: kind === 'image' ? 10_000_000 : 100_000_000 };
  return given.startsWith('data:') ? readDataUri(given, expected) : readLink(given, expected);
};

export const readInput = async (received: ReceivedRequest): Promise<Input> => {
  if (!isJson(received)) return refused('Expected application/json');
  const input = submitSchema.safeParse(received.json);
  if (!input.success) {
    const [issue] = input.error.issues;
    return refused(`${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`);
  }
  const image = await read(input.data.image_url, 'image');
  if (image.kind !== 'read') return refused(`image_url: ${image.kind}`);
  const video = await read(input.data.video_url, 'video');
  if (video.kind !== 'read') return refused(`video_url: ${video.kind}`);
  return { kind: 'read', model: input.data.model, video: video.bytes };
};
