/** `keys`: the keys of the providers. */
import { fail } from '#contract/errors.ts';
import { keyHolderSchema } from '#contract/model/model-spec.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import { usd } from '#contract/rules/cost.ts';
import { exitStatus } from '../exit-status.ts';
import { json } from '../options.ts';
import type { AddCommand, Command } from './command.ts';

const places: Record<KeyStatus['keptIn'], string> = {
  nowhere: 'not set',
  system: 'set, encrypted by the system',
  unprotected: 'set, stored without protection by the system',
  memory: 'set for this command only; encryption is not available here, so it was not saved',
  environment: 'set by environment variable',
};
const keySentence = (status: KeyStatus): string => `${status.provider}: ${places[status.keptIn]}`;

const keyStatus: Command = async ({ app, output }) =>
  output.result(await app.handlers['keys.status']({}), (keys) => keys.map(keySentence));

/** Reads the key from standard input, because other processes can read command-line arguments. */
const changeKey =
  (verb: 'set' | 'clear' | 'test', provider: string): Command =>
  async ({ app, output, readStdin }) => {
    const known = keyHolderSchema.safeParse(provider);
    if (!known.success)
      return output.failure(fail('bad-request', { reason: 'provider-unknown', subject: provider }).error);
    if (verb === 'test') {
      const tested = await app.handlers['keys.test']({ provider: known.data });
      if (!tested.ok) return output.failure(tested.error);
      const { balanceMicros } = tested.value;
      const left = balanceMicros === null ? '' : ` ${usd(balanceMicros)} left.`;
      output.answer({ provider: known.data, ...tested.value }, [`${known.data}: key is valid.${left}`]);
      return exitStatus.done;
    }
    const key = verb === 'set' ? (await readStdin()).trim() : '';
    if (verb === 'set' && key === '')
      return output.failure(fail('bad-request', { reason: 'stdin-empty' }).error);
    const status =
      verb === 'set'
        ? await app.handlers['keys.set']({ provider: known.data, key })
        : await app.handlers['keys.clear']({ provider: known.data });
    return output.result(status, (changed) => [keySentence(changed)]);
  };

const verbs = { set: 'set a key', clear: 'clear a key', test: 'test a key at its provider' } as const;

export const addKeys: AddCommand = (cli, pick) => {
  const keys = cli.command('keys').description('provider keys; set reads the key from standard input');
  keys
    .command('status', { isDefault: true })
    .description('show which keys are set')
    .addOption(json())
    .action((options) => pick.data(options, keyStatus));
  for (const verb of ['set', 'clear', 'test'] as const)
    keys
      .command(verb)
      .description(verbs[verb])
      .argument('<provider>')
      .addOption(json())
      .action((provider, options) => pick.data(options, changeKey(verb, provider)));
};
