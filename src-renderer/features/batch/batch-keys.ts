/** Moves the focus in the matrix by keyboard; it does not wrap at the edges. */

export type MatrixPlace = { readonly row: number; readonly column: number };

/** Returns null for keys the matrix does not use. `isFar`: Ctrl is held. */
export const moveInMatrix = (
  { row, column }: MatrixPlace,
  { key, isFar }: { readonly key: string; readonly isFar: boolean },
  { rows, columns }: { readonly rows: number; readonly columns: number },
): MatrixPlace | null => {
  switch (key) {
    case 'ArrowRight':
      return { row, column: Math.min(columns - 1, column + 1) };
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), column };
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'Home':
      return { row: isFar ? 0 : row, column: 0 };
    case 'End':
      return { row: isFar ? rows - 1 : row, column: columns - 1 };
    default:
      return null;
  }
};
