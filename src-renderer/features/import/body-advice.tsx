/** What pose detection found in a file that a provider may refuse, and the people drawn over it. Advice: it blocks nothing. */
import { UserRoundSearch } from 'lucide-react';
import { useMemo } from 'react';
import type { Body, BodyFinding, Joint } from '#contract/model/body.ts';
import type { SourceId } from '#contract/model/source.ts';
import { framingDiffers, jointOf, mainPeople, reportBody } from '#contract/rules/body.ts';
import { selectImage, selectVideo } from '../../state/selectors.ts';
import type { BodyStatus } from '../../state/store.ts';
import { useAppState, useMessages, useMirror, usePlan, usePlayhead } from '../../state/use-app.ts';
import styles from './body-advice.module.css';

/** Score from which a joint is drawn. */
const drawnScore = 0.3;
const limbs: readonly (readonly [Joint, Joint])[] = [
  ['leftShoulder', 'rightShoulder'],
  ['leftShoulder', 'leftElbow'],
  ['leftElbow', 'leftWrist'],
  ['rightShoulder', 'rightElbow'],
  ['rightElbow', 'rightWrist'],
  ['leftShoulder', 'leftHip'],
  ['rightShoulder', 'rightHip'],
  ['leftHip', 'rightHip'],
  ['leftHip', 'leftKnee'],
  ['leftKnee', 'leftAnkle'],
  ['rightHip', 'rightKnee'],
  ['rightKnee', 'rightAnkle'],
];

const useBody = (id: SourceId | null): BodyStatus | null =>
  useMirror((mirror) => (id === null ? null : (mirror.bodies[id] ?? null)));

const bodyOf = (status: BodyStatus | null): Body | null => (status?.kind === 'done' ? status.body : null);

/** The selection as it would be sent; findings of a video are about it. A long video has many samples. */
const useFindings = (subject: 'image' | 'video', status: BodyStatus | null): readonly BodyFinding[] => {
  const selection = usePlan()?.window;
  const window = subject === 'video' ? selection : undefined;
  const body = bodyOf(status);
  return useMemo(() => (body === null ? [] : reportBody(body, window).findings), [body, window]);
};

const useFramingDiffers = (): boolean => {
  const image = bodyOf(useBody(useAppState(selectImage)?.id ?? null));
  const video = bodyOf(useBody(useAppState(selectVideo)?.id ?? null));
  const window = usePlan()?.window;
  return useMemo(
    () => image !== null && video !== null && framingDiffers(image, video, window),
    [image, video, window],
  );
};

export const BodyAdvice = ({
  subject,
  id,
}: {
  readonly subject: 'image' | 'video';
  readonly id: SourceId;
}) => {
  const { domain, body: texts } = useMessages();
  const status = useBody(id);
  const findings = useFindings(subject, status);
  const differs = useFramingDiffers();
  if (status === null) return null;
  if (status.kind === 'working')
    return status.fraction === null ? null : (
      <p className="note">{texts.looking(String(Math.round(status.fraction * 100)))}</p>
    );
  if (status.kind === 'failed')
    return <p className="note">{texts.notChecked(domain.error(status.error).what)}</p>;
  const lines = [
    ...findings.map((finding) => domain.bodyFinding(finding, subject)),
    ...(differs ? [domain.bodyFinding({ code: 'framing-differs' }, subject)] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className={styles.advice} aria-label={texts.advice} title={texts.limits}>
      {lines.map((text) => (
        <li key={text}>
          <UserRoundSearch size={14} aria-hidden="true" /> {text}
        </li>
      ))}
    </ul>
  );
};

const Figure = ({ body, atSec }: { readonly body: Body; readonly atSec: number }) => {
  const index = body.stepSec === null ? 0 : Math.round(atSec / body.stepSec);
  const sample = body.samples[Math.min(index, body.samples.length - 1)];
  if (sample === undefined) return null;
  const { width, height } = body;
  const [main] = mainPeople([sample]);
  return (
    <svg
      className={styles.figure}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      {sample.people.map(({ box, score }, at) => (
        <rect
          // People of one frame have no identity.
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          key={at}
          className={score >= drawnScore ? styles.box : styles.unsure}
          x={box.x * width}
          y={box.y * height}
          width={box.width * width}
          height={box.height * height}
        />
      ))}
      {main
        ? limbs.map(([from, to]) => {
            const [a, b] = [jointOf(main, from), jointOf(main, to)];
            return Math.min(a.score, b.score) < drawnScore ? null : (
              <line
                key={`${from} ${to}`}
                x1={a.x * width}
                y1={a.y * height}
                x2={b.x * width}
                y2={b.y * height}
              />
            );
          })
        : null}
    </svg>
  );
};

/** Drawn over an image with a finding. */
export const ImageBody = ({ id }: { readonly id: SourceId }) => {
  const status = useBody(id);
  const body = bodyOf(status);
  const findings = useFindings('image', status);
  return body !== null && findings.length > 0 ? <Figure body={body} atSec={0} /> : null;
};

/** Separate, so that only it is drawn again with each frame. */
const FigureAtPlayhead = ({ body }: { readonly body: Body }) => {
  const { atSec } = usePlayhead();
  return <Figure body={body} atSec={atSec} />;
};

/** Drawn over the frame at the playhead of a video with a finding. */
export const VideoBody = ({ id }: { readonly id: SourceId }) => {
  const status = useBody(id);
  const body = bodyOf(status);
  const findings = useFindings('video', status);
  return body !== null && findings.length > 0 ? <FigureAtPlayhead body={body} /> : null;
};
