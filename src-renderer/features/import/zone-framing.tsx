/**
 * Overlay for an image or video whose shape the model does not accept: the padding that is added, or the part that is
 * kept.
 */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import type { Framing } from '#contract/model/choices.ts';
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';
import type { SlotName } from '../../state/store.ts';
import { useApp, useAppState, useMessages, usePlan } from '../../state/use-app.ts';
import { classNames } from '../../ui/class-names.ts';
import { keyOf } from '../../ui/keys.ts';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './zone-framing.module.css';

type Size = { readonly width: number; readonly height: number };

/**
 * Position of the sent frame over an image or video, read from the plan. Pure; all values are fractions of its sides.
 */

type ZoneFrame =
  /** The shape is accepted without changes. */
  | { readonly kind: 'as-is' }
  /** `growX`, `growY`: canvas size relative to the image; 1 means equal. */
  | { readonly kind: 'pad'; readonly edge: 'blur' | 'plain'; readonly growX: number; readonly growY: number }
  /** The part that is kept. `along`: the axis on which it can be moved. */
  | {
      readonly kind: 'crop';
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
      readonly along: 'x' | 'y';
    };

/** `image`: size as displayed, upright. */
export const zoneFrame = (image: Size, steps: readonly (ImageStep | VideoStep)[]): ZoneFrame => {
  let drawn: Size = image;
  for (const step of steps) {
    if (step.kind === 'crop')
      return {
        kind: 'crop',
        left: step.x / image.width,
        top: step.y / image.height,
        width: step.width / image.width,
        height: step.height / image.height,
        along: step.width < image.width ? 'x' : 'y',
      };
    if (step.kind === 'scale') drawn = step;
    if (step.kind === 'pad')
      return {
        kind: 'pad',
        edge: step.edge,
        growX: step.width / drawn.width,
        growY: step.height / drawn.height,
      };
  }
  return { kind: 'as-is' };
};

/** Moved by this fraction of the available room, clamped to it. */
export const movedBy = (at: number, by: number): number => Math.min(1, Math.max(0, at + by));

/** An arrow key moves the frame by this fraction of its range; with Shift ten times as far. */
const keyStep = 0.01;
const middle = { kind: 'crop', x: 0.5, y: 0.5 } as const;

const useFraming = (subject: SlotName) => {
  const { actions } = useApp();
  const framing = useAppState((state) => state.draft.framing);
  return {
    framing: framing[subject],
    change: (changed: Framing) => actions.change({ framing: { ...framing, [subject]: changed } }),
  };
};

const useFrame = (subject: SlotName, facts: Size): ZoneFrame => {
  const plan = usePlan();
  return plan === null ? { kind: 'as-is' } : zoneFrame(facts, plan[subject].steps);
};

/** A fraction as a CSS length. */
const percent = (share: number): string => `${share * 100}%`;

const keyedMove = (event: KeyboardEvent): number | null => {
  const step = event.shiftKey ? keyStep * 10 : keyStep;
  switch (keyOf(event)) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return -step;
    case 'ArrowRight':
    case 'ArrowDown':
      return step;
    case 'Home':
      return -1;
    case 'End':
      return 1;
    default:
      return null;
  }
};

type CropProps = { readonly subject: SlotName; readonly frame: Extract<ZoneFrame, { kind: 'crop' }> };

const CropFrame = ({ subject, frame }: CropProps) => {
  const messages = useMessages().framing;
  const { framing, change } = useFraming(subject);
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<{ readonly pointer: number; readonly at: number } | null>(null);
  const { along } = frame;
  const at = framing.kind === 'crop' ? framing[along] : 0.5;
  const moveTo = (share: number) => change({ ...middle, ...framing, kind: 'crop', [along]: share });

  const take = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { pointer: along === 'x' ? event.clientX : event.clientY, at };
  };
  const drag = (event: PointerEvent) => {
    const sides = box.current?.getBoundingClientRect();
    if (!held.current || !sides) return;
    const room = along === 'x' ? sides.width * (1 - frame.width) : sides.height * (1 - frame.height);
    const pointer = along === 'x' ? event.clientX : event.clientY;
    if (room > 0) moveTo(movedBy(held.current.at, (pointer - held.current.pointer) / room));
  };
  const release = () => {
    held.current = null;
  };
  const shown = Math.round(at * 100);
  return (
    <div ref={box} className={styles.crop}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={messages.frame[subject]}
        aria-orientation={along === 'x' ? 'horizontal' : 'vertical'}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={shown}
        aria-valuetext={along === 'x' ? messages.fromLeft(shown) : messages.fromTop(shown)}
        className={classNames(styles.frame, along === 'x' ? styles.sideways : styles.upDown)}
        style={{
          left: percent(frame.left),
          top: percent(frame.top),
          width: percent(frame.width),
          height: percent(frame.height),
        }}
        onPointerDown={take}
        onPointerMove={drag}
        onPointerUp={release}
        onPointerCancel={release}
        onKeyDown={(event) => {
          const by = keyedMove(event);
          if (by === null) return;
          event.preventDefault();
          moveTo(movedBy(at, by));
        }}
      />
    </div>
  );
};

type EdgesProps = { readonly frame: Extract<ZoneFrame, { kind: 'pad' }>; readonly still: string };

const Edges = ({ frame, still }: EdgesProps) => {
  const { edge, growX, growY } = frame;
  return (
    <div
      className={classNames(styles.edges, styles[edge])}
      style={{ inset: `${percent((1 - growY) / 2)} ${percent((1 - growX) / 2)}` }}
    >
      {edge === 'blur' ? <img className={styles.behind} src={still} alt="" /> : null}
    </div>
  );
};

type ZoneFramingProps = {
  readonly subject: SlotName;
  /** Size as displayed. */
  readonly facts: Size;
  /** Address of one still frame, from which blurred edges are made. */
  readonly still: string;
  /** The framed media. */
  readonly children: ReactNode;
};

export const ZoneFraming = ({ subject, facts, still, children }: ZoneFramingProps) => {
  const frame = useFrame(subject, facts);
  const shape = facts.width / facts.height;
  // Same size as the image itself, which is fitted into the stage.
  const fitted = { width: `min(100cqw, ${100 * shape}cqh)`, aspectRatio: shape };
  return (
    <div className={styles.stage}>
      {frame.kind === 'pad' ? (
        <div className={styles.image} style={fitted}>
          <Edges frame={frame} still={still} />
        </div>
      ) : null}
      <div className={styles.media}>{children}</div>
      {frame.kind === 'crop' ? (
        <div className={classNames(styles.image, styles.over)} style={fitted}>
          <CropFrame subject={subject} frame={frame} />
        </div>
      ) : null}
    </div>
  );
};

type FramingChoiceProps = {
  readonly subject: SlotName;
  readonly facts: Size & { readonly hasAlpha: boolean };
};

/** Rendered only if the shape needs a change. */
export const FramingChoice = ({ subject, facts }: FramingChoiceProps) => {
  const messages = useMessages().framing;
  const { framing, change } = useFraming(subject);
  const frame = useFrame(subject, facts);
  if (frame.kind === 'as-is') return null;
  const value = frame.kind === 'pad' ? frame.edge : 'crop';
  // A cut-out figure has a transparent background, which leaves nothing to blur.
  const canBlur = subject === 'video' || !facts.hasAlpha;
  const take = (chosen: 'blur' | 'plain' | 'crop') => {
    if (chosen !== 'crop') change({ kind: 'pad', edge: chosen });
    else if (framing.kind !== 'crop') change(middle);
  };
  return (
    <div className={styles.choice}>
      <Segmented
        label={messages.title[subject]}
        value={value}
        options={[
          ...(canBlur ? [{ value: 'blur' as const, label: messages.blur }] : []),
          { value: 'plain', label: messages.plain },
          { value: 'crop', label: messages.crop },
        ]}
        onChange={take}
      />
      {frame.kind === 'crop' ? <p className="note">{messages.cropHint}</p> : null}
    </div>
  );
};
