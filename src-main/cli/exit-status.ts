/** Exit statuses of the terminal, as docs/terminal.md tells them. */
import type { ErrorCode } from '#contract/errors.ts';

export const exitStatus = {
  done: 0,
  other: 1,
  wrongUse: 2,
  inputRefused: 3,
  providerFailed: 4,
  unsure: 5,
  missing: 6,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

const byCode: Record<ErrorCode, ExitStatus> = {
  'file-missing': exitStatus.inputRefused,
  'file-empty': exitStatus.inputRefused,
  'file-unreadable': exitStatus.inputRefused,
  'file-is-folder': exitStatus.inputRefused,
  'file-not-media': exitStatus.inputRefused,
  'file-no-video': exitStatus.inputRefused,
  'file-is-picture': exitStatus.inputRefused,
  'file-is-video': exitStatus.inputRefused,
  'file-raw-photo': exitStatus.inputRefused,
  'animation-unreadable': exitStatus.inputRefused,
  'file-too-large': exitStatus.inputRefused,
  'source-gone': exitStatus.inputRefused,
  'input-refused': exitStatus.inputRefused,
  'sound-missing': exitStatus.inputRefused,
  'limit-too-small': exitStatus.inputRefused,
  'tool-missing': exitStatus.missing,
  'tool-failed': exitStatus.other,
  'tool-timeout': exitStatus.other,
  'disk-full': exitStatus.other,
  'folder-unwritable': exitStatus.other,
  'file-busy': exitStatus.other,
  'name-too-long': exitStatus.wrongUse,
  'model-unknown': exitStatus.wrongUse,
  'key-missing': exitStatus.missing,
  'key-refused': exitStatus.providerFailed,
  'no-credit': exitStatus.providerFailed,
  'provider-refused': exitStatus.providerFailed,
  'provider-rate-limited': exitStatus.providerFailed,
  'provider-failed': exitStatus.providerFailed,
  'provider-unreachable': exitStatus.providerFailed,
  'certificate-refused': exitStatus.providerFailed,
  'proxy-refused': exitStatus.providerFailed,
  'provider-garbled': exitStatus.providerFailed,
  'content-refused': exitStatus.providerFailed,
  'input-unreadable-there': exitStatus.providerFailed,
  'job-forgotten': exitStatus.providerFailed,
  'stopped-asking': exitStatus.providerFailed,
  'hosting-missing': exitStatus.missing,
  'bucket-refused': exitStatus.providerFailed,
  'link-not-allowed': exitStatus.inputRefused,
  'link-unreachable': exitStatus.inputRefused,
  'link-not-media': exitStatus.inputRefused,
  'link-other-file': exitStatus.inputRefused,
  'upload-failed': exitStatus.providerFailed,
  'answer-lost': exitStatus.unsure,
  'repeat-unapproved': exitStatus.wrongUse,
  'cap-exceeded': exitStatus.wrongUse,
  'result-gone': exitStatus.providerFailed,
  'result-cut-off': exitStatus.providerFailed,
  'result-broken': exitStatus.providerFailed,
  'data-newer': exitStatus.other,
  'data-in-use': exitStatus.other,
  'data-not-updated': exitStatus.other,
  'job-unknown': exitStatus.wrongUse,
  'job-not-in-state': exitStatus.other,
  'item-unknown': exitStatus.wrongUse,
  'item-files-missing': exitStatus.other,
  'item-file-empty': exitStatus.other,
  'library-away': exitStatus.other,
  'library-busy': exitStatus.other,
  'folder-unsuitable': exitStatus.wrongUse,
  'bundle-broken': exitStatus.inputRefused,
  'cannot-here': exitStatus.other,
  cancelled: exitStatus.other,
  'bad-request': exitStatus.wrongUse,
  internal: exitStatus.other,
};

export const statusOf = (code: ErrorCode): ExitStatus => byCode[code];

/** The gravest first: what may have been paid for and is not there comes before what can be tried again. */
const byGravity: readonly ExitStatus[] = [
  exitStatus.unsure,
  exitStatus.providerFailed,
  exitStatus.missing,
  exitStatus.inputRefused,
  exitStatus.wrongUse,
  exitStatus.other,
];

/** Of several things done by one command. */
export const worstOf = (statuses: readonly ExitStatus[]): ExitStatus =>
  byGravity.find((status) => statuses.includes(status)) ?? exitStatus.done;
