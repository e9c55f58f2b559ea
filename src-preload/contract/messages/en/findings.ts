/** In English, what the scan found in the selection that lowers the quality of motion control. */
import { assertNever } from '../../assert-never.ts';
import type { ScanFinding } from '../../rules/best-windows.ts';

const sec = (value: number): string => value.toFixed(1);

export const findingText = (finding: ScanFinding): string => {
  switch (finding.kind) {
    case 'cut':
      return `Cut at ${sec(finding.atSec)} s: Kling uses only one continuous shot.`;
    case 'black':
      return `Black from ${sec(finding.startSec)} to ${sec(finding.endSec)} s.`;
    case 'frozen':
      return `Frozen from ${sec(finding.startSec)} to ${sec(finding.endSec)} s.`;
    case 'still':
      return 'Very little motion in this selection.';
    case 'camera':
      return 'Strong camera motion: use \u201cMatch image\u201d.';
    default:
      return assertNever(finding);
  }
};
