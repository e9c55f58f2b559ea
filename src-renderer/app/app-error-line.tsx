import type { AppError } from '#contract/errors.ts';
import { useWords } from '../state/use-app.ts';
import { ErrorLine } from '../ui/error-line.tsx';

/** An error of the program in the person's language. */
export const AppErrorLine = ({ error }: { readonly error: AppError }) => {
  const { ui, domain } = useWords();
  const { what, wayOut } = domain.error(error);
  return (
    <ErrorLine
      what={what}
      charged={domain.charged(error.charged)}
      wayOut={wayOut}
      detail={error.detail}
      detailsLabel={ui.errors.details}
      markLabel={ui.errors.mark}
    />
  );
};
