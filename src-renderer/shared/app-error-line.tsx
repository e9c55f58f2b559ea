import type { ReactNode } from 'react';
import type { AppError } from '#contract/errors.ts';
import { useMessages } from '../state/use-app.ts';
import { ErrorLine } from '../ui/error-line.tsx';

type AppErrorLineProps = {
  readonly error: AppError;
  readonly verdict?: 'impossible' | 'unsure';
  /** Buttons. */
  readonly actions?: ReactNode;
  /** Replaces the default sentence on what to do, where the page has a more specific one. */
  readonly wayOut?: string | undefined;
  /** The list that contains it shows the mark and announces changes. */
  readonly isInList?: boolean;
  /** The error is about a run, so whether money was spent is always shown. */
  readonly isOfRun?: boolean;
};

/** For these codes only the provider's own text gives the reason. */
const explainedByDetail: readonly AppError['code'][] = [
  'provider-refused',
  'provider-failed',
  'content-refused',
  'key-not-permitted',
  'status-unavailable',
];
/** Longer texts are logs, which stay collapsed. */
const maxShownChars = 300;

/** An error of the program in the user's language. */
export const AppErrorLine = ({ error, isOfRun = false, wayOut, ...rest }: AppErrorLineProps) => {
  const { ui, domain } = useMessages();
  const messages = domain.error(error);
  return (
    <ErrorLine
      {...rest}
      what={messages.what}
      wayOut={wayOut ?? messages.wayOut}
      charged={isOfRun || error.charged !== 'no' ? domain.charged(error.charged) : undefined}
      detail={error.detail}
      isDetailOpen={explainedByDetail.includes(error.code) && (error.detail?.length ?? 0) <= maxShownChars}
      detailsLabel={ui.errors.details}
      markLabel={rest.verdict === 'unsure' ? domain.state('unsure') : ui.errors.mark}
    />
  );
};
