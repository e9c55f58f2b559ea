/**
 * Suppresses the second half of a double click where the control of the first half is gone (the first half opened
 * another screen or closed a dialog). Otherwise it would press or select whatever has come under the pointer.
 */

const control = 'a, button, input, label, select, summary, textarea, video, [role], [tabindex]';

/** Returns the cleanup function. */
export const ignoreLaterClicks = (): (() => void) => {
  let begunOn: Element | null = null;
  const onPress = (event: MouseEvent) => {
    const { target, detail } = event;
    if (!(target instanceof Element)) return;
    if (detail <= 1) {
      // The press may change what the control shows; the control stays the same.
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
