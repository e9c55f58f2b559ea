/** One of the two tools (ffmpeg, ffprobe): what was found, and a field for another path. */
import type { FormEvent } from 'react';
import type { About, Settings } from '#contract/model/settings.ts';
import type { SettingsMessages } from '#renderer/messages/settings.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import { VerdictMark } from '#renderer/ui/verdict-mark.tsx';
import styles from './row.module.css';

type Tool = 'ffmpeg' | 'ffprobe';

const settingOf = { ffmpeg: 'ffmpegPath', ffprobe: 'ffprobePath' } as const satisfies Record<
  Tool,
  keyof Settings
>;

export const ToolRow = ({
  tool,
  found,
  path,
  messages,
}: {
  readonly tool: Tool;
  readonly found: About[Tool];
  /** The current setting; empty: searched automatically. */
  readonly path: string;
  readonly messages: SettingsMessages['tools'];
}) => {
  const field = useSettingField(path);
  const { shown, error } = field;
  const isChanged = shown.trim() !== path;

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) void field.save({ [settingOf[tool]]: shown.trim() });
  };

  return (
    <div className={styles.row}>
      <div className={styles.head}>
        <h3 className={styles.name}>{tool}</h3>
        {found === null ? (
          <VerdictMark verdict="impossible" label={messages.missing} />
        ) : (
          <VerdictMark verdict="ready" label={messages.found(found.version, found.origin)} />
        )}
      </div>
      <form className={styles.form} onSubmit={save}>
        <div className={styles.field}>
          <TextField
            label={messages.path(tool)}
            isLabelHidden
            value={shown}
            placeholder={messages.placeholder}
            onChange={(event) => field.type(event.currentTarget.value)}
          />
        </div>
        <Button
          type="submit"
          variant={isChanged ? 'primary' : 'quiet'}
          disabled={!isChanged}
          aria-label={messages.savePathOf(tool)}
        >
          {messages.save}
        </Button>
      </form>
      {error ? <AppErrorLine error={error} /> : null}
    </div>
  );
};
