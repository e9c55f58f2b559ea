/** How a converted file differs from its plan, with the words of a language. */
import type { MadeFault } from '../error-parameters.ts';
import { type ReasonCode, reasonCodeSchema } from '../model/plan.ts';
import type { ReasonSentences } from './reason-text.ts';

/** Phrases for the faults that no reason of a plan describes. */
export type OwnFaults = Readonly<
  Record<Exclude<MadeFault['code'], ReasonCode>, (fault: MadeFault) => string>
>;

const isReasonCode = (code: MadeFault['code']): code is ReasonCode =>
  reasonCodeSchema.safeParse(code).success;

type Words = { readonly own: OwnFaults; readonly reasons: ReasonSentences };

const listed = (faults: readonly MadeFault[], { own, reasons }: Words): string =>
  faults
    .map((fault) => {
      const { code, actual, expected, source = '' } = fault;
      return isReasonCode(code)
        ? reasons[code]({ code, subject: 'video', severity: 'mended', limit: expected, actual, source })
            .because
        : own[code](fault);
    })
    .join('; ');

/** `: phrase; phrase`; empty for an empty text. */
const behindColon = (text: string): string => (text === '' ? '' : `: ${text}`);

export const faultsInWords = (faults: readonly MadeFault[], words: Words): string =>
  behindColon(listed(faults, words));
