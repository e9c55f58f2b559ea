/** Shows near Generate whether the files to send are already prepared. It never blocks Generate. */
import { assertNever } from '#contract/assert-never.ts';
import type { Messages } from '#contract/messages/en.ts';
import type { PrefitStatus as PrefitState } from '#contract/model/prefit.ts';
import type { UiMessages } from '../../messages/en.ts';
import { createFigures } from '../../messages/figures.ts';
import { useMessages, useMirror } from '../../state/use-app.ts';
import styles from './run-foot.module.css';

const wordsOf = (
  prefit: PrefitState,
  {
    ui,
    domain,
    bytes,
  }: { readonly ui: UiMessages; readonly domain: Messages; readonly bytes: (bytes: number) => string },
): string => {
  switch (prefit.kind) {
    case 'idle':
      return '';
    case 'working':
      if (prefit.fraction === null) return ui.prefit.working;
      return ui.prefit.workingAt(String(Math.round(prefit.fraction * 100)));
    case 'ready':
      return ui.prefit.ready(bytes(prefit.imageBytes), bytes(prefit.videoBytes));
    case 'failed':
      return ui.prefit.failed(domain.error(prefit.error).what);
    default:
      return assertNever(prefit);
  }
};

export const PrefitStatus = () => {
  const { ui, domain, language } = useMessages();
  const prefit = useMirror((mirror) => mirror.prefit);
  const { bytes } = createFigures(language);
  return (
    <p className={styles.prefit} data-testid="ahead">
      {wordsOf(prefit, { ui, domain, bytes })}
    </p>
  );
};
