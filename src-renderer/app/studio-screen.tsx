/** The Studio: the two inputs and the strip on the stage, the choices and the cost beside it, the queue beneath. */
import { useEffect } from 'react';
import { InputsPane } from '../features/import/inputs-pane.tsx';
import { ChoicesPane } from '../features/prepare/choices-pane.tsx';
import { TrimBar } from '../features/prepare/trim-bar.tsx';
import { QueuePane } from '../features/queue/queue-pane.tsx';
import { useApp, useWords } from '../state/use-app.ts';
import styles from './studio-screen.module.css';

export const StudioScreen = () => {
  const { actions } = useApp();
  const { ui } = useWords();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void actions.generate();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [actions]);
  return (
    <div className={styles.studio}>
      <h1 className="visually-hidden">{ui.app.studio}</h1>
      <div className={styles.work}>
        <InputsPane />
        <TrimBar />
        <QueuePane />
      </div>
      <aside className={styles.side} aria-label={ui.choices.title}>
        <ChoicesPane />
      </aside>
    </div>
  );
};
