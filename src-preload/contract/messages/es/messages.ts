/** Everything in Spanish that is said about codes: errors, reasons, states and notices; with the desktop's own texts. */
import type { Messages } from '../en/messages.ts';
import { noticeText } from '../notice-text.ts';
import { reasonOf, wordsOf } from '../sentence.ts';
import { bodyFindingText } from './body-findings.ts';
import { commands } from './commands.ts';
import { crashes } from './crashes.ts';
import { errorReasons } from './error-reasons.ts';
import { errors } from './errors.ts';
import { findingText } from './findings.ts';
import { notices } from './notices.ts';
import { reasonSource, reasons } from './reasons.ts';
import { busyUntil, charged, states } from './states.ts';

export const messages: Messages = {
  error: (error) => wordsOf(error, errors, errorReasons),
  errorReason: (error) => reasonOf(error, errorReasons),
  charged: (value) => charged[value],
  reason: (reason) => reasons[reason.code](reason),
  reasonSource,
  finding: findingText,
  bodyFinding: bodyFindingText,
  state: (kind) => states[kind],
  busyUntil,
  notice: (notice) => noticeText(notice, notices),
  commands,
  crashes,
};
