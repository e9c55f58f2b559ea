import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { classNames } from './class-names.ts';
import styles from './popup.module.css';

type SelectOption<Value> = {
  readonly value: Value;
  readonly label: string;
  /** A second line, smaller. */
  readonly detail?: string | undefined;
};

type SelectProps<Value> = {
  readonly label: string;
  readonly value: Value | null;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  /** Shown while nothing is chosen. */
  readonly placeholder?: string;
  readonly disabled?: boolean;
};

const OptionText = ({ label, detail }: { readonly label: string; readonly detail?: string | undefined }) => (
  <>
    <span className={styles.line}>{label}</span>
    {detail === undefined ? null : <span className={styles.detail}>{detail}</span>}
  </>
);

/** A choice of one among many, in a list that opens; typing finds an option by its first letters. */
export const Select = <Value extends string>(props: SelectProps<Value>) => {
  const chosen = props.options.find(({ value }) => value === props.value);
  return (
    <BaseSelect.Root<Value>
      value={props.value}
      disabled={props.disabled}
      modal={false}
      onValueChange={(value) => {
        if (value !== null) props.onChange(value);
      }}
    >
      <BaseSelect.Trigger className={styles.trigger} aria-label={props.label}>
        <BaseSelect.Value className={styles.value}>
          {chosen ? <OptionText {...chosen} /> : (props.placeholder ?? '')}
        </BaseSelect.Value>
        <BaseSelect.Icon className={styles.more}>
          <ChevronsUpDown size={14} aria-hidden />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <BaseSelect.Popup className={classNames(styles.popup, styles.list)}>
            <BaseSelect.List>
              {props.options.map((option) => (
                <BaseSelect.Item
                  key={option.value}
                  value={option.value}
                  label={option.label}
                  className={classNames(styles.item, styles.option)}
                >
                  <BaseSelect.ItemIndicator className={styles.mark}>
                    <Check size={14} aria-hidden />
                  </BaseSelect.ItemIndicator>
                  <BaseSelect.ItemText className={styles.words}>
                    <OptionText {...option} />
                  </BaseSelect.ItemText>
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
};
