/** The errors for an export that cannot be made as requested. */
import { assertNever } from '#contract/assert-never.ts';
import { fail } from '#contract/errors.ts';
import type { ExportObstacle } from '#contract/rules/export.ts';

export const refusal = (obstacle: ExportObstacle | 'reference-silent' | 'file-silent') => {
  switch (obstacle) {
    case 'reference-silent':
      return fail('audio-missing', { owner: 'reference' });
    case 'beside-silent':
      return fail('audio-missing', { owner: 'other-result' });
    case 'result-silent':
      return fail('audio-missing', { owner: 'result' });
    case 'file-silent':
      return fail('audio-missing', { owner: 'file' });
    case 'limit-too-small':
      return fail('limit-too-small');
    default:
      return assertNever(obstacle);
  }
};
