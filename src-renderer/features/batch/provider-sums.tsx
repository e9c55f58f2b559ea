/** Number of runs and cost per provider; renders nothing if there is only one provider. */

import { providerNames } from '#contract/messages/names.ts';
import type { BatchTotal } from '#contract/rules/batch.ts';
import { batchMessages } from '../../messages/batch.ts';
import { useMessages } from '../../state/use-app.ts';
import styles from './batch-foot.module.css';

export const ProviderSums = ({ total }: { readonly total: BatchTotal }) => {
  const { language } = useMessages();
  const messages = batchMessages[language].foot;
  if (total.byProvider.length < 2) return null;
  return (
    <dl className={styles.sums} aria-label={messages.byProvider}>
      {total.byProvider.map((sum) => (
        <div key={sum.provider} className={styles.sum}>
          <dt>
            {providerNames[sum.provider]}, {messages.total(sum.runs)}
          </dt>
          <dd>{messages.price(sum)}</dd>
        </div>
      ))}
    </dl>
  );
};
