/** Names of files that leave the program. */

/** Letters, digits, dots and dashes only, at most `maxChars`, never empty and never a hidden file. */
const plainName = (text: string, maxChars: number): string => {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}.-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, maxChars);
  return plain === '' ? 'untitled' : plain;
};

const withoutExtension = (name: string): string => name.replace(/\.[^.]{1,5}$/, '');

/** `character-squats-kling-v2.6-pro.mp4` */
export const resultFileName = (item: { imageName: string; videoName: string; modelId: string }): string => {
  const model = item.modelId.split('/').at(-1) ?? 'result';
  const parts = [withoutExtension(item.imageName), withoutExtension(item.videoName)].map((name) =>
    plainName(name, 40),
  );
  return `${parts.join('-')}-${plainName(model, 30)}.mp4`;
};
