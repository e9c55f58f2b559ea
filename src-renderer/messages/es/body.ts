/** Texts about the people in the files. */
import type { BodyMessages } from '../en/body.ts';

export const body: BodyMessages = {
  advice: 'Sobre la persona',
  looking: (percent) => `Buscando a la persona: ${percent} %`,
  notChecked: (what) => `No se ha comprobado la persona. ${what}`,
  limits: 'Detectado en este ordenador. No se comprueba si algo tapa el cuerpo.',
};
