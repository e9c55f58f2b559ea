/** One of the two tools: what was found, and a path to use another. */
import { type FormEvent, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { About, Settings } from '#contract/model/settings.ts';
import { AppErrorLine } from '#renderer/app/app-error-line.tsx';
import type { SettingsMessages } from '#renderer/messages/settings.ts';
import { useApp } from '#renderer/state/use-app.ts';
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
  /** As it is set now; empty: looked for. */
  readonly path: string;
  readonly messages: SettingsMessages['tools'];
}) => {
  const { actions } = useApp();
  // null: nothing typed, so that a change made elsewhere shows.
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const shown = typed ?? path;
  const isChanged = shown.trim() !== path;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!isChanged) return;
    const failed = await actions.saveSettings({ [settingOf[tool]]: shown.trim() });
    setError(failed);
    // What was typed meanwhile is not saved yet.
    if (failed === null) setTyped((now) => (now === typed ? null : now));
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
      <form className={styles.form} onSubmit={(event) => void save(event)}>
        <div className={styles.field}>
          <TextField
            label={messages.path(tool)}
            isLabelHidden
            value={shown}
            placeholder={messages.placeholder}
            onChange={(event) => setTyped(event.currentTarget.value)}
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
