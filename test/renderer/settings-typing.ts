/** Types into a field as a person does: React hears of it. */
import { act } from 'react';

export const typeText = (field: HTMLInputElement, text: string): Promise<void> =>
  act(async () => {
    // React keeps its own record of the value, and takes only changes made behind its back for typing.
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    setter?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
