/** `jobs`: the queue. */
import { type Command as Cli, Option } from 'commander';
import { loaded, type PickCommand } from './chosen.ts';
import { json, overLimit } from './option-values.ts';

const addQueue = (jobs: Cli, pick: PickCommand): void => {
  jobs
    .command('list', { isDefault: true })
    .description('list running, queued and finished jobs')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/queue.ts'),
          (module) => module.listJobs,
        ),
        options,
      ),
    );
  jobs
    .command('watch')
    .description('continue unfinished jobs until all are settled')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/jobs.ts'),
          (module) => module.watchJobs,
        ),
        options,
      ),
    );
  jobs
    .command('move')
    .description('change the position of a queued job')
    .argument('<id>')
    .addOption(new Option('--before <id>', 'before this queued job').conflicts(['first', 'last']))
    .addOption(new Option('--first', 'to the top').conflicts('last'))
    .addOption(new Option('--last', 'to the bottom'))
    .addOption(json())
    .action((id, options) =>
      pick.data(
        loaded(
          () => import('../commands/queue.ts'),
          (module) => module.moveJob(id, options),
        ),
        options,
      ),
    );
  jobs
    .command('pause')
    .description('pause the queue; running jobs will finish')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/queue.ts'),
          (module) => module.pauseQueue(true),
        ),
        options,
      ),
    );
  jobs
    .command('resume')
    .description('resume the queue')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/queue.ts'),
          (module) => module.pauseQueue(false),
        ),
        options,
      ),
    );
};

const addDecisions = (jobs: Cli, pick: PickCommand): void => {
  jobs
    .command('cancel')
    .description('cancel a job')
    .argument('<id>')
    .addOption(json())
    .action((id, options) =>
      pick.data(
        loaded(
          () => import('../commands/jobs.ts'),
          (module) => module.cancelJob(id),
        ),
        options,
      ),
    );
  jobs
    .command('cancel-batch')
    .description('cancel the jobs of a batch that are not yet submitted; they are not charged')
    .argument('<batch-id>')
    .addOption(json())
    .action((id, options) =>
      pick.data(
        loaded(
          () => import('../commands/queue.ts'),
          (module) => module.cancelBatch(id),
        ),
        options,
      ),
    );
  jobs
    .command('stop')
    .description('stop checking a job; it may continue at the provider. retry checks again, free of charge')
    .argument('<id>')
    .addOption(json())
    .action((id, options) =>
      pick.data(
        loaded(
          () => import('../commands/jobs.ts'),
          (module) => module.stopJob(id),
        ),
        options,
      ),
    );
  jobs
    .command('retry')
    .description(
      'download or check again free of charge, or generate again as a new job; asks before it pays',
    )
    .argument('<id>')
    .option('--yes', 'submit and pay without asking', false)
    .addOption(overLimit())
    .addOption(json())
    .action((id, options) =>
      pick.data(
        loaded(
          () => import('../commands/jobs.ts'),
          (module) => module.retryJob(id, options),
        ),
        options,
      ),
    );
  jobs
    .command('resolve')
    .description(
      'resolve an unconfirmed job: it was sent, it was not sent, or send it again (may be charged twice)',
    )
    .argument('<id>')
    .addOption(new Option('--as <what>').choices(['sent', 'not-sent', 'send-again']).makeOptionMandatory())
    .option('--provider-id <id>', 'request id at the provider')
    .option('--yes', 'submit again without asking', false)
    .addOption(overLimit())
    .addOption(json())
    .action((id, options) =>
      pick.data(
        loaded(
          () => import('../commands/jobs.ts'),
          (module) => module.resolveJob(id, options),
        ),
        options,
      ),
    );
  jobs
    .command('find')
    .description('look up an unconfirmed job at the provider, where the provider supports it')
    .argument('<id>')
    .addOption(json())
    .action((id, options) =>
      pick.data(
        loaded(
          () => import('../commands/jobs.ts'),
          (module) => module.findJob(id),
        ),
        options,
      ),
    );
};

export const addJobCommands = (cli: Cli, pick: PickCommand): void => {
  const jobs = cli.command('jobs').description('the queue');
  addQueue(jobs, pick);
  addDecisions(jobs, pick);
};
