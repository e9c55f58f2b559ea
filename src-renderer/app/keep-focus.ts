/**
 * Keeps the keyboard focus on the page. Browsers move it to `body` when the focused element is removed; there keys have
 * no effect and Tab starts at the top. The focus moves instead, in this order, to
 *   - the element with the same `data-focus-key`, or the key that had the focus when the screen was left,
 *   - on another screen the element with `data-focus-home`,
 *   - the neighbour in the nearest part of the page that still exists,
 *   - the element that had the focus before.
 * A target that does not exist yet gets the focus when it appears, unless something else has been focused by then.
 */
import { keyOf } from '../ui/keys.ts';

type Place = {
  readonly element: HTMLElement;
  readonly key: string | null;
  readonly screen: string;
  /** From the innermost outwards, each with its position among the children of the next. */
  readonly chain: readonly { readonly element: Element; readonly index: number }[];
};

const trailLength = 8;

const tabbable =
  'a[href], button:not(:disabled), input:not(:disabled, [type="hidden"], [hidden]), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';
/** Boundary of the search for a neighbour: a named part of the page. */
const scope = 'main, section, aside, form, [role="dialog"], [data-focus-scope]';
/** Rows that are focusable as a whole: a key that is still held activates nothing in them. */
const rows = 'li[tabindex], tr[tabindex], [role="row"][tabindex]';

const isThere = (element: Element): element is HTMLElement =>
  element instanceof HTMLElement &&
  element.isConnected &&
  element.closest('[inert], [hidden], [aria-hidden="true"]') === null &&
  (element.checkVisibility?.({ visibilityProperty: true }) ?? true);

const isTabbable = (element: Element): element is HTMLElement =>
  element.matches(tabbable) && isThere(element) && element.tabIndex >= 0;

const firstIn = (element: Element | undefined): HTMLElement | null => {
  if (element === undefined) return null;
  const all = [element, ...element.querySelectorAll(`${rows}, ${tabbable}`)];
  return (
    (all.find((found) => found.matches(rows) && isThere(found)) as HTMLElement | undefined) ??
    all.find(isTabbable) ??
    null
  );
};

/** `isFinal`: false for a container that holds the focus until it has content. */
type Target = { readonly element: HTMLElement; readonly isFinal: boolean };
const target = (element: HTMLElement | null): Target | null =>
  element === null ? null : { element, isFinal: true };

const neighbourOf = ({ chain }: Place): Target | null => {
  for (const [step, { element, index }] of chain.entries()) {
    const parent = chain[step + 1]?.element;
    if (parent === undefined || parent === document.body) return null;
    if (!parent.isConnected) continue;
    const children = [...parent.children];
    const at = element.isConnected ? children.indexOf(element) : index;
    for (const child of [...children.slice(at), ...children.slice(0, at).reverse()]) {
      const found = firstIn(child);
      if (found !== null) return target(found);
    }
    if (parent.matches(scope) && isThere(parent)) return { element: parent, isFinal: false };
  }
  return null;
};

const withKey = (key: string | null): HTMLElement | null => {
  const found = key === null ? null : document.querySelector(`[data-focus-key="${CSS.escape(key)}"]`);
  return found === null ? null : isTabbable(found) ? found : firstIn(found);
};

const placeOf = (element: HTMLElement, screen: string): Place => {
  const chain: { element: Element; index: number }[] = [];
  for (let at: Element | null = element; at !== null; at = at.parentElement)
    chain.push({ element: at, index: at.parentElement ? [...at.parentElement.children].indexOf(at) : 0 });
  const key = element.closest<HTMLElement>('[data-focus-key]')?.dataset.focusKey ?? null;
  return { element, key, screen, chain };
};

/**
 * `main`: the element that holds the screens, with the name of the current one in `data-screen`. Returns the cleanup
 * function.
 */
export const keepFocus = (main: HTMLElement): (() => void) => {
  /** Newest first. */
  let trail: readonly Place[] = [];
  const leftAt = new Map<string, string>();
  /** Holds the focus until the intended target exists. */
  let holder: HTMLElement | null = null;
  let isMoving = false;
  let seenScreen = main.dataset.screen;
  let pressedOn: EventTarget | null = null;

  const screen = () => main.dataset.screen ?? '';
  const isNowhere = (): boolean =>
    [null, document.body, main].includes(document.activeElement as HTMLElement);
  const focus = (element: HTMLElement) => {
    if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) element.tabIndex = -1;
    isMoving = true;
    element.focus({ preventScroll: element === main });
    isMoving = false;
  };

  /** The element that should have the focus now; null: it does not exist. */
  const findTarget = (): Target | null => {
    if (trail[0]?.screen !== screen())
      return target(
        withKey(leftAt.get(screen()) ?? null) ?? main.querySelector<HTMLElement>('[data-focus-home]'),
      );
    for (const place of trail) {
      if (place.screen !== screen()) break;
      if (isTabbable(place.element)) return target(place.element);
      const found = target(withKey(place.key)) ?? neighbourOf(place);
      if (found !== null) return found;
    }
    return null;
  };

  const recover = () => {
    const isHeld = holder !== null && document.activeElement === holder;
    const isLost = trail[0]?.element.isConnected === false || seenScreen !== screen();
    if (!isHeld && !(isNowhere() && isLost)) {
      if (!isNowhere()) seenScreen = screen();
      return;
    }
    seenScreen = screen();
    const found = findTarget();
    if (found?.isFinal) {
      holder = null;
      focus(found.element);
    } else if (!isHeld) {
      holder = found?.element ?? main;
      focus(holder);
    }
  };

  const onFocus = ({ target: element }: FocusEvent) => {
    if (!(element instanceof HTMLElement) || element === holder) return;
    if (!isMoving) holder = null;
    const place = placeOf(element, screen());
    trail = [place, ...trail].slice(0, trailLength);
    if (place.key !== null && main.contains(element)) leftAt.set(place.screen, place.key);
  };
  // A press on something that is not focusable clears the focus on purpose.
  const onPointerUp = () => {
    if (isNowhere() && trail[0]?.element.isConnected) trail = [];
  };
  // A held key acts only where it was pressed: the element that gets the focus in the meantime may start a paid run.
  const onKey = (event: KeyboardEvent) => {
    if (!event.repeat) pressedOn = event.target;
    else if (['Enter', ' '].includes(keyOf(event) ?? '') && event.target !== pressedOn) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const watcher = new MutationObserver(recover);
  watcher.observe(document.body, { childList: true, subtree: true });
  document.addEventListener('focusin', onFocus);
  document.addEventListener('pointerup', onPointerUp, true);
  addEventListener('keydown', onKey, true);
  return () => {
    watcher.disconnect();
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('pointerup', onPointerUp, true);
    removeEventListener('keydown', onKey, true);
  };
};
