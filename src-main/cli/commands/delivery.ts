/** `delivery`: which hosts of local files are ready, and a test of the bucket. */
import { exitStatus } from '../exit-status.ts';
import { json } from '../options.ts';
import type { AddCommand, Command } from './command.ts';

const deliveryStatus: Command = async ({ app, output }) =>
  output.result(await app.handlers['delivery.status']({}), ({ prefers, fal, bucket, inlineImages }) => {
    const first = (host: typeof prefers) => (host === prefers ? ', preferred' : '');
    return [
      `fal storage: ${fal.isReady ? 'ready' : 'needs a fal key'}${first('fal')}`,
      `bucket: ${bucket.isReady ? `ready (${bucket.host})` : 'not set up'}${first('bucket')}`,
      inlineImages ? 'Images are sent inline where the model supports it.' : 'Images are sent by link.',
    ];
  });

/** Puts a small object into the bucket, reads it by its link and deletes it. */
const testBucket: Command = async ({ app, output }) => {
  const tested = await app.handlers['keys.test']({ provider: 'bucket' });
  if (!tested.ok) return output.failure(tested.error);
  output.answer({ isGood: true }, [
    'The bucket works: a small file was uploaded, read by its link and deleted.',
  ]);
  return exitStatus.done;
};

export const addDelivery: AddCommand = (cli, pick) => {
  const delivery = cli
    .command('delivery')
    .description('file delivery: how providers get a link to a local file');
  delivery
    .command('status', { isDefault: true })
    .description('show the hosts and which one is preferred')
    .addOption(json())
    .action((options) => pick.data(options, deliveryStatus));
  delivery
    .command('test')
    .description('test your bucket: upload, read and delete a small file')
    .addOption(json())
    .action((options) => pick.data(options, testBucket));
};
