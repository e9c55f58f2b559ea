/** Texts of marks, in the library and beside a comparison: name, favourite, rating, tags, notes. */

export const libraryMarks = {
  title: 'Details',
  name: 'Name',
  favourite: 'Favourite',
  rating: 'Rating',
  stars: (count: number): string => (count === 1 ? '1 star' : `${count} stars`),
  noStars: 'Not rated',
  clearRating: 'Clear rating',
  tags: 'Tags',
  tagsPlaceholder: 'Add a tag',
  tagsHint: 'Press Enter or comma to add.',
  removeTag: (tag: string): string => `Remove tag: ${tag}`,
  tagsTitle: (count: number): string => (count === 1 ? 'Tags of this result' : `Tags of ${count} results`),
  addTags: 'Add to all',
  takeTags: 'Remove from all',
  takeTagsPlaceholder: 'Remove tag',
  notes: 'Notes',
  notesPlaceholder: 'Add notes',
  notSaved: 'Not saved. Your changes are still here.',
  saveAgain: 'Save again',
  remove: 'Remove',
  inTrash: 'This result is in the trash.',
  restore: 'Restore',
  save: 'Save',
  cancel: 'Cancel',
};
export type LibraryMarksMessages = typeof libraryMarks;
