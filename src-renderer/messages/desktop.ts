/** Texts of the settings of the desktop window, and of what is known of the program. */
import type { Settings } from '#contract/model/settings.ts';

const en = {
  desktop: {
    title: 'Desktop',
    why: 'What Understudy does while its window is closed or not in front.',
    notifications: 'Notify when a run is done, has failed or needs an answer',
    whenClosed: 'When the window is closed during a run',
    whenClosedValues: {
      ask: 'Ask',
      keep: 'Keep running in the tray',
      stop: 'Stop and quit',
    } satisfies Record<Settings['whenClosed'], string>,
  },
  about: {
    title: 'About',
    why: 'Diagnostics hold versions, settings and the last errors, without keys. Nothing is sent anywhere.',
    version: 'Version',
    copyDiagnostics: 'Copy diagnostics',
    copied: 'Diagnostics copied.',
    openLogs: 'Open logs',
    licences: 'Licences',
    updates: 'Updates',
    updatesValues: { check: 'Look for new versions', off: 'Off' } satisfies Record<
      Settings['updates'],
      string
    >,
    check: 'Check now',
    install: 'Download',
    download: 'Open the download page',
    status: {
      'no-feed': 'This build does not look for updates.',
      unchecked: 'Not checked yet.',
      checking: 'Checking for updates\u2026',
      current: 'This is the newest version.',
      available: (version: string): string => `Version ${version} is available.`,
      downloading: (version: string, percent: number): string =>
        `Downloading version ${version}: ${percent} %`,
      ready: (version: string): string => `Version ${version} is installed when you quit Understudy.`,
    },
  },
};
export type DesktopMessages = typeof en;

const es: DesktopMessages = {
  desktop: {
    title: 'Escritorio',
    why: 'Qué hace Understudy mientras su ventana está cerrada o no está delante.',
    notifications: 'Avisar cuando una generación termina, falla o necesita una respuesta',
    whenClosed: 'Al cerrar la ventana durante una generación',
    whenClosedValues: {
      ask: 'Preguntar',
      keep: 'Seguir en la bandeja',
      stop: 'Detener y salir',
    },
  },
  about: {
    title: 'Acerca de',
    why: 'El diagnóstico contiene versiones, ajustes y los últimos errores, sin claves. No se envía nada a ningún sitio.',
    version: 'Versión',
    copyDiagnostics: 'Copiar diagnóstico',
    copied: 'Diagnóstico copiado.',
    openLogs: 'Abrir registros',
    licences: 'Licencias',
    updates: 'Actualizaciones',
    updatesValues: { check: 'Buscar versiones nuevas', off: 'Desactivadas' },
    check: 'Buscar ahora',
    install: 'Descargar',
    download: 'Abrir la página de descarga',
    status: {
      'no-feed': 'Esta compilación no busca actualizaciones.',
      unchecked: 'Aún no se ha buscado.',
      checking: 'Buscando actualizaciones\u2026',
      current: 'Esta es la versión más reciente.',
      available: (version) => `La versión ${version} está disponible.`,
      downloading: (version, percent) => `Descargando la versión ${version}: ${percent} %`,
      ready: (version) => `La versión ${version} se instala al salir de Understudy.`,
    },
  },
};

export const desktopMessages = { en, es };
