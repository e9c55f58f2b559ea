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
  'model-unknown': exitStatus.wrongUse,
  'model-cannot-run': exitStatus.wrongUse,
  'key-missing': exitStatus.missing,
  'key-refused': exitStatus.providerFailed,
  'no-credit': exitStatus.providerFailed,
  'provider-refused': exitStatus.providerFailed,
  'provider-rate-limited': exitStatus.providerFailed,
  'provider-failed': exitStatus.providerFailed,
  'provider-unreachable': exitStatus.providerFailed,
  'provider-garbled': exitStatus.providerFailed,
  'upload-failed': exitStatus.providerFailed,
  'answer-lost': exitStatus.unsure,
  'result-gone': exitStatus.providerFailed,
  'result-cut-off': exitStatus.providerFailed,
  'result-broken': exitStatus.providerFailed,
  'job-unknown': exitStatus.wrongUse,
  'job-not-in-state': exitStatus.other,
  'item-unknown': exitStatus.wrongUse,
  'item-files-missing': exitStatus.other,
  'cannot-here': exitStatus.other,
  cancelled: exitStatus.other,
  'bad-request': exitStatus.wrongUse,
  internal: exitStatus.other,
};

export const statusOf = (code: ErrorCode): ExitStatus => byCode[code];
