/** Texts of the menus, notifications and dialogs of the desktop window, and the names of its commands. */
import type { CommandId, CommandMenu } from '../commands.ts';

const en = {
  commands: {
    openImage: 'Open Image',
    openVideo: 'Open Video',
    paste: 'Paste',
    generate: 'Generate',
    compare: 'Compare Newest Result',
    export: 'Export Comparison',
    showInFolder: 'Show in Folder',
    preferences: 'Settings',
    shortcuts: 'Keyboard Shortcuts',
    copyDiagnostics: 'Copy Diagnostics',
    openLogs: 'Open Logs',
    licences: 'Licences',
    checkForUpdates: 'Check for Updates',
    about: 'About Understudy',
    reloadPage: 'Reload Page',
    quit: 'Quit Understudy',
  } satisfies Record<CommandId, string>,
  menus: {
    app: 'Understudy',
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
  } satisfies Record<CommandMenu, string>,
  addToDictionary: 'Add to Dictionary',
  open: 'Open Understudy',
  images: 'Images',
  videos: 'Videos',
  allFiles: 'All files',
  saveAs: 'Save As',
  news: {
    done: 'Result ready',
    failed: 'Run failed',
    unsure: 'Run needs an answer',
    names: (image: string, video: string): string => `${image} + ${video}`,
    more: (count: number): string => `${count} runs have ended or need an answer.`,
  },
  closing: {
    question: (count: number): string =>
      count === 1 ? '1 run is in progress.' : `${count} runs are in progress.`,
    detail:
      'Keep Understudy running in the tray, or stop after the requests that are being sent are recorded. Runs that were sent continue at the provider and are fetched at the next start; nothing is charged twice.',
    keep: 'Keep Running',
    stop: 'Stop and Quit',
    cancel: 'Cancel',
    remember: 'Remember my answer',
  },
};
export type CommandMessages = typeof en;

const es: CommandMessages = {
  commands: {
    openImage: 'Abrir imagen',
    openVideo: 'Abrir vídeo',
    paste: 'Pegar',
    generate: 'Generar',
    compare: 'Comparar el resultado más reciente',
    export: 'Exportar comparación',
    showInFolder: 'Mostrar en la carpeta',
    preferences: 'Ajustes',
    shortcuts: 'Atajos de teclado',
    copyDiagnostics: 'Copiar diagnóstico',
    openLogs: 'Abrir registros',
    licences: 'Licencias',
    checkForUpdates: 'Buscar actualizaciones',
    about: 'Acerca de Understudy',
    reloadPage: 'Recargar la página',
    quit: 'Salir de Understudy',
  },
  menus: {
    app: 'Understudy',
    file: 'Archivo',
    edit: 'Edición',
    view: 'Ver',
    window: 'Ventana',
    help: 'Ayuda',
  },
  addToDictionary: 'Añadir al diccionario',
  open: 'Abrir Understudy',
  images: 'Imágenes',
  videos: 'Vídeos',
  allFiles: 'Todos los archivos',
  saveAs: 'Guardar como',
  news: {
    done: 'Resultado listo',
    failed: 'La generación ha fallado',
    unsure: 'Una generación necesita una respuesta',
    names: (image, video) => `${image} + ${video}`,
    more: (count) => `${count} generaciones han terminado o necesitan una respuesta.`,
  },
  closing: {
    question: (count) => (count === 1 ? 'Hay 1 generación en curso.' : `Hay ${count} generaciones en curso.`),
    detail:
      'Puedes dejar Understudy en la bandeja, o detenerlo cuando estén registradas las solicitudes que se están enviando. Lo ya enviado continúa en el proveedor y se recoge en el próximo inicio; nada se cobra dos veces.',
    keep: 'Seguir en la bandeja',
    stop: 'Detener y salir',
    cancel: 'Cancelar',
    remember: 'Recordar mi respuesta',
  },
};

export const commandMessages = { en, es };
