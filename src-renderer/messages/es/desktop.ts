/** Texts of the settings of the desktop window, and of what is known of the program. */
import type { DesktopMessages } from '../en/desktop.ts';

export const desktop: DesktopMessages = {
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
