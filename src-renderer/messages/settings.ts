/** What the settings say. */
import type { About, KeyStatus, Settings } from '#contract/model/settings.ts';

/** What is written to stand inside a sentence, where it begins one. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const en = {
  title: 'Settings',
  loading: 'Reading the settings',
  sections: 'Sections of the settings',
  keys: {
    title: 'Provider keys',
    why: {
      system:
        'You pay each provider directly, with your own key. Keys are encrypted by the operating system, go only to their own provider, and are never shown again.',
      memory:
        'You pay each provider directly, with your own key. Nothing here can encrypt, so a key is kept in memory only and forgotten when the program ends; it is never written to disk in clear text.',
    } satisfies Record<About['keysKeptIn'], string>,
    none: 'No provider here needs a key.',
    status: {
      nowhere: 'Not set',
      system: 'Set, kept encrypted by the system',
      memory: 'Set, only in memory until you quit',
      environment: 'Set, from the environment',
    } satisfies Record<KeyStatus['keptIn'], string>,
    fromEnvironment: 'It comes from an environment variable, which wins over a key typed in here.',
    field: (provider: string): string => `Key of ${provider}`,
    placeholder: 'Paste a key',
    replacePlaceholder: 'Paste another key to replace it',
    save: 'Save',
    saveOf: (provider: string): string => `Save the key of ${provider}`,
    saved: 'The key is saved.',
    clear: 'Clear',
    clearOf: (provider: string): string => `Clear the key of ${provider}`,
    cleared: 'The key is cleared.',
    test: 'Test',
    testOf: (provider: string): string => `Test the key of ${provider}`,
    testing: 'Asking the provider',
    /** `balance`: what the account holds; null: the provider does not tell. */
    good: (provider: string, balance: string | null): string =>
      balance === null ? `${provider} takes the key.` : `${provider} takes the key; ${balance} left.`,
    get: (provider: string): string => `Get a key at ${provider}`,
  },
  appearance: {
    title: 'Appearance',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' } satisfies Record<
      Settings['theme'],
      string
    >,
    language: 'Language',
    languages: { system: 'As the system', en: 'English', es: 'Español' } satisfies Record<
      Settings['language'],
      string
    >,
  },
  tools: {
    title: 'Tools',
    why: 'ffmpeg fits the files, ffprobe reads them. They are looked for in the usual places; give a path only to use others.',
    found: (version: string, origin: string): string => `${version} (${origin})`,
    missing: 'Not found. Install ffmpeg, or give its full path here.',
    path: (tool: string): string => `Path of ${tool}`,
    placeholder: 'Found by itself',
    save: 'Save',
    savePathOf: (tool: string): string => `Save the path of ${tool}`,
    saved: 'Saved.',
  },
  data: {
    title: 'Data',
    folder: 'Data folder',
    folderWhy: 'The library in it is plain files: a folder for each result.',
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
    why: 'What each model takes and costs. The small figures lead to where each was read and when; what nobody has published stays unknown.',
    caption: 'Prices and limits of every model',
    sources: 'Sources',
    source: (source: string, date: string): string => sentence(`${source}, as of ${date}`),
    sourceLink: (number: number): string => `Source ${number}`,
    model: 'Model',
    price: 'Price',
    length: 'Length used',
    lengthImage: (max: string): string => `up to ${max} as the picture`,
    lengthVideo: (max: string): string => `up to ${max} as the clip`,
    lengthMin: (min: string): string => `at least ${min}`,
    image: 'Image',
    video: 'Video',
    size: (max: string): string => `up to ${max}`,
    sides: (min: string, max: string): string => `sides ${min} to ${max} px`,
    sideMin: (min: string): string => `sides from ${min} px`,
    sideMax: (max: string): string => `sides up to ${max} px`,
    shape: (min: string, max: string): string => `shape ${min} to ${max}`,
    shapeMeans: 'width divided by height',
    prompt: 'Prompt',
    promptMax: (max: string): string => `up to ${max} characters`,
    promptNone: 'Takes none',
    negativeMax: (max: string): string => `what should not be seen: up to ${max} characters`,
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
        'Pagas directamente a cada proveedor con tu propia clave. Las claves las cifra el sistema operativo, solo van a su propio proveedor y no se vuelven a mostrar.',
      memory:
        'Pagas directamente a cada proveedor con tu propia clave. Aquí nada puede cifrar, así que la clave queda solo en memoria y se olvida al cerrar el programa; nunca se escribe en el disco sin cifrar.',
    },
    none: 'Ningún proveedor de aquí necesita una clave.',
    status: {
      nowhere: 'Sin clave',
      system: 'Puesta, la guarda cifrada el sistema',
      memory: 'Puesta, solo en memoria hasta que cierres',
      environment: 'Puesta, del entorno',
    },
    fromEnvironment: 'Viene de una variable de entorno, que vale más que una clave escrita aquí.',
    field: (provider) => `Clave de ${provider}`,
    placeholder: 'Pega una clave',
    replacePlaceholder: 'Pega otra clave para cambiarla',
    save: 'Guardar',
    saveOf: (provider) => `Guardar la clave de ${provider}`,
    saved: 'La clave está guardada.',
    clear: 'Borrar',
    clearOf: (provider) => `Borrar la clave de ${provider}`,
    cleared: 'La clave está borrada.',
    test: 'Probar',
    testOf: (provider) => `Probar la clave de ${provider}`,
    testing: 'Preguntando al proveedor',
    good: (provider, balance) =>
      balance === null ? `${provider} acepta la clave.` : `${provider} acepta la clave; quedan ${balance}.`,
    get: (provider) => `Consigue una clave en ${provider}`,
  },
  appearance: {
    title: 'Aspecto',
    theme: 'Tema',
    themes: { system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
    language: 'Idioma',
    languages: { system: 'Como el sistema', en: 'English', es: 'Español' },
  },
  tools: {
    title: 'Herramientas',
    why: 'ffmpeg adapta los archivos y ffprobe los lee. Se buscan en los lugares habituales; da una ruta solo para usar otros.',
    found: (version, origin) => `${version} (${origin})`,
    missing: 'No se encuentra. Instala ffmpeg o da aquí su ruta completa.',
    path: (tool) => `Ruta de ${tool}`,
    placeholder: 'Se encuentra solo',
    save: 'Guardar',
    savePathOf: (tool) => `Guardar la ruta de ${tool}`,
    saved: 'Guardado.',
  },
  data: {
    title: 'Datos',
    folder: 'Carpeta de datos',
    folderWhy: 'La biblioteca que contiene son archivos normales: una carpeta para cada resultado.',
    version: 'Versión',
    host: 'Funciona en',
    hosts: { desktop: 'su propia ventana', browser: 'este navegador', terminal: 'un terminal' },
  },
  models: {
    title: 'Precios y límites',
    why: 'Lo que acepta y cuesta cada modelo. Los números pequeños llevan a dónde y cuándo se leyó cada cifra; lo que nadie ha publicado queda como desconocido.',
    caption: 'Precios y límites de todos los modelos',
    sources: 'Fuentes',
    source: (source, date) => sentence(`${source}, a ${date}`),
    sourceLink: (number) => `Fuente ${number}`,
    model: 'Modelo',
    price: 'Precio',
    length: 'Duración que se usa',
    lengthImage: (max) => `hasta ${max} como la imagen`,
    lengthVideo: (max) => `hasta ${max} como el vídeo`,
    lengthMin: (min) => `al menos ${min}`,
    image: 'Imagen',
    video: 'Vídeo',
    size: (max) => `hasta ${max}`,
    sides: (min, max) => `lados de ${min} a ${max} px`,
    sideMin: (min) => `lados desde ${min} px`,
    sideMax: (max) => `lados hasta ${max} px`,
    shape: (min, max) => `forma de ${min} a ${max}`,
    shapeMeans: 'ancho dividido entre alto',
    prompt: 'Indicaciones',
    promptMax: (max) => `hasta ${max} caracteres`,
    promptNone: 'No acepta',
    negativeMax: (max) => `lo que no debe verse: hasta ${max} caracteres`,
  },
};

export const settingsMessages = { en, es };
