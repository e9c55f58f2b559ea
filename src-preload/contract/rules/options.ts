/** A text that a model does not support is kept for the next model, and the page shows that it is not sent. */
import type { Choices } from '../model/choices.ts';
import type { ModelSpec } from '../model/model-spec.ts';

/** The choices without the texts that the model does not support. */
export const onlyTaken = <C extends Pick<Choices, 'prompt' | 'negativePrompt'>>(
  choices: C,
  { options }: Pick<ModelSpec, 'options'>,
): C => ({
  ...choices,
  prompt: options.prompt ? choices.prompt : '',
  negativePrompt: options.negativePrompt ? choices.negativePrompt : '',
});
