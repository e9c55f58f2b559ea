/** Texts about the people in the files. */

export const body = {
  advice: 'About the person',
  looking: (percent: string): string => `Looking for the person: ${percent} %`,
  notChecked: (what: string): string => `The person was not checked. ${what}`,
  limits: 'Found on this computer. Things that hide the body are not checked.',
};
export type BodyMessages = typeof body;
