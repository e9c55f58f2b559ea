/**
 * The second half of a double click belongs to what the first half was on. Where that is gone, because the first half
 * opened another screen or closed a dialog, it would press or select what has come under the pointer.
 */

const control = 'a, button, input, label, select, summary, textarea, video, [role], [tabindex]';

/** Returns what ends it. */
export const ignoreLaterClicks = (): (() => void) => {
  let begunOn: Element | null = null;
  const onPress = (event: MouseEvent) => {
    const { target, detail } = event;
    if (!(target instanceof Element)) return;
    if (detail <= 1) {
      // What a control shows may change with the press; the control stays.
      if (event.type === 'mousedown') begunOn = target.closest(control) ?? target;
      return;
    }
    if (begunOn === null || begunOn.isConnected) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const types = ['mousedown', 'mouseup', 'click', 'dblclick'] as const;
  for (const type of types) addEventListener(type, onPress, true);
  return () => {
    for (const type of types) removeEventListener(type, onPress, true);
  };
};
