/** The Studio: both inputs and the timeline on the stage, choices and cost beside it, the queue below. */
import { InputsPane } from '../features/import/inputs-pane.tsx';
import { ChoicesPane } from '../features/prepare/choices.tsx';
import { RunFoot } from '../features/prepare/run-foot.tsx';
import { TrimBar } from '../features/prepare/trim-bar.tsx';
import { QueuePane } from '../features/queue/queue-pane.tsx';
import { useMessages } from '../state/use-app.ts';
import styles from './studio-screen.module.css';

export const StudioScreen = () => {
  const { ui } = useMessages();
  return (
    <div className={styles.studio}>
      <h1 className="visually-hidden">{ui.app.studio}</h1>
      <div className={styles.work}>
        <InputsPane />
        <TrimBar />
      </div>
      <aside className={styles.side} aria-label={ui.choices.title}>
        <ChoicesPane />
        <RunFoot />
      </aside>
      <div className={styles.queue}>
        <QueuePane />
      </div>
    </div>
  );
};
