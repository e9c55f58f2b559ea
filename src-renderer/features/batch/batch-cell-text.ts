/** Texts for one run of the matrix: short labels on screen and a full sentence for screen readers. */

import { useMemo } from 'react';
import type { Messages } from '#contract/messages/en/messages.ts';
import type { ImageStep, Plan, VideoStep } from '#contract/model/plan.ts';
import type { Estimate } from '#contract/model/price.ts';
import { usd } from '#contract/rules/cost.ts';
import type { BatchMessages } from '../../messages/en/batch.ts';
import type { FramingMessages } from '../../messages/en/framing.ts';
import type { SentState } from '../../state/batch-jobs.ts';
import type { BatchRun } from '../../state/batch-store.ts';
import { useMessages } from '../../state/use-app.ts';
import { seconds } from '../../ui/time.ts';
import type { MatrixRun } from './batch-layout.ts';

export type CellText = {
  readonly batch: BatchMessages;
  readonly matrix: FramingMessages['matrix'];
  readonly domain: Messages;
};

const inShort = (
  steps: readonly (ImageStep | VideoStep)[],
  messages: FramingMessages['matrix']['short'],
): string =>
  steps
    .map((step) => {
      // The times are included because they change when the scan finds a better part.
      if (step.kind === 'cut')
        return `${messages.cut} ${step.startSec.toFixed(1)}\u2013${step.endSec.toFixed(1)} s`;
      if (step.kind !== 'encode') return messages[step.kind];
      if ('videoCodec' in step) return 'H.264';
      return step.container === 'jpg' ? 'JPEG' : 'PNG';
    })
    .join(', ');

/** Planned changes, one line per file that is changed. */
export const changeWords = ({ image, video }: Plan, { matrix }: CellText): readonly string[] => {
  const isKept = (steps: readonly (ImageStep | VideoStep)[]) => steps.every(({ kind }) => kind === 'keep');
  return [
    ...(isKept(video.steps) ? [] : [matrix.video(inShort(video.steps, matrix.short))]),
    ...(isKept(image.steps) ? [] : [matrix.image(inShort(image.steps, matrix.short))]),
  ];
};

export const costWordsOf = (estimate: Estimate, { batch }: CellText): string => {
  if ('unknown' in estimate) return batch.grid.noPrice;
  return estimate.micros === 0 ? batch.grid.free : usd(estimate.micros);
};

/** The first blocking reason; null if the run can be sent. */
export const blockingWords = ({ reasons }: Plan, { domain }: CellText): string | null => {
  const blocking = reasons.find(({ severity }) => severity === 'blocking');
  return blocking ? domain.reason(blocking).because : null;
};

export const runName = ({ image, video, model }: MatrixRun, { batch }: CellText): string =>
  batch.grid.name(image.name, video.name, model.name);

/** "hero.png with squats.mp4 on Kling v2.6 pro: ready, 10.0 s, $1.12" */
export const planSentence = (run: BatchRun, isOff: boolean, messages: CellText): string => {
  const { plan, estimate } = run;
  const { grid } = messages.batch;
  const verdict = grid.verdicts[plan.verdict];
  const blocking = blockingWords(plan, messages);
  const known =
    plan.verdict === 'impossible'
      ? [verdict, ...(blocking === null ? [] : [blocking])]
      : [
          verdict,
          ...changeWords(plan, messages),
          seconds(plan.expected.outputSec),
          costWordsOf(estimate, messages),
        ];
  const texts = [...known, ...(isOff ? [grid.leftOut.toLowerCase()] : [])];
  return `${runName(run, messages)}: ${texts.join(', ')}`;
};

/** A sent run in the matrix. `detail`: error details, or why the run ended without a result. */
export type SentMessages = { readonly word: string; readonly detail: string | null };

export const sentWords = (cell: SentState, { batch, domain }: CellText): SentMessages => {
  if (cell.kind === 'kept') return { word: batch.sent.kept, detail: batch.sent.gone };
  if (cell.kind !== 'job') return { word: batch.sent[cell.kind], detail: null };
  const { state } = cell.job;
  const word = domain.state(state.kind);
  switch (state.kind) {
    case 'failed':
      return { word, detail: `${domain.error(state.error).what} ${domain.charged(state.error.charged)}` };
    case 'unsure':
      return { word, detail: batch.sent.unsure };
    case 'cancelled':
      return { word, detail: domain.charged(state.charged) };
    default: {
      const fraction = 'fraction' in state ? state.fraction : null;
      const percent = fraction === null ? null : String(Math.round(fraction * 100));
      const trouble = 'trouble' in state ? state.trouble : null;
      const busy = state.kind === 'uploading' ? state.busyUntil : undefined;
      if (busy !== undefined) return { word, detail: `${domain.busyUntil(busy)}.` };
      return {
        word: percent === null ? word : batch.sent.at(word, percent),
        detail: trouble === null ? null : domain.error(trouble).what,
      };
    }
  }
};

export const sentSentence = (run: MatrixRun, texts: SentMessages, messages: CellText): string =>
  messages.batch.sent.progress(
    runName(run, messages),
    texts.detail === null ? texts.word : `${texts.word}. ${texts.detail}`,
  );

/** Returns the same object until the language changes, so that cells are not rendered again. */
export const useCellText = (): CellText => {
  const messages = useMessages();
  return useMemo(
    () => ({ batch: messages.batch, matrix: messages.framing.matrix, domain: messages.domain }),
    [messages],
  );
};
