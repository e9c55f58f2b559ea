/**
 * `scale` to at most this height, never larger than the frame itself: square pixels, even sides. `dar` is the display
 * aspect ratio.
 */
export const squareScale = (heightPx: number): string => {
  const height = `2*trunc(min(${heightPx}\\,ih)/2)`;
  return `scale=w='max(2,2*trunc(${height}*dar/2))':h='max(2,${height})'`;
};
