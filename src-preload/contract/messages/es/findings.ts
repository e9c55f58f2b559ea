/** In Spanish, what the scan found in the selection that lowers the quality of motion control. */
import { assertNever } from '../../assert-never.ts';
import type { ScanFinding } from '../../rules/best-windows.ts';

const sec = (value: number): string => value.toFixed(1);

export const findingText = (finding: ScanFinding): string => {
  switch (finding.kind) {
    case 'cut':
      return `Corte en ${sec(finding.atSec)} s: Kling solo usa una toma continua.`;
    case 'black':
      return `En negro de ${sec(finding.startSec)} a ${sec(finding.endSec)} s.`;
    case 'frozen':
      return `Imagen congelada de ${sec(finding.startSec)} a ${sec(finding.endSec)} s.`;
    case 'still':
      return 'Muy poco movimiento en esta selección.';
    case 'camera':
      return 'La cámara se mueve mucho: usa \u00abIgual que la imagen\u00bb.';
    default:
      return assertNever(finding);
  }
};
