import { fail } from '#contract/errors.ts';
import { keyHolderSchema } from '#contract/model/model-spec.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import { usd } from '#contract/rules/cost.ts';
import { exitStatus } from '../exit-status.ts';
import type { Command } from './context.ts';

const places: Record<KeyStatus['keptIn'], string> = {
  nowhere: 'not set',
  system: 'set, encrypted by the system',
  memory: 'set for this command only; encryption is not available here, so it was not saved',
  environment: 'set by environment variable',
};
const keySentence = (status: KeyStatus): string => `${status.provider}: ${places[status.keptIn]}`;

export const keyStatus: Command = async ({ app, output }) => {
  const keys = await app.handlers['keys.status']({});
  if (!keys.ok) return output.failure(keys.error);
  output.answer(keys.value, keys.value.map(keySentence));
  return exitStatus.done;
};

/** Reads the key from standard input, because other processes can read command-line arguments. */
export const changeKey =
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
    if (!status.ok) return output.failure(status.error);
    output.answer(status.value, [keySentence(status.value)]);
    return exitStatus.done;
  };
