/** Where the focus goes in a grid that is filled row by row. */

export type GridPlace = { readonly index: number; readonly count: number; readonly columns: number };

/** The new index, or null where the key is not one of the grid's. */
export const moveInGrid = (place: GridPlace, key: string): number | null => {
  const { index, count, columns } = place;
  const last = count - 1;
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, index + 1);
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowDown':
      // From above a short last row the nearest one is its last tile.
      return Math.floor(index / columns) === Math.floor(last / columns)
        ? index
        : Math.min(last, index + columns);
    case 'ArrowUp':
      return index < columns ? index : index - columns;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
};
