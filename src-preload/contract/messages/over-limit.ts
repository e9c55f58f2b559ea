/** Which cap would be passed, and by how much, in Spanish; in English the error itself says so. */
import { type LimitFinding, readLimitSubject } from '../rules/spending-limits.ts';

const names = { run: 'ejecución', day: 'día', month: 'mes' } as const;

const inWords = (finding: LimitFinding): string =>
  finding.kind === 'unknown'
    ? `ejecuciones de precio desconocido: ${finding.runs}`
    : `${names[finding.kind]}: ${finding.wouldBe} de ${finding.limit}`;

/** Empty where it was not told; what cannot be read is passed on as it is. */
export const overLimitEs = (subject: string | undefined): string => {
  if (subject === undefined) return '';
  const findings = readLimitSubject(subject);
  return ` (${findings === null ? subject : findings.map(inWords).join(', ')})`;
};
