/** Why an export cannot be made as it was asked for. */
import { assertNever } from '#contract/assert-never.ts';
import { fail } from '#contract/errors.ts';
import type { ExportObstacle } from '#contract/rules/export.ts';

export const refusal = (obstacle: ExportObstacle | 'reference-silent' | 'file-silent') => {
  switch (obstacle) {
    case 'reference-silent':
      return fail('sound-missing', { subject: 'The reference, as it was sent,' });
    case 'beside-silent':
      return fail('sound-missing', { subject: 'The other result' });
    case 'result-silent':
      return fail('sound-missing', { subject: 'The result' });
    case 'file-silent':
      return fail('sound-missing', { subject: 'That file' });
    case 'limit-too-small':
      return fail('limit-too-small');
    default:
      return assertNever(obstacle);
  }
};
