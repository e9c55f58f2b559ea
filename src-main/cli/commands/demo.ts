/** `demo`: runs the offline model on the bundled sample. */
import { defaultFraming, modelIdSchema } from '#contract/model/choices.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import { noApprovals } from '#contract/model/spend-check.ts';
import { json } from '../options.ts';
import type { AddCommand, Command } from './command.ts';
import { followJob } from './follow.ts';

const demo: Command = async (context) => {
  const { app, output } = context;
  const sample = await app.handlers['sample.open']({});
  if (!sample.ok) return output.failure(sample.error);
  const job = await app.handlers['jobs.submit']({
    imageId: sample.value.image.id,
    videoId: sample.value.video.id,
    choices: {
      modelId: modelIdSchema.parse('demo/offline'),
      orientation: 'image',
      trim: null,
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      framing: defaultFraming,
    },
    links: noPastedLinks,
    approvals: noApprovals,
  });
  if (!job.ok) return output.failure(job.error);
  return followJob(context, job.value.id);
};

export const addDemo: AddCommand = (cli, pick) =>
  cli
    .command('demo')
    .description('generate from the bundled sample, offline and free')
    .addOption(json())
    .action((options) => pick.data(options, demo));
