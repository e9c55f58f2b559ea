/** The best parts of the video for motion control, one button each, and problems of the selected part. */
import { Scissors, TriangleAlert } from 'lucide-react';
import type { Trim } from '#contract/model/choices.ts';
import type { BestWindow, Scan } from '#contract/model/scan.ts';
import { scanFindings } from '#contract/rules/best-windows.ts';
import { windowLimits } from '#contract/rules/window.ts';
import { type OpenVideo, selectBestPart, selectModel, selectOfferedPart } from '../../state/selectors.ts';
import { useApp, useAppState, useMessages, usePlan, useScan } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import styles from './best-windows.module.css';

/** Further findings are only counted. */
const maxFindings = 3;

/** Whether both start and end on the same frames. */
const isSamePart = (a: Trim, b: Trim, fps: number): boolean =>
  Math.abs(a.startSec - b.startSec) < 0.5 / fps && Math.abs(a.endSec - b.endSec) < 0.5 / fps;

type PartOf = { readonly video: OpenVideo; readonly chosen: Trim };

const Buttons = ({ video, chosen, best }: PartOf & { readonly best: readonly BestWindow[] }) => {
  const { actions, player } = useApp();
  const messages = useMessages().scan;
  const take = ({ startSec, endSec }: BestWindow) => {
    actions.change({ trim: { startSec, endSec } });
    player.seek(startSec);
  };
  return (
    <fieldset className={styles.parts} aria-label={messages.best}>
      {best.map((part, index) => (
        <Button
          key={part.startSec}
          size="small"
          className={styles.part}
          aria-pressed={isSamePart(part, chosen, video.facts.fps)}
          onClick={() => take(part)}
        >
          {messages.rank(index + 1, part.startSec, part.endSec)}
        </Button>
      ))}
    </fieldset>
  );
};

/**
 * Offered when the scan ends after the user changed or sent the part: the part stays unchanged, and one press takes the
 * better one.
 */
const Offer = ({ offered, chosen }: { readonly offered: Trim; readonly chosen: Trim }) => {
  const { actions, player } = useApp();
  const messages = useMessages().scan;
  const { startSec, endSec } = offered;
  return (
    <p className={styles.offer} role="status">
      {messages.kept(chosen.startSec, chosen.endSec)}
      <Button
        size="small"
        onClick={() => {
          actions.change({ trim: { startSec, endSec } });
          player.seek(startSec);
        }}
      >
        {messages.useBest(startSec, endSec)}
      </Button>
    </p>
  );
};

const Findings = ({ scan, chosen }: { readonly scan: Scan; readonly chosen: Trim }) => {
  const { domain, scan: messages } = useMessages();
  const findings = scanFindings(scan, chosen);
  const more = findings.length - maxFindings;
  if (findings.length === 0) return null;
  return (
    <ul className={styles.findings} aria-label={messages.warnings}>
      {findings.slice(0, maxFindings).map((finding) => {
        const text = domain.finding(finding);
        const Icon = finding.kind === 'cut' ? Scissors : TriangleAlert;
        return (
          <li key={text}>
            <Icon size={13} aria-hidden="true" /> {text}
          </li>
        );
      })}
      {more > 0 ? <li className="hint">{messages.more(more)}</li> : null}
    </ul>
  );
};

export const BestWindows = ({ video }: { readonly video: OpenVideo }) => {
  const messages = useMessages().scan;
  const look = useScan();
  const model = useAppState(selectModel);
  const orientation = useAppState((state) => state.draft.orientation);
  const forYou = useAppState(selectBestPart);
  const offered = useAppState(selectOfferedPart);
  const plan = usePlan();
  if (look?.kind !== 'done' || model === null || plan === null) return null;
  const limits = windowLimits(model.video, orientation);
  const whole = { startSec: 0, endSec: video.facts.durationSec };
  // The whole video needs no button of its own.
  const best = look.best(limits).filter((part) => !isSamePart(part, whole, video.facts.fps));
  const hasNoPart = look.best(limits).length === 0 && video.facts.durationSec >= limits.minSec;
  return (
    <div className={styles.row}>
      {best.length > 0 ? <Buttons video={video} chosen={plan.window} best={best} /> : null}
      {hasNoPart ? <p className="note">{messages.none(limits.minSec)}</p> : null}
      {forYou ? (
        <p className="note">{messages.chosen(forYou.startSec, forYou.endSec, limits.maxSec)}</p>
      ) : null}
      {offered ? <Offer offered={offered} chosen={plan.window} /> : null}
      <Findings scan={look.scan} chosen={plan.window} />
    </div>
  );
};
