/** Which cap would be passed, and by how much, in Spanish; in English the error itself says so. */
import { type CapFinding, readCapSubject } from '../rules/caps.ts';

const names = { run: 'ejecución', day: 'día', month: 'mes' } as const;

const inWords = (finding: CapFinding): string =>
  finding.kind === 'unknown'
    ? `ejecuciones de precio desconocido: ${finding.runs}`
    : `${names[finding.kind]}: ${finding.wouldBe} de ${finding.cap}`;

/** Empty where it was not told. */
export const overCapEs = (subject: string | undefined): string => {
  const findings = subject === undefined ? null : readCapSubject(subject);
  return findings === null ? '' : ` (${findings.map(inWords).join(', ')})`;
};
