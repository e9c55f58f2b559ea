/** `jobs`: the queue. */
import { type Command as Cli, Option } from 'commander';
import { cancelJob, findJob, resolveJob, retryJob, stopJob, watchJobs } from '../commands/jobs.ts';
import { cancelBatch, listJobs, moveJob, pauseQueue } from '../commands/queue.ts';
import type { PickCommand } from './chosen.ts';
import { json, overLimit } from './option-values.ts';

const addQueue = (jobs: Cli, pick: PickCommand): void => {
  jobs
    .command('list', { isDefault: true })
    .description('what is under way, what waits in the order in which it is begun, and what rests')
    .addOption(json())
    .action((options) => pick(listJobs, options));
  jobs
    .command('watch')
    .description('goes on with unfinished jobs until they rest')
    .addOption(json())
    .action((options) => pick(watchJobs, options));
  jobs
    .command('move')
    .description('changes when a waiting job is begun')
    .argument('<id>')
    .addOption(new Option('--before <id>', 'right before this waiting job').conflicts(['first', 'last']))
    .addOption(new Option('--first', 'before all others').conflicts('last'))
    .addOption(new Option('--last', 'behind all others'))
    .addOption(json())
    .action((id, options) => pick(moveJob(id, options), options));
  jobs
    .command('pause')
    .description('begins nothing new; what is under way goes on')
    .addOption(json())
    .action((options) => pick(pauseQueue(true), options));
  jobs
    .command('resume')
    .description('ends the pause')
    .addOption(json())
    .action((options) => pick(pauseQueue(false), options));
};

const addDecisions = (jobs: Cli, pick: PickCommand): void => {
  jobs
    .command('cancel')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick(cancelJob(id), options));
  jobs
    .command('cancel-batch')
    .description('calls off what of a batch is not sent yet, at no charge')
    .argument('<batch-id>')
    .addOption(json())
    .action((id, options) => pick(cancelBatch(id), options));
  jobs
    .command('stop')
    .description('stops asking for a run and leaves it to the provider; retry asks again, unpaid')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick(stopJob(id), options));
  jobs
    .command('retry')
    .description('downloads or asks again without paying, or runs again as a new job; asks before it spends')
    .argument('<id>')
    .option('--yes', 'pay again without asking', false)
    .addOption(overLimit())
    .addOption(json())
    .action((id, options) => pick(retryJob(id, options), options));
  jobs
    .command('resolve')
    .description('says of an unsure job whether it was sent, or sends it again, which may pay twice')
    .argument('<id>')
    .addOption(new Option('--as <what>').choices(['sent', 'not-sent', 'send-again']).makeOptionMandatory())
    .option('--provider-id <id>', 'the id under which the provider shows it')
    .option('--yes', 'send again without asking', false)
    .addOption(overLimit())
    .addOption(json())
    .action((id, options) => pick(resolveJob(id, options), options));
  jobs
    .command('find')
    .description('asks the provider for an unsure job, where it keeps our number of it')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick(findJob(id), options));
};

export const addJobCommands = (cli: Cli, pick: PickCommand): void => {
  const jobs = cli.command('jobs').description('the queue');
  addQueue(jobs, pick);
  addDecisions(jobs, pick);
};
