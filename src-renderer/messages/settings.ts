/** Texts of the settings. */
import type { About, KeyStatus, Settings } from '#contract/model/settings.ts';

/** Capitalises a phrase that is used inside a sentence elsewhere. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const en = {
  title: 'Settings',
  loading: 'Reading the settings',
  sections: 'Settings sections',
  keys: {
    title: 'Provider keys',
    why: {
      system:
        'You pay each provider directly, with your own key. Keys are encrypted by the operating system, go only to their own provider, and are never shown again.',
      memory:
        'You pay each provider directly, with your own key. Encryption is not available here, so a key is kept in memory only until Understudy closes. It is never written to disk unencrypted.',
      unprotected:
        'You pay each provider directly, with your own key. This system has no protected key store: as you agreed, keys are stored in a file that only your account can read, and that other programs of your account can decrypt.',
    } satisfies Record<About['keysKeptIn'] | 'unprotected', string>,
    keepPlain: 'Store keys without a protected key store',
    none: 'No provider needs a key.',
    status: {
      nowhere: 'Not set',
      system: 'Set, encrypted by the system',
      unprotected: 'Set, stored without protection by the system',
      memory: 'Set, in memory until you quit',
      environment: 'Set by environment variable',
    } satisfies Record<KeyStatus['keptIn'], string>,
    fromEnvironment: 'Set by environment variable (overrides this field).',
    field: (provider: string): string => `Key of ${provider}`,
    placeholder: 'Paste a key',
    replacePlaceholder: 'Paste another key to replace it',
    save: 'Save',
    saveOf: (provider: string): string => `Save the key of ${provider}`,
    saved: 'Key saved.',
    clear: 'Clear',
    clearOf: (provider: string): string => `Clear the key of ${provider}`,
    cleared: 'Key cleared.',
    test: 'Test',
    testOf: (provider: string): string => `Test the key of ${provider}`,
    testing: 'Testing the key',
    /** `balance`: balance of the account; null: the provider does not report it. */
    good: (provider: string, balance: string | null): string =>
      balance === null ? `${provider}: key is valid.` : `${provider}: key is valid; ${balance} left.`,
    get: (provider: string): string => `Get a key at ${provider}`,
  },
  appearance: {
    title: 'Appearance',
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' } satisfies Record<Settings['theme'], string>,
    language: 'Language',
    languages: { system: 'System', en: 'English', es: 'Español' } satisfies Record<
      Settings['language'],
      string
    >,
  },
  tools: {
    title: 'Tools',
    why: 'ffmpeg converts the files, ffprobe reads them. Both are detected automatically; enter a path only to use other builds.',
    found: (version: string, origin: string): string => `${version} (${origin})`,
    missing: 'Not found. Install ffmpeg, or enter its full path here.',
    path: (tool: string): string => `Path of ${tool}`,
    placeholder: 'Auto-detected',
    save: 'Save',
    savePathOf: (tool: string): string => `Save the path of ${tool}`,
    saved: 'Saved.',
  },
  data: {
    title: 'Data',
    folder: 'Data folder',
    folderWhy: 'The library in it consists of plain files: one folder per result.',
    version: 'Version',
    host: 'Runs in',
    hosts: {
      desktop: 'its own window',
      browser: 'this browser',
      terminal: 'a terminal',
    } satisfies Record<About['host'], string>,
  },
  models: {
    title: 'Prices and limits',
    why: 'What each model takes and costs. The numbers link to the source and date of each figure; figures that are not published are unknown.',
    caption: 'Prices and limits of every model',
    sources: 'Sources',
    source: (source: string, date: string): string => sentence(`${source}, as of ${date}`),
    sourceLink: (number: number): string => `Source ${number}`,
    model: 'Model',
    price: 'Price',
    length: 'Length used',
    lengthImage: (max: string): string => `up to ${max} (Match image)`,
    lengthVideo: (max: string): string => `up to ${max} (Match video)`,
    lengthMin: (min: string): string => `at least ${min}`,
    image: 'Image',
    video: 'Video',
    size: (max: string): string => `up to ${max}`,
    sides: (min: string, max: string): string => `sides ${min} to ${max} px`,
    sideMin: (min: string): string => `sides from ${min} px`,
    sideMax: (max: string): string => `sides up to ${max} px`,
    shape: (min: string, max: string): string => `aspect ratio ${min} to ${max}`,
    prompt: 'Prompt',
    promptMax: (max: string): string => `up to ${max} characters`,
    promptNone: 'Not supported',
    negativeMax: (max: string): string => `negative prompt: up to ${max} characters`,
  },
};
export type SettingsMessages = typeof en;

const es: SettingsMessages = {
  title: 'Ajustes',
  loading: 'Leyendo los ajustes',
  sections: 'Secciones de los ajustes',
  keys: {
    title: 'Claves de los proveedores',
    why: {
      system:
        'Pagas directamente a cada proveedor con tu propia clave. El sistema operativo cifra las claves; solo se envían a su proveedor y no se vuelven a mostrar.',
      memory:
        'Pagas directamente a cada proveedor con tu propia clave. Aquí no hay cifrado disponible, así que la clave queda solo en memoria hasta que se cierre Understudy. Nunca se escribe en el disco sin cifrar.',
      unprotected:
        'Pagas directamente a cada proveedor con tu propia clave. Este sistema no tiene un almacén de claves protegido: como has aceptado, las claves se guardan en un archivo que solo tu cuenta puede leer y que otros programas de tu cuenta pueden descifrar.',
    },
    keepPlain: 'Guardar las claves sin un almacén de claves protegido',
    none: 'Ningún proveedor necesita una clave.',
    status: {
      nowhere: 'Sin clave',
      system: 'Configurada, cifrada por el sistema',
      unprotected: 'Configurada, guardada sin protección del sistema',
      memory: 'Configurada, en memoria hasta que cierres',
      environment: 'Configurada por variable de entorno',
    },
    fromEnvironment: 'Configurada por variable de entorno (tiene prioridad sobre este campo).',
    field: (provider) => `Clave de ${provider}`,
    placeholder: 'Pega una clave',
    replacePlaceholder: 'Pega otra clave para sustituirla',
    save: 'Guardar',
    saveOf: (provider) => `Guardar la clave de ${provider}`,
    saved: 'Clave guardada.',
    clear: 'Borrar',
    clearOf: (provider) => `Borrar la clave de ${provider}`,
    cleared: 'Clave borrada.',
    test: 'Probar',
    testOf: (provider) => `Probar la clave de ${provider}`,
    testing: 'Probando la clave',
    good: (provider, balance) =>
      balance === null
        ? `${provider}: la clave es válida.`
        : `${provider}: la clave es válida; quedan ${balance}.`,
    get: (provider) => `Consigue una clave en ${provider}`,
  },
  appearance: {
    title: 'Aspecto',
    theme: 'Tema',
    themes: { system: 'Sistema', light: 'Claro', dark: 'Oscuro' },
    language: 'Idioma',
    languages: { system: 'Sistema', en: 'English', es: 'Español' },
  },
  tools: {
    title: 'Herramientas',
    why: 'ffmpeg convierte los archivos y ffprobe los lee. Ambos se detectan automáticamente; indica una ruta solo para usar otras versiones.',
    found: (version, origin) => `${version} (${origin})`,
    missing: 'No se encuentra. Instala ffmpeg o indica aquí su ruta completa.',
    path: (tool) => `Ruta de ${tool}`,
    placeholder: 'Detectado automáticamente',
    save: 'Guardar',
    savePathOf: (tool) => `Guardar la ruta de ${tool}`,
    saved: 'Guardado.',
  },
  data: {
    title: 'Datos',
    folder: 'Carpeta de datos',
    folderWhy: 'La biblioteca que contiene son archivos normales: una carpeta por resultado.',
    version: 'Versión',
    host: 'Se ejecuta en',
    hosts: { desktop: 'su propia ventana', browser: 'este navegador', terminal: 'un terminal' },
  },
  models: {
    title: 'Precios y límites',
    why: 'Lo que admite y cuesta cada modelo. Los números enlazan con la fuente y la fecha de cada cifra; las cifras no publicadas son desconocidas.',
    caption: 'Precios y límites de todos los modelos',
    sources: 'Fuentes',
    source: (source, date) => sentence(`${source}, a ${date}`),
    sourceLink: (number) => `Fuente ${number}`,
    model: 'Modelo',
    price: 'Precio',
    length: 'Duración que se usa',
    lengthImage: (max) => `hasta ${max} (Igual que la imagen)`,
    lengthVideo: (max) => `hasta ${max} (Igual que el vídeo)`,
    lengthMin: (min) => `al menos ${min}`,
    image: 'Imagen',
    video: 'Vídeo',
    size: (max) => `hasta ${max}`,
    sides: (min, max) => `lados de ${min} a ${max} px`,
    sideMin: (min) => `lados desde ${min} px`,
    sideMax: (max) => `lados hasta ${max} px`,
    shape: (min, max) => `relación de aspecto de ${min} a ${max}`,
    prompt: 'Indicaciones',
    promptMax: (max) => `hasta ${max} caracteres`,
    promptNone: 'No compatible',
    negativeMax: (max) => `indicaciones negativas: hasta ${max} caracteres`,
  },
};

export const settingsMessages = { en, es };
