/** Sentences of errors, composed from the tables of one language. */
import type { AppError, ErrorBecause, ErrorCode, ErrorOf, ErrorReason, ReasonedCode } from '../errors.ts';

/** One sentence for what happened, one for what to do. */
export type ErrorText = { readonly what: string; readonly wayOut: string };

export type ErrorTable = { readonly [C in ErrorCode]: (error: ErrorOf<C>) => ErrorText };

/** The addition to the first sentence where a code has several causes. */
export type ReasonTable = {
  readonly [C in ReasonedCode]: { readonly [R in ErrorReason<C>]: (error: ErrorBecause<C, R>) => string };
};

/** Sentences follow each other, and some contain foreign text: each ends with a full stop. */
export const ended = (sentence: string): string =>
  /[.!?\u2026]["'\u00bb\u201d)]?$/.test(sentence) ? sentence : `${sentence}.`;

/** The sentence for the reason of an error; null: its code has none. */
export const reasonOf = (error: AppError, reasons: ReasonTable): string | null => {
  if (!('reason' in error)) return null;
  // The table's entry of a code and a reason takes exactly that error; the compiler cannot pair the two.
  const ofCode = reasons[error.code] as Readonly<Record<string, (error: AppError) => string>>;
  const sentence = ofCode[error.reason]?.(error);
  return sentence === undefined ? null : ended(sentence);
};

export const wordsOf = (error: AppError, errors: ErrorTable, reasons: ReasonTable): ErrorText => {
  // As above: the entry of a code takes the error of that code.
  const { what, wayOut } = (errors[error.code] as (error: AppError) => ErrorText)(error);
  const reason = reasonOf(error, reasons);
  return {
    what: reason === null ? ended(what) : `${ended(what)} ${reason}`,
    wayOut: ended(wayOut),
  };
};
