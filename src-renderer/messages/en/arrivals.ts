/** Texts for files that are dropped or pasted, and for content that is not accepted. */

export const arrivals = {
  fromWebPage:
    'This comes from a web page without its file. Save the image or video first, then drop the saved file here.',
  close: 'Dismiss',
  folder: (name: string): string => `${name} is a folder. Choose an image or a video inside it.`,
  leftOver: (names: string): string =>
    `Not used: ${names}. The Studio takes one image and one video, a batch takes them all.`,
  openInBatch: (count: number): string => `Open all ${count} in Batch`,
  replaced: (name: string): string => `Replaced ${name}.`,
  putBack: 'Undo',
  forgetReplaced: (name: string): string => `Dismiss: ${name} was replaced`,
  folderRead: {
    reading: (name: string): string => `Reading ${name}`,
    empty: (name: string): string => `${name} contains no image and no video.`,
    cutOff: (name: string, count: number): string =>
      `${name} contains more files: the first ${count} images and videos were added.`,
    unreadable: (name: string, count: number): string =>
      count === 1
        ? `One file or folder in ${name} cannot be read and was left out.`
        : `${count} files or folders in ${name} cannot be read and were left out.`,
  },
};
export type ArrivalMessages = typeof arrivals;
