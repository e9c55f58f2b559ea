/** Choices when a retry exceeds a spending limit: exceed it once, or open the limit's settings. */
import type { AppError, ErrorOf } from '#contract/errors.ts';
import { queueMessages } from '../../messages/queue.ts';
import { useApp, useLanguage } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';

export const isOverLimit = (error: AppError): error is ErrorOf<'spending-limit-exceeded'> =>
  error.code === 'spending-limit-exceeded';

export const OverLimit = ({ isBusy, onSend }: { readonly isBusy: boolean; readonly onSend: () => void }) => {
  const { actions } = useApp();
  const messages = queueMessages[useLanguage()];
  return (
    <>
      <Button size="small" onClick={() => actions.showSettings('spending')}>
        {messages.changeLimit}
      </Button>
      <Button
        size="small"
        variant="danger"
        disabled={isBusy}
        // This button appears where another one was just pressed.
        isSinglePress
        onClick={onSend}
      >
        {messages.overLimit}
      </Button>
    </>
  );
};
