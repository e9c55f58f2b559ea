/** What was spent, what is waiting, and the caps on it. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Caps, Spending, Spent } from '#contract/model/spending.ts';
import { usd } from '#contract/rules/cost.ts';
import { exitStatus } from '../exit-status.ts';
import type { Command, Context } from './context.ts';
import { counted } from './text.ts';

/** In millionths of a US dollar; undefined: as it is. */
type AskedLimit = number | 'none' | undefined;
export type LimitOptions = {
  readonly run?: AskedLimit;
  readonly day?: AskedLimit;
  readonly month?: AskedLimit;
};

const spentSentence = (name: string, spent: Spent, capMicros: number | null): string => {
  const cap = capMicros === null ? '' : ` of ${usd(capMicros)}`;
  const billed = spent.billedMicros === 0 ? '' : `; ${usd(spent.billedMicros)} billed`;
  const unknown = spent.unknownRuns === 0 ? '' : `; ${spent.unknownRuns} of unknown price`;
  return `${name}: about ${usd(spent.countedMicros)}${cap} in ${counted(spent.runs, 'run')}${billed}${unknown}`;
};

const limitMessages = (micros: number | null): string => (micros === null ? 'none' : usd(micros));

const sentences = ({ day, month, waitingMicros }: Spending, caps: Caps): readonly string[] => [
  spentSentence('Today', day, caps.dayMicros),
  spentSentence('This month', month, caps.monthMicros),
  `Agreed to and not sent yet: ${usd(waitingMicros)}`,
  `Caps: run ${limitMessages(caps.runMicros)}, day ${limitMessages(caps.dayMicros)}, month ${limitMessages(caps.monthMicros)}`,
];

const limitsNow = async ({ app }: Pick<Context, 'app'>): Promise<Result<Caps>> => {
  const settings = await app.handlers['settings.get']({});
  return settings.ok ? ok(settings.value.caps) : settings;
};

export const showSpending: Command = async (context) => {
  const { app, output } = context;
  const spending = await app.handlers['spending.get']({});
  if (!spending.ok) return output.failure(spending.error);
  const caps = await limitsNow(context);
  if (!caps.ok) return output.failure(caps.error);
  output.answer({ ...spending.value, caps: caps.value }, sentences(spending.value, caps.value));
  return exitStatus.done;
};

const limitOf = (asked: AskedLimit, before: number | null): number | null => {
  if (asked === undefined) return before;
  return asked === 'none' ? null : asked;
};

export const setLimits =
  ({ run, day, month }: LimitOptions): Command =>
  async (context) => {
    const { app, output } = context;
    if (run === undefined && day === undefined && month === undefined)
      return output.failure(fail('bad-request', { detail: 'Give --run, --day or --month.' }).error);
    const caps = await limitsNow(context);
    if (!caps.ok) return output.failure(caps.error);
    const { runMicros, dayMicros, monthMicros } = caps.value;
    const changed = await app.handlers['settings.set']({
      caps: {
        runMicros: limitOf(run, runMicros),
        dayMicros: limitOf(day, dayMicros),
        monthMicros: limitOf(month, monthMicros),
      },
    });
    if (!changed.ok) return output.failure(changed.error);
    return showSpending(context);
  };
