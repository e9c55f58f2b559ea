import { describe, expect, it } from 'vitest';
import { resultFileName } from '#contract/rules/naming.ts';

const named = (imageName: string, videoName: string, modelId = 'fal/kling-v2.6-pro') =>
  resultFileName({ imageName, videoName, modelId });

describe('the name of an exported result', () => {
  it('says who, what and by which model', () => {
    expect(named('character.jpg', 'squats.mp4')).toBe('character-squats-kling-v2.6-pro.mp4');
  });

  it('keeps letters of every language and leaves accents, spaces and signs out', () => {
    expect(named('J\u00f3zef & Ma\u0142gorzata (2).png', '\u8df3\u821e \u{1f483}.MOV')).toBe(
      'Jozef-Ma\u0142gorzata-2-\u8df3\u821e-kling-v2.6-pro.mp4',
    );
    expect(named('\ud55c\uae00.png', 'a.mp4')).toBe('\ud55c\uae00-a-kling-v2.6-pro.mp4');
  });

  it('is never a path, a hidden file or an option', () => {
    expect(named('../../etc/passwd', '-rf /')).toBe('etc-passwd-rf-kling-v2.6-pro.mp4');
    expect(named('.bashrc', '\\\\server\\share')).toBe('bashrc-server-share-kling-v2.6-pro.mp4');
    expect(named('a\u0000b\nc.png', 'CON:.mp4')).toBe('a-b-c-CON-kling-v2.6-pro.mp4');
  });

  it('is never empty', () => {
    expect(named('', '???')).toBe('untitled-untitled-kling-v2.6-pro.mp4');
    expect(named('\u{1f483}.png', '..mp4', '')).toBe('untitled-untitled-untitled.mp4');
  });

  it('stays short, with whole characters and no dash left hanging', () => {
    expect(named('x'.repeat(300), `${'y'.repeat(39)} z.mp4`)).toBe(
      `${'x'.repeat(40)}-${'y'.repeat(39)}-kling-v2.6-pro.mp4`,
    );
    expect(named('\u{20bb7}'.repeat(60), 'a.mp4')).toBe(`${'\u{20bb7}'.repeat(40)}-a-kling-v2.6-pro.mp4`);
  });

  it('holds nothing but letters, digits, dots and dashes, whatever comes in', () => {
    const odd = Array.from({ length: 400 }, (_, index) => String.fromCodePoint(index * 37));
    const names = odd.map((character) => named(`${character}a${character}.png`, `${character}.mp4`));
    expect(names.filter((name) => !/^[\p{L}\p{N}][\p{L}\p{N}.-]*\.mp4$/u.test(name))).toEqual([]);
  });
});
