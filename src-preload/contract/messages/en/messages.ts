/** Everything in English that is said about codes: errors, reasons, states and notices; with the desktop's own texts. */
import type { AppError, Charged } from '../../errors.ts';
import type { JobStateKind } from '../../model/job.ts';
import type { Notice } from '../../model/notice.ts';
import type { Reason } from '../../model/plan.ts';
import { type NoticeText, noticeText } from '../notice-text.ts';
import type { ReasonText } from '../reason-text.ts';
import { type ErrorText, reasonOf, wordsOf } from '../sentence.ts';
import { bodyFindingText } from './body-findings.ts';
import { commands } from './commands.ts';
import { crashes } from './crashes.ts';
import { errorReasons } from './error-reasons.ts';
import { errors } from './errors.ts';
import { findingText } from './findings.ts';
import { notices } from './notices.ts';
import { reasonSource, reasons } from './reasons.ts';
import { busyUntil, charged, states } from './states.ts';

export const messages = {
  error: (error: AppError): ErrorText => wordsOf(error, errors, errorReasons),
  errorReason: (error: AppError): string | null => reasonOf(error, errorReasons),
  charged: (value: Charged): string => charged[value],
  reason: (reason: Reason): ReasonText => reasons[reason.code](reason),
  reasonSource,
  finding: findingText,
  bodyFinding: bodyFindingText,
  state: (kind: JobStateKind): string => states[kind],
  busyUntil,
  notice: (notice: Notice): NoticeText => noticeText(notice, notices),
  commands,
  crashes,
};
/** Missing messages of another language do not compile. */
export type Messages = typeof messages;
