/** Texts of marks, in the library and beside a comparison: name, favourite, rating, tags, notes. */
import type { LibraryMarksMessages } from '../en/library-marks.ts';

export const libraryMarks: LibraryMarksMessages = {
  title: 'Detalles',
  name: 'Nombre',
  favourite: 'Favorito',
  rating: 'Valoración',
  stars: (count) => (count === 1 ? '1 estrella' : `${count} estrellas`),
  noStars: 'Sin valorar',
  clearRating: 'Quitar la valoración',
  tags: 'Etiquetas',
  tagsPlaceholder: 'Añadir una etiqueta',
  tagsHint: 'Pulsa Intro o coma para añadirla.',
  removeTag: (tag) => `Quitar etiqueta: ${tag}`,
  tagsTitle: (count) => (count === 1 ? 'Etiquetas de este resultado' : `Etiquetas de ${count} resultados`),
  addTags: 'Añadir a todos',
  takeTags: 'Quitar de todos',
  takeTagsPlaceholder: 'Quitar etiqueta',
  notes: 'Notas',
  notesPlaceholder: 'Añadir notas',
  notSaved: 'Sin guardar. Tus cambios siguen aquí.',
  saveAgain: 'Guardar otra vez',
  remove: 'Quitar',
  inTrash: 'Este resultado está en la papelera.',
  restore: 'Restaurar',
  save: 'Guardar',
  cancel: 'Cancelar',
};
