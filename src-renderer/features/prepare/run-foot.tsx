/** Always visible: the cost of the run, and the Generate button with the reason where it is disabled. */

import { useEffect, useId } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import type { Messages } from '#contract/messages/en/messages.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { PrefitStatus as PrefitState } from '#contract/model/prefit.ts';
import type { Estimate } from '#contract/model/price.ts';
import { usd } from '#contract/rules/cost.ts';
import type { UiMessages } from '../../messages/en/ui.ts';
import { createFigures } from '../../messages/figures.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useCommands } from '../../shared/use-commands.ts';
import { type Blocker, selectBlocker, selectEstimate, selectModel } from '../../state/selectors.ts';
import { useApp, useAppState, useMessages, useMirror, usePlan } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { isMac } from '../../ui/keys.ts';
import { Stack } from '../../ui/layout.tsx';
import { Cost } from './cost.tsx';
import styles from './run-foot.module.css';
import { SpendCheckDialog } from './spend-check-dialog.tsx';
import { SpendingLine } from './spending-line.tsx';

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

const PrefitStatus = () => {
  const { ui, domain, language } = useMessages();
  const prefit = useMirror((mirror) => mirror.prefit);
  const { bytes } = createFigures(language);
  return (
    <p className={classNames('hint figures', styles.prefit)} data-testid="ahead">
      {wordsOf(prefit, { ui, domain, bytes })}
    </p>
  );
};

/** How long the button is blocked after a run was sent, in milliseconds. */
const sentMs = 1200;

const labelOf = (estimate: Estimate | null, messages: UiMessages['choices']): string => {
  if (estimate === null || 'unknown' in estimate) return messages.generate;
  return estimate.micros === 0 ? messages.generateFree : messages.generateFor(usd(estimate.micros));
};

const useImpossible = (ui: UiMessages, domain: Messages): string => {
  const reason = usePlan()?.reasons.find(({ severity }) => severity === 'blocking');
  if (!reason) return '';
  const { because, change } = domain.reason(reason);
  return `${ui.choices.impossible(because)} ${ui.choices.impossibleChange(change)}`;
};

const useBlockerWords = (blocker: Blocker): string | null => {
  const { ui, domain } = useMessages();
  const model = useAppState(selectModel);
  const impossible = useImpossible(ui, domain);
  switch (blocker) {
    case null:
      return null;
    case 'offline':
      return ui.choices.offline;
    case 'reading':
      return ui.choices.reading;
    case 'both-files':
      return ui.choices.needBoth;
    case 'character':
      return ui.choices.needCharacter;
    case 'motion':
      return ui.choices.needMotion;
    case 'model':
      return ui.choices.needModel;
    case 'link':
      return ui.choices.badLink;
    case 'key':
      return ui.choices.needKey(model ? providerNames[model.provider] : '');
    case 'delivery':
      return ui.choices.needDelivery(model ? providerNames[model.provider] : '');
    case 'impossible':
      return impossible;
    default:
      return assertNever(blocker);
  }
};

const Generate = () => {
  const { actions } = useApp();
  const { ui } = useMessages();
  const noteId = useId();
  const blocker = useAppState(selectBlocker);
  const estimate = useAppState(selectEstimate);
  const submit = useAppState((state) => state.draft.submit.kind);
  const blockerWords = useBlockerWords(blocker);
  useEffect(() => {
    if (submit !== 'sent') return;
    const timer = setTimeout(actions.readyAgain, sentMs);
    return () => clearTimeout(timer);
  }, [submit, actions]);
  const isBusy = submit === 'sending' || submit === 'sent';
  const canGenerate = blocker === null && !isBusy && submit !== 'asking';
  useCommands({ generate: canGenerate ? () => void actions.generate() : null });
  return (
    <div className={styles.action}>
      <Button
        variant="primary"
        size="large"
        className={styles.generate}
        disabled={blocker !== null || isBusy}
        aria-describedby={noteId}
        isSinglePress
        onClick={() => void actions.generate()}
      >
        {isBusy ? ui.choices[submit] : labelOf(estimate, ui.choices)}
      </Button>
      <p id={noteId} className={classNames('note', styles.note)}>
        {blockerWords ?? ui.choices.shortcut(isMac() ? '\u2318' : 'Ctrl')}
      </p>
      {blocker === 'key' ? (
        <Button size="small" onClick={() => actions.showSettings('keys')}>
          {ui.choices.toSettings}
        </Button>
      ) : null}
    </div>
  );
};

export const RunFoot = () => {
  const submit = useAppState((state) => state.draft.submit);
  return (
    <div className={styles.foot}>
      {submit.kind === 'refused' ? (
        <div className={styles.error}>
          <AppErrorLine error={submit.error} isOfRun />
        </div>
      ) : null}
      <div>
        <Cost />
        <SpendingLine />
      </div>
      <Stack gap={1}>
        <Generate />
        <PrefitStatus />
      </Stack>
      <SpendCheckDialog />
    </div>
  );
};
