/** Parts of the sentences about the reasons of a plan, for every language. */
import type { ErrorOf } from '../errors.ts';
import type { Reason, ReasonCode } from '../model/plan.ts';

/** `because` names the obstacle; `change` says what the plan does about it, or what the user can do. */
export type ReasonText = { readonly because: string; readonly change: string };
export type ReasonSentences = Readonly<Record<ReasonCode, (reason: Reason) => ReasonText>>;

/** The name of a document is the same in every language. */
export const sourceIn = (sources: Readonly<Record<string, string>>, source: string): string =>
  sources[source] ?? source;

/** `: because; because` of a plan's reasons; empty where there are none. */
export const becauseOf = ({ reasons = [] }: ErrorOf<'input-refused'>, sentences: ReasonSentences): string =>
  reasons.length === 0
    ? ''
    : `: ${reasons.map((reason) => sentences[reason.code](reason).because).join('; ')}`;
