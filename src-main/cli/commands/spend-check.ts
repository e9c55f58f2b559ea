/** Confirmation of a paid run before it is submitted: its price, a duplicate, an exceeded spending limit. */
import { Option } from 'commander';
import { assertNever } from '#contract/assert-never.ts';
import type { SubmitInput } from '#contract/calls.ts';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { Approvals, EarlierRun, SpendCheck } from '#contract/model/spend-check.ts';
import type { Breach } from '#contract/model/spending.ts';
import { usd } from '#contract/rules/cost.ts';
import { approvalsFor, coversNow, wouldBeInWords } from '#contract/rules/spend-check.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Context } from './command.ts';

/** `yes` confirms the price only, not a duplicate or an exceeded limit. */
export type Agreed = { readonly yes: boolean; readonly again: boolean; readonly overLimit: boolean };

export const again = (): Option =>
  new Option('--again', 'generate again although the same files and settings were submitted before').default(
    false,
  );

export type Approved = { readonly approvals: Approvals } | { readonly refused: ExitStatus };

/** The findings without a confirming option. */
const openQuestions = (spendCheck: SpendCheck, { again, overLimit }: Omit<Agreed, 'yes'>): SpendCheck => ({
  repeats: again ? [] : spendCheck.repeats,
  breaches: overLimit ? [] : spendCheck.breaches,
  unknownCosts: overLimit ? 0 : spendCheck.unknownCosts,
});

const hasLimitQuestion = ({ breaches, unknownCosts }: SpendCheck): boolean =>
  breaches.length > 0 || unknownCosts > 0;

const limitNames: Record<Breach['limit'], string> = {
  run: 'per generation',
  day: 'daily',
  month: 'monthly',
};

const breachText = (breach: Breach): string =>
  `the ${limitNames[breach.limit]} limit (${wouldBeInWords(breach)} of ${usd(breach.limitMicros)})`;

const dateText = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** The name of the run at this index of the request, for the user. */
type NameOf = (index: number) => string;

const earlierSentence = async (
  { app }: Pick<Context, 'app'>,
  earlier: EarlierRun,
  nameOf: NameOf,
): Promise<string> => {
  switch (earlier.kind) {
    case 'item': {
      const paths = await app.owner.itemPaths({ itemId: earlier.itemId });
      const place = paths.ok ? `, ${paths.value.result}` : '';
      return `already generated: result ${earlier.itemId} of ${dateText(earlier.at)}${place}`;
    }
    case 'job':
      return `already submitted, not finished: job ${earlier.jobId} of ${dateText(earlier.at)}`;
    case 'same-request':
      return `duplicate in this batch of ${nameOf(earlier.index)}`;
    default:
      return assertNever(earlier);
  }
};

const printFindings = async (context: Context, open: SpendCheck, nameOf: NameOf): Promise<void> => {
  const { output } = context;
  for (const { index, earlier } of open.repeats)
    output.note(`${nameOf(index)}: ${await earlierSentence(context, earlier, nameOf)}`);
  for (const breach of open.breaches) output.note(`It would exceed ${breachText(breach)}.`);
  if (open.unknownCosts > 0)
    output.note(`Price unknown for ${open.unknownCosts}: the spending limits cannot be checked.`);
};

const repeatText = ({ repeats }: SpendCheck): string => {
  const [first] = repeats;
  if (first === undefined) return '';
  if (repeats.length > 1) return `${repeats.length} were generated or submitted before`;
  const { earlier } = first;
  if (earlier.kind === 'item') return `It was already generated as result ${earlier.itemId}`;
  return earlier.kind === 'job'
    ? `It was already submitted as job ${earlier.jobId}`
    : 'The batch contains a duplicate';
};

const limitText = ({ breaches, unknownCosts }: SpendCheck): string => {
  if (breaches.length > 0) return `it would exceed ${breaches.map(breachText).join(' and ')}`;
  return unknownCosts > 0 ? 'the price is unknown, so your spending limits cannot be checked' : '';
};

/** The duplicate and the limit in one sentence: `It was already generated as result 4f2a, and it would exceed the daily limit (...)`. */
const findingsText = (open: SpendCheck): string => {
  const both = [repeatText(open), limitText(open)].filter((text) => text !== '').join(', and ');
  return `${both.slice(0, 1).toUpperCase()}${both.slice(1)}`;
};

const errorOf = (open: SpendCheck): AppError => {
  const { repeats, breaches, unknownCosts } = open;
  const earlier = repeats[0]?.earlier;
  switch (earlier?.kind) {
    case 'item':
      return fail('duplicate-unapproved', { subject: earlier.itemId }).error;
    case 'job':
      return fail('duplicate-unapproved', { subject: earlier.jobId }).error;
    case 'same-request':
      return fail('duplicate-unapproved').error;
    case undefined:
      return hasLimitQuestion(open)
        ? fail('spending-limit-exceeded', { breaches, unknownCosts }).error
        : fail('bad-request', { reason: 'confirmation-missing' }).error;
    default:
      return assertNever(earlier);
  }
};

const nothingSent = 'Nothing was submitted or charged.';

const refusal = (context: Context, open: SpendCheck, agreed: Agreed): ExitStatus => {
  const isOpen = open.repeats.length > 0 || hasLimitQuestion(open);
  const options = [
    ...(agreed.yes ? [] : ['--yes']),
    ...(open.repeats.length > 0 ? ['--again'] : []),
    ...(hasLimitQuestion(open) ? ['--over-limit'] : []),
  ].join(' ');
  const what = isOpen ? `${findingsText(open)}. ` : '';
  return context.output.failure(
    errorOf(open),
    `${what}Confirmation needed: add ${options} to submit. ${nothingSent}`,
  );
};

/** Checks the requests for duplicates and limits; no request skips the call. */
export const askSpendCheck = async (
  { app }: Pick<Context, 'app'>,
  requests: readonly SubmitInput[],
): Promise<Result<SpendCheck>> =>
  requests.length === 0
    ? ok({ repeats: [], breaches: [], unknownCosts: 0 })
    : app.handlers['jobs.spendCheck']({ requests: [...requests] });

type ApprovalRequest = {
  readonly requests: readonly SubmitInput[];
  readonly spendCheck: SpendCheck;
  readonly agreed: Agreed;
  /** The question about the price, without a question mark. */
  readonly question: string;
  readonly nameOf: NameOf;
};

/** Checks again after the answer, because other runs may have been paid meanwhile; asks about new findings. */
const afterYes = async (
  context: Context,
  request: ApprovalRequest,
  approvals: Approvals,
): Promise<Approved> => {
  const now = await askSpendCheck(context, request.requests);
  if (!now.ok) return { refused: context.output.failure(now.error) };
  const [before, open] = [request.spendCheck, now.value].map((spendCheck) =>
    openQuestions(spendCheck, request.agreed),
  );
  const isCovered = before !== undefined && open !== undefined && coversNow(before, open);
  if (!isCovered) return approve(context, { ...request, spendCheck: now.value });
  // An option confirms all findings of its kind, also later ones.
  const isByOption = request.agreed.again || request.agreed.overLimit;
  return { approvals: isByOption ? approvals : approvalsFor(request.spendCheck) };
};

/** Asks one question about all open findings and the price; none where options confirm everything. */
export const approve = async (context: Context, request: ApprovalRequest): Promise<Approved> => {
  const { spendCheck, agreed, question, nameOf } = request;
  const open = openQuestions(spendCheck, agreed);
  const isRepeat = open.repeats.length > 0;
  const isPastLimit = hasLimitQuestion(open);
  const approvals = { repeat: agreed.again || isRepeat, overLimit: agreed.overLimit || isPastLimit };
  if (agreed.yes && !isRepeat && !isPastLimit) return { approvals };
  await printFindings(context, open, nameOf);
  const sentence = isRepeat || isPastLimit ? `${findingsText(open)}. ${question} anyway?` : `${question}?`;
  const answer = await context.confirm(`${sentence} [y/N] `);
  if (answer === 'yes') return afterYes(context, request, approvals);
  if (answer === 'no-terminal') return { refused: refusal(context, open, agreed) };
  return { refused: context.output.failure(fail('cancelled').error, nothingSent) };
};

/** The status after Ctrl+C before the submit, which is then not sent. null: no Ctrl+C. */
export const stoppedUnsent = ({ output, signal }: Pick<Context, 'output' | 'signal'>): ExitStatus | null =>
  signal.aborted ? output.failure(fail('cancelled').error, nothingSent) : null;
