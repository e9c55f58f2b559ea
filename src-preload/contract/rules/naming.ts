/** Names of files that leave the program. */

const trimmed = (text: string): string => text.replace(/^[.-]+|[.-]+$/g, '');

/** Letters, digits, dots and dashes only, at most `maxChars`, never empty and never a hidden file. */
const plainName = (text: string, maxChars: number): string => {
  const plain = trimmed(
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .normalize('NFC')
      .replace(/[^\p{L}\p{N}.-]+/gu, '-'),
  );
  // By whole characters, and no dash left hanging where the cut falls.
  return trimmed([...plain].slice(0, maxChars).join('')) || 'untitled';
};

export const withoutExtension = (name: string): string => name.replace(/\.[^.]{1,5}$/, '');

/** `character-squats-kling-v2.6-pro.mp4` */
export const resultFileName = (item: { imageName: string; videoName: string; modelId: string }): string => {
  const model = item.modelId.split('/').at(-1) ?? 'result';
  const parts = [withoutExtension(item.imageName), withoutExtension(item.videoName)].map((name) =>
    plainName(name, 40),
  );
  return `${parts.join('-')}-${plainName(model, 30)}.mp4`;
};
