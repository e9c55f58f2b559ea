/** A quiet word near Generate: whether the files that it would send are made already. It never stands in the way. */
import { assertNever } from '#contract/assert-never.ts';
import type { Messages } from '#contract/messages/en.ts';
import type { PrefitStatus as PrefitState } from '#contract/model/prefit.ts';
import type { UiMessages } from '../../messages/en.ts';
import { createFigures } from '../../messages/figures.ts';
import { useMessages, useMirror } from '../../state/use-app.ts';
import styles from './run-foot.module.css';

const wordsOf = (
  ahead: PrefitState,
  {
    ui,
    domain,
    bytes,
  }: { readonly ui: UiMessages; readonly domain: Messages; readonly bytes: (bytes: number) => string },
): string => {
  switch (ahead.kind) {
    case 'idle':
      return '';
    case 'working':
      if (ahead.fraction === null) return ui.ahead.working;
      return ui.ahead.workingAt(String(Math.round(ahead.fraction * 100)));
    case 'ready':
      return ui.ahead.ready(bytes(ahead.imageBytes), bytes(ahead.videoBytes));
    case 'failed':
      return ui.ahead.failed(domain.error(ahead.error).what);
    default:
      return assertNever(ahead);
  }
};

export const PrefitStatus = () => {
  const { ui, domain, language } = useMessages();
  const ahead = useMirror((mirror) => mirror.ahead);
  const { bytes } = createFigures(language);
  return (
    <p className={styles.ahead} data-testid="ahead">
      {wordsOf(ahead, { ui, domain, bytes })}
    </p>
  );
};
