/** Selects which queued batch is shown; renders nothing if there is only one. */
import { useMemo } from 'react';
import type { BatchId } from '#contract/model/job.ts';
import { batchMessages } from '../../messages/batch.ts';
import { createFigures } from '../../messages/figures.ts';
import { useBatch } from '../../state/batch-context.ts';
import { queuedBatches } from '../../state/batch-shown.ts';
import { useMessages, useMirror } from '../../state/use-app.ts';
import { Select } from '../../ui/select.tsx';

export const BatchChoice = ({ batchId }: { readonly batchId: BatchId }) => {
  const { actions } = useBatch();
  const { language } = useMessages();
  const jobs = useMirror((mirror) => mirror.jobs);
  const batches = useMemo(() => queuedBatches(jobs), [jobs]);
  const figures = useMemo(() => createFigures(language), [language]);
  if (!batches.some(({ id }) => id !== batchId)) return null;
  const messages = batchMessages[language].sent;
  return (
    <Select
      label={messages.choose}
      value={batchId}
      placeholder={messages.choose}
      options={batches.map(({ id, runs, createdAt, isRunning }) => ({
        value: id,
        label: messages.batch(runs, figures.moment(createdAt)),
        detail: isRunning ? messages.running : messages.hasEnded,
      }))}
      onChange={actions.show}
    />
  );
};
