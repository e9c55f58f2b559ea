/** `spending`: spending, the estimate of queued jobs, and spending limits. */
import { InvalidArgumentError } from 'commander';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Spending, SpendingLimits, Spent } from '#contract/model/spending.ts';
import { parseUsd, usd } from '#contract/rules/cost.ts';
import { exitStatus } from '../exit-status.ts';
import { json } from '../options.ts';
import type { AddCommand, Command, Context } from './command.ts';
import { counted } from './text.ts';

/** In millionths of a US dollar; undefined: unchanged. */
type LimitOption = number | 'none' | undefined;
type LimitOptions = {
  readonly run?: LimitOption;
  readonly day?: LimitOption;
  readonly month?: LimitOption;
};

const spentSentence = (name: string, spent: Spent, limitMicros: number | null): string => {
  const limit = limitMicros === null ? '' : ` of ${usd(limitMicros)}`;
  const billed = spent.billedMicros === 0 ? '' : `; ${usd(spent.billedMicros)} billed`;
  const unknown = spent.unknownRuns === 0 ? '' : `; ${spent.unknownRuns} of unknown price`;
  return `${name}: about ${usd(spent.countedMicros)}${limit} in ${counted(spent.runs, 'generation')}${billed}${unknown}`;
};

const limitText = (micros: number | null): string => (micros === null ? 'none' : usd(micros));

const sentences = (
  { day, month, waitingMicros }: Spending,
  spendingLimits: SpendingLimits,
): readonly string[] => [
  spentSentence('Today', day, spendingLimits.dayMicros),
  spentSentence('This month', month, spendingLimits.monthMicros),
  `Queued, not yet submitted: ${usd(waitingMicros)}`,
  `Limits: per generation ${limitText(spendingLimits.runMicros)}, day ${limitText(spendingLimits.dayMicros)}, month ${limitText(spendingLimits.monthMicros)}`,
];

const limitsNow = async ({ app }: Pick<Context, 'app'>): Promise<Result<SpendingLimits>> => {
  const settings = await app.handlers['settings.get']({});
  return settings.ok ? ok(settings.value.spendingLimits) : settings;
};

const showSpending: Command = async (context) => {
  const { app, output } = context;
  const spending = await app.handlers['spending.get']({});
  if (!spending.ok) return output.failure(spending.error);
  const spendingLimits = await limitsNow(context);
  if (!spendingLimits.ok) return output.failure(spendingLimits.error);
  output.answer(
    { ...spending.value, spendingLimits: spendingLimits.value },
    sentences(spending.value, spendingLimits.value),
  );
  return exitStatus.done;
};

const limitOf = (option: LimitOption, before: number | null): number | null => {
  if (option === undefined) return before;
  return option === 'none' ? null : option;
};

const setLimits =
  ({ run, day, month }: LimitOptions): Command =>
  async (context) => {
    const { app, output } = context;
    if (run === undefined && day === undefined && month === undefined)
      return output.failure(
        fail('bad-request', { reason: 'option-missing', options: ['--run', '--day', '--month'] }).error,
      );
    const spendingLimits = await limitsNow(context);
    if (!spendingLimits.ok) return output.failure(spendingLimits.error);
    const { runMicros, dayMicros, monthMicros } = spendingLimits.value;
    const changed = await app.handlers['settings.set']({
      spendingLimits: {
        runMicros: limitOf(run, runMicros),
        dayMicros: limitOf(day, dayMicros),
        monthMicros: limitOf(month, monthMicros),
      },
    });
    if (!changed.ok) return output.failure(changed.error);
    return showSpending(context);
  };

/** In millionths of a US dollar. `none` instead of null, because commander reads null as an option without a value. */
const amountOrNone = (text: string): number | 'none' => {
  if (text === 'none') return text;
  const micros = parseUsd(text);
  if (micros === null) throw new InvalidArgumentError('Give dollars, for example 2.50, or none.');
  return micros;
};

export const addSpending: AddCommand = (cli, pick) => {
  const spending = cli.command('spending').description('spending and spending limits');
  spending
    .command('show', { isDefault: true })
    .description('show the spending of today and this month, queued jobs and limits')
    .addOption(json())
    .action((options) => pick.data(options, showSpending));
  spending
    .command('limit')
    .description('set the spending limits; above them a job needs your confirmation')
    .option('--run <usd>', 'limit per generation in USD, or none', amountOrNone)
    .option('--day <usd>', 'daily limit in USD, or none', amountOrNone)
    .option('--month <usd>', 'monthly limit in USD, or none', amountOrNone)
    .addOption(json())
    .action((options) => pick.data(options, setLimits(options)));
};
