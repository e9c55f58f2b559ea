/** The key of a provider or of the bucket. It can be entered here but is never shown again. */

import { type ReactNode, useState } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import type { AppError, Result } from '#contract/errors.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import { usd } from '#contract/rules/cost.ts';
import type { SettingsMessages } from '#renderer/messages/en/settings.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useApp } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { OutsideLink } from '#renderer/ui/link.tsx';
import { VerdictMark } from '#renderer/ui/verdict-mark.tsx';
import styles from './settings-forms.module.css';
import { TextForm } from './settings-forms.tsx';

const microsPerCent = 10_000;

/** An account balance as text, in whole cents, rounded down so that the balance is never overstated. A balance may be negative. */
export const balanceInDollars = (micros: number): string => {
  const cents = Math.floor(micros / microsPerCent);
  return `${cents < 0 ? '-' : ''}${usd(Math.abs(cents) * microsPerCent)}`;
};

type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy'; readonly with: 'save' | 'clear' | 'test' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'good'; readonly balanceMicros: number | null }
  | { readonly kind: 'failed'; readonly error: AppError };

type KeyRowProps = {
  readonly status: KeyStatus;
  /** The provider's display name, or what the key is for. */
  readonly name: string;
  /** Page where such keys are created. */
  readonly keyPage: string | null;
  readonly messages: SettingsMessages['keys'];
  /** Why it cannot be tested yet. */
  readonly untestable?: string | null;
  /** Replaces the default error text. */
  readonly failed?: ((error: AppError) => ReactNode) | undefined;
};

type OutcomeLineProps = Pick<KeyRowProps, 'name' | 'messages' | 'failed'> & { readonly outcome: Outcome };

const OutcomeLine = ({ outcome, name, messages, failed }: OutcomeLineProps) => {
  switch (outcome.kind) {
    case 'none':
      return null;
    case 'busy':
      return outcome.with === 'test' ? <p className="note">{messages.testing}</p> : null;
    case 'saved':
      return <p className="note">{messages.saved}</p>;
    case 'cleared':
      return <p className="note">{messages.cleared}</p>;
    case 'good': {
      const { balanceMicros } = outcome;
      const balance = balanceMicros === null ? null : balanceInDollars(balanceMicros);
      return <VerdictMark verdict="ready" label={messages.good(name, balance)} />;
    }
    case 'failed':
      return failed ? failed(outcome.error) : <AppErrorLine error={outcome.error} />;
    default:
      return assertNever(outcome);
  }
};

export const KeyRow = ({ status, name, keyPage, messages, untestable = null, failed }: KeyRowProps) => {
  const { actions } = useApp();
  const { provider, isSet, keptIn } = status;
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const isBusy = outcome.kind === 'busy';

  const ask = async <T,>(
    what: 'save' | 'clear' | 'test',
    call: () => Promise<Result<T>>,
    done: (value: T) => Outcome,
  ): Promise<void> => {
    setOutcome({ kind: 'busy', with: what });
    const answer = await call();
    setOutcome(answer.ok ? done(answer.value) : { kind: 'failed', error: answer.error });
  };

  const save = () => {
    // The key is removed from the page before it is sent.
    setTyped('');
    return ask(
      'save',
      () => actions.setKey(provider, typed.trim()),
      () => ({ kind: 'saved' }),
    );
  };
  const test = () =>
    ask(
      'test',
      () => actions.testKey(provider),
      ({ balanceMicros }) => ({ kind: 'good', balanceMicros }),
    );
  const clear = () =>
    ask(
      'clear',
      () => actions.clearKey(provider),
      () => ({ kind: 'cleared' }),
    );

  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <h3 className={styles.name}>{name}</h3>
        {isSet ? (
          <VerdictMark verdict="ready" label={messages.status[keptIn]} />
        ) : (
          <span className="note">{messages.status[keptIn]}</span>
        )}
        {keyPage === null ? null : (
          <span className={styles.outside}>
            <OutsideLink href={keyPage}>{messages.get(name)}</OutsideLink>
          </span>
        )}
      </div>
      {keptIn === 'environment' ? <p className="note">{messages.fromEnvironment}</p> : null}
      <TextForm
        label={messages.field(name)}
        isLabelHidden
        type="password"
        autoComplete="off"
        value={typed}
        // A key from the environment is not replaced by one entered here.
        placeholder={isSet && keptIn !== 'environment' ? messages.replacePlaceholder : messages.placeholder}
        onType={setTyped}
        variant="primary"
        save={messages.save}
        saveLabel={messages.saveOf(name)}
        canSave={!isBusy && typed.trim() !== ''}
        onSave={() => void save()}
      >
        <Button
          disabled={isBusy || !isSet || untestable !== null}
          aria-label={messages.testOf(name)}
          onClick={() => void test()}
        >
          {messages.test}
        </Button>
        <Button
          disabled={isBusy || !isSet || keptIn === 'environment'}
          aria-label={messages.clearOf(name)}
          onClick={() => void clear()}
        >
          {messages.clear}
        </Button>
      </TextForm>
      {untestable === null ? null : <p className="note">{untestable}</p>}
      <div className={styles.outcome} role="status">
        <OutcomeLine outcome={outcome} name={name} messages={messages} failed={failed} />
      </div>
    </li>
  );
};
