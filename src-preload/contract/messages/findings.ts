/** What a look at the chosen part of a clip found that motion control does badly with. */
import { assertNever } from '../assert-never.ts';
import type { ScanFinding } from '../rules/best-windows.ts';

const sec = (value: number): string => value.toFixed(1);

export const findingEn = (finding: ScanFinding): string => {
  switch (finding.kind) {
    case 'cut':
      return `A cut at ${sec(finding.atSec)} s: Kling keeps only one continuous shot.`;
    case 'black':
      return `It is black from ${sec(finding.startSec)} to ${sec(finding.endSec)} s.`;
    case 'frozen':
      return `The picture stands still from ${sec(finding.startSec)} to ${sec(finding.endSec)} s.`;
    case 'still':
      return 'Hardly anything moves here, so there is little to transfer.';
    case 'camera':
      return 'The camera moves much here: the orientation \u201cMatch image\u201d copes better with that.';
    default:
      return assertNever(finding);
  }
};

export const findingEs = (finding: ScanFinding): string => {
  switch (finding.kind) {
    case 'cut':
      return `Un corte en ${sec(finding.atSec)} s: Kling solo conserva una toma continua.`;
    case 'black':
      return `Está en negro de ${sec(finding.startSec)} a ${sec(finding.endSec)} s.`;
    case 'frozen':
      return `La imagen está quieta de ${sec(finding.startSec)} a ${sec(finding.endSec)} s.`;
    case 'still':
      return 'Aquí apenas se mueve nada, así que hay poco que transferir.';
    case 'camera':
      return 'Aquí la cámara se mueve mucho: la orientación \u00abComo la imagen\u00bb lo lleva mejor.';
    default:
      return assertNever(finding);
  }
};
