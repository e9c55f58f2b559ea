import type { ReactNode } from 'react';
import type { AppError } from '#contract/errors.ts';
import { useMessages } from '../state/use-app.ts';
import { ErrorLine } from '../ui/error-line.tsx';

type AppErrorLineProps = {
  readonly error: AppError;
  readonly verdict?: 'impossible' | 'unsure';
  /** Buttons. */
  readonly actions?: ReactNode;
  /** In place of the usual way out, where the page knows better. */
  readonly wayOut?: string | undefined;
  /** It stands in a list that shows the mark and tells of changes itself. */
  readonly isInList?: boolean;
  /** It is about a run, so whether that cost anything is always said. */
  readonly isOfRun?: boolean;
};

/** Here the provider's own words are all that tells why. */
const toldInWords: readonly AppError['code'][] = [
  'provider-refused',
  'provider-failed',
  'content-refused',
  'key-not-permitted',
  'status-unavailable',
];
/** Longer ones are logs, which are opened by who wants them. */
const maxShownChars = 300;

/** An error of the program in the person's language. */
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
      isDetailOpen={toldInWords.includes(error.code) && (error.detail?.length ?? 0) <= maxShownChars}
      detailsLabel={ui.errors.details}
      markLabel={rest.verdict === 'unsure' ? domain.state('unsure') : ui.errors.mark}
    />
  );
};
