/** Forms of the settings: one text with the button that saves it, or several fields that are saved together. */
import type { ComponentProps, FormEvent, ReactNode } from 'react';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import type { SettingField } from '#renderer/shared/use-setting-field.ts';
import { Button } from '#renderer/ui/button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { TextField } from '#renderer/ui/field.tsx';
import { Row } from '#renderer/ui/layout.tsx';
import styles from './settings-forms.module.css';

type TextFormProps = Omit<ComponentProps<typeof TextField>, 'onChange'> & {
  readonly onType: (text: string) => void;
  /** Text of the button; `saveLabel` says what it saves. */
  readonly save: string;
  readonly saveLabel?: string;
  readonly canSave: boolean;
  readonly onSave: () => void;
  /** `primary`: the button is the next action once the text has changed. */
  readonly variant?: 'primary' | 'quiet';
  /** For a number. */
  readonly isShort?: boolean;
  /** More buttons. */
  readonly children?: ReactNode;
};

export const TextForm = (props: TextFormProps) => {
  const { onType, save, saveLabel, canSave, onSave, variant = 'quiet', isShort, children, ...field } = props;
  return (
    <form
      className={styles.text}
      onSubmit={(event) => {
        event.preventDefault();
        if (canSave) onSave();
      }}
    >
      <div className={isShort ? styles.short : styles.field}>
        <TextField {...field} onChange={(event) => onType(event.currentTarget.value)} />
      </div>
      <Button
        type="submit"
        className={classNames(!field.isLabelHidden && styles.besideLabelled)}
        variant={canSave ? variant : 'quiet'}
        disabled={!canSave}
        aria-label={saveLabel}
      >
        {save}
      </Button>
      {children}
    </form>
  );
};

export const FieldsForm = ({
  field,
  isTyped,
  messages,
  onSave,
  children,
}: {
  readonly field: Pick<SettingField<unknown>, 'isSaved' | 'error'>;
  readonly isTyped: boolean;
  readonly messages: { readonly save: string; readonly saved: string };
  readonly onSave: () => void;
  readonly children: ReactNode;
}) => (
  <form
    className={styles.fields}
    onSubmit={(event: FormEvent) => {
      event.preventDefault();
      if (isTyped) onSave();
    }}
  >
    {children}
    <Row gap={3}>
      <Button type="submit" variant={isTyped ? 'primary' : 'quiet'} disabled={!isTyped}>
        {messages.save}
      </Button>
      <p role="status" className="soft">
        {field.isSaved ? messages.saved : ''}
      </p>
    </Row>
    {field.error === null ? null : <AppErrorLine error={field.error} />}
  </form>
);
