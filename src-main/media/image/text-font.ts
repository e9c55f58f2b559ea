/** The font of drawn text, and the variables with which fontconfig finds it. The system's fonts supply characters that it lacks. */
import { join } from 'node:path';
import { resourcesFolder } from '../../program-folder.ts';

const folder = join(resourcesFolder, 'fonts');

export const fontPath: string = join(folder, 'DejaVuSansCondensed-Bold.ttf');

/** Without a size, as Pango names it. */
export const fontName = 'DejaVu Sans Condensed Bold';

/**
 * Of the image process. macOS and Windows have no configuration of fontconfig, and Pango's own backends there ignore
 * font files (https://github.com/lovell/sharp/issues/4577).
 */
export const fontEnvironment = {
  FONTCONFIG_FILE: join(folder, 'fonts.conf'),
  PANGOCAIRO_BACKEND: 'fontconfig',
} as const;
