/** Texts of the settings. */

import type { SettingsMessages } from '../en/settings.ts';
import { sentence } from '../phrase.ts';

export const settings: SettingsMessages = {
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
    systemLanguage: 'Sistema',
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
