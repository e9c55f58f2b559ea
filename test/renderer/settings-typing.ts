/** Types into a field so that React receives the events. */
import { act } from 'react';

export const typeText = (field: HTMLInputElement, text: string): Promise<void> =>
  act(async () => {
    // React tracks the value and ignores an input event without a change, so the value is set through the native
    // setter.
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    setter?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
