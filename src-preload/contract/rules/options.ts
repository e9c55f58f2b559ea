/** What a model does not take stays with the person for the next model, and the page says that it is not sent. */
import type { Choices } from '../model/choices.ts';
import type { ModelSpec } from '../model/model-spec.ts';

/** The choices without the texts that the model has no place for. */
export const onlyTaken = <C extends Pick<Choices, 'prompt' | 'negativePrompt'>>(
  choices: C,
  { options }: Pick<ModelSpec, 'options'>,
): C => ({
  ...choices,
  prompt: options.prompt ? choices.prompt : '',
  negativePrompt: options.negativePrompt ? choices.negativePrompt : '',
});
