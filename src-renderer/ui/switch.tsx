import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { useId } from 'react';
import styles from './switch.module.css';

type SwitchProps = {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
};

export const Switch = ({ label, checked, onChange, disabled }: SwitchProps) => {
  const labelId = useId();
  return (
    <div className={styles.row}>
      <span id={labelId}>{label}</span>
      <BaseSwitch.Root
        className={styles.switch}
        aria-labelledby={labelId}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(value) => onChange(value)}
      >
        <BaseSwitch.Thumb className={styles.thumb} />
      </BaseSwitch.Root>
    </div>
  );
};
