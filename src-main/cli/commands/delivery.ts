/** Delivery of local files: which hosts are ready, and a test of the bucket. */
import { exitStatus } from '../exit-status.ts';
import type { Command } from './context.ts';

export const deliveryStatus: Command = async ({ app, output }) => {
  const status = await app.handlers['delivery.status']({});
  if (!status.ok) return output.failure(status.error);
  const { prefers, fal, bucket, inlineImages } = status.value;
  const first = (host: typeof prefers) => (host === prefers ? ', preferred' : '');
  output.answer(status.value, [
    `fal storage: ${fal.isReady ? 'ready' : 'needs a fal key'}${first('fal')}`,
    `bucket: ${bucket.isReady ? `ready (${bucket.host})` : 'not set up'}${first('bucket')}`,
    inlineImages ? 'Images are sent inline where the model supports it.' : 'Images are sent by link.',
  ]);
  return exitStatus.done;
};

/** Puts a small object into the bucket, reads it by its link and deletes it. */
export const testBucket: Command = async ({ app, output }) => {
  const tested = await app.handlers['keys.test']({ provider: 'bucket' });
  if (!tested.ok) return output.failure(tested.error);
  output.answer({ isGood: true }, [
    'The bucket works: a small file was uploaded, read by its link and deleted.',
  ]);
  return exitStatus.done;
};
