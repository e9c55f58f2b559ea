/** Errors in Spanish: one sentence for what happened, one for what to do. */
import { about } from '../names.ts';
import type { ErrorTable } from '../sentence.ts';
import { fileErrors } from './file-errors.ts';
import { overLimit } from './over-limit.ts';
import { refusals } from './refusals.ts';

export const errors: ErrorTable = {
  ...fileErrors,
  ...refusals,
  'file-missing': (e) => ({
    what: `No se encuentra ${about(e, 'el archivo')}.`,
    wayOut: 'Revisa el nombre o vuelve a elegir el archivo.',
  }),
  'file-empty': (e) => ({
    what: `${about(e, 'El archivo')} no contiene nada.`,
    wayOut: 'Elige un archivo con contenido.',
  }),
  'file-unreadable': (e) => ({
    what: `No se puede leer ${about(e, 'el archivo')}.`,
    wayOut: 'Comprueba que tienes permiso para abrirlo, o cópialo en otra carpeta y elige la copia.',
  }),
  'file-is-folder': (e) => ({
    what: `${about(e, 'Eso')} es una carpeta.`,
    wayOut: 'Elige una imagen o un vídeo que esté dentro.',
  }),
  'file-no-video': (e) => ({
    what: `${about(e, 'El archivo')} tiene audio, pero no vídeo.`,
    wayOut: 'Elige un vídeo que muestre el movimiento.',
  }),
  'file-is-image': (e) => ({
    what: `${about(e, 'El archivo')} es una imagen, y el movimiento tiene que ser un vídeo.`,
    wayOut: 'Suéltalo en Personaje y elige un vídeo para Movimiento.',
  }),
  'file-is-video': (e) => ({
    what: `${about(e, 'El archivo')} es un vídeo, y el personaje tiene que ser una imagen.`,
    wayOut: 'Suéltalo en Movimiento y elige una imagen para Personaje.',
  }),
  'file-raw-photo': (e) => ({
    what: `${about(e, 'El archivo')} es una foto RAW de una cámara, y ningún modelo las acepta.`,
    wayOut: 'Expórtala como JPEG en un programa de fotos y elige esa copia.',
  }),
  'animation-unreadable': (e) => ({
    what: `${about(e, 'El archivo')} es una animación que aquí no se puede leer como vídeo.`,
    wayOut: 'Conviértela a MP4 o GIF y elígela como vídeo de referencia.',
  }),
  'source-gone': () => ({ what: 'Ese archivo ya no está abierto aquí.', wayOut: 'Vuelve a elegirlo.' }),
  'limit-too-small': () => ({
    what: 'Un vídeo de esa duración no se reconoce con ese tamaño.',
    wayOut: 'Elige un límite mayor, o sin audio.',
  }),
  'tool-failed': (e) => ({
    what: `${about(e, 'ffmpeg')} no ha podido terminar con este archivo.`,
    wayOut: 'Mira los detalles; a menudo basta con volver a exportar el archivo.',
  }),
  'tool-timeout': (e) => ({
    what: `${about(e, 'ffmpeg')} tardaba demasiado y se ha detenido.`,
    wayOut: 'Prueba con una parte más corta del vídeo o vuelve a exportar el archivo.',
  }),
  'disk-full': () => ({
    what: 'El disco está lleno.',
    wayOut: 'Libera espacio y vuelve a intentarlo; no ha quedado nada a medio escribir.',
  }),
  'folder-unwritable': (e) => ({
    what: `No se puede escribir en ${about(e, 'la carpeta')}.`,
    wayOut: 'Revisa sus permisos o elige otra carpeta.',
  }),
  'file-busy': (e) => ({
    what: `Otro programa está usando ${about(e, 'un archivo')} y no lo ha soltado.`,
    wayOut:
      'Espera a que acabe el antivirus o la sincronización y vuelve a intentarlo; no se ha perdido nada.',
  }),
  'name-too-long': (e) => ({
    what: `El nombre ${about(e, 'del archivo')} es demasiado largo para este disco.`,
    wayOut: 'Elige un nombre más corto o una carpeta más cercana a la raíz del disco.',
  }),
  'model-unknown': (e) => ({
    what: e.subject === undefined ? 'No existe ese modelo.' : `No existe ningún modelo llamado ${e.subject}.`,
    wayOut: 'Mira la lista de modelos y elige uno de ellos.',
  }),
  'key-missing': (e) => ({
    what: `No hay ninguna clave guardada para ${about(e, 'este proveedor')}.`,
    wayOut: 'Añade tu clave en Ajustes.',
  }),
  'key-refused': (e) => ({
    what: `${about(e, 'El proveedor')} no acepta la clave.`,
    wayOut: 'Vuelve a copiar la clave desde la web del proveedor y ponla en Ajustes.',
  }),
  'no-credit': (e) => ({
    what: `A tu cuenta en ${about(e, 'el proveedor')} no le queda saldo.`,
    wayOut: 'Recarga saldo en la web del proveedor y vuelve a intentarlo.',
  }),
  'provider-refused': (e) => ({
    what: `${about(e, 'El proveedor')} ha rechazado la solicitud.`,
    wayOut: 'Mira el motivo en los detalles, corrígelo y vuelve a intentarlo.',
  }),
  'provider-rate-limited': (e) => ({
    what: `${about(e, 'El proveedor')} pide menos solicitudes por ahora.`,
    wayOut: 'Espera un minuto y vuelve a intentarlo.',
  }),
  'provider-failed': (e) => ({
    what: `${about(e, 'El proveedor')} no ha podido crear el resultado.`,
    wayOut: 'Mira los detalles; suele ayudar una imagen más nítida o un vídeo más tranquilo.',
  }),
  'provider-unreachable': (e) => ({
    what: `No se puede conectar con ${about(e, 'el proveedor')}.`,
    wayOut: 'Revisa la conexión y vuelve a intentarlo.',
  }),
  'certificate-refused': (e) => ({
    what: `No se ha llegado a ${about(e, 'el proveedor')}: este equipo no confía en su certificado. Puede deberse a un antivirus, a la red de una empresa o a un reloj equivocado.`,
    wayOut:
      'Pon en NODE_EXTRA_CA_CERTS el archivo con el certificado de tu antivirus o empresa y vuelve a iniciar el programa, o comprueba el reloj.',
  }),
  'proxy-refused': (e) => ({
    what: `No se ha llegado a ${about(e, 'el proveedor')}: no se puede conectar con el proxy, o el proxy rechaza la conexión.`,
    wayOut:
      'Comprueba HTTPS_PROXY o los ajustes de proxy del sistema, con nombre y contraseña si el proxy los pide.',
  }),
  'provider-answer-invalid': (e) => ({
    what: `${about(e, 'El proveedor')} ha respondido algo que no se entiende${e.foreignHost === undefined ? '' : `: su respuesta lleva a ${e.foreignHost}`}${e.maxPages === undefined ? '' : `: su lista tiene más de ${e.maxPages} páginas`}.`,
    wayOut: 'Vuelve a intentarlo más tarde; si sigue igual, mira los detalles.',
  }),
  'job-unknown-there': (e) => ({
    what: `${about(e, 'El proveedor')} ya no conoce este trabajo, así que su resultado no se puede traer de allí.`,
    wayOut: 'Mira tu cuenta allí; puede que el resultado siga en la lista.',
  }),
  'polling-stopped': (e) => ({
    what: `Dejaste de preguntar a ${about(e, 'el proveedor')} por este trabajo; puede seguir allí.`,
    wayOut: 'Vuelve a preguntar cuando quieras; preguntar no cuesta nada.',
  }),
  'delivery-missing': (e) => ({
    what: `${about(e, 'El proveedor')} solo lee archivos de un enlace, y aquí aún nada puede crearlo.`,
    wayOut: 'Pon una clave de fal o un bucket tuyo en Ajustes, o da un enlace tuyo.',
  }),
  'link-not-allowed': () => ({
    what: 'Ese enlace no sirve: debe ser https y llevar a una dirección pública.',
    wayOut: 'Pon el archivo donde lo lea cualquiera que tenga el enlace y da ese enlace.',
  }),
  'link-unreachable': () => ({
    what: 'El enlace no se puede leer desde aquí, así que el proveedor tampoco podría.',
    wayOut:
      'Ábrelo en una ventana privada del navegador; si pide iniciar sesión, comparte el archivo en público.',
  }),
  'link-not-media': () => ({
    what: 'El enlace lleva a una página, no al archivo mismo.',
    wayOut: 'Da el enlace directo del archivo; muchos servicios lo llaman «descargar».',
  }),
  'upload-failed': (e) => ({
    what: `No se han podido subir los archivos a ${about(e, 'la web del proveedor')}.`,
    wayOut: 'Revisa la conexión y vuelve a intentarlo.',
  }),
  'answer-lost': (e) => ({
    what: `La solicitud salió hacia ${about(e, 'el proveedor')}, pero se perdió la respuesta, así que puede estar en marcha.`,
    wayOut: 'Mira allí tus solicitudes e indica aquí si llegó a enviarse. Nada se reenvía solo.',
  }),
  'duplicate-unapproved': () => ({
    what: 'Ya se enviaron los mismos archivos con las mismas opciones.',
    wayOut: 'Mira antes esa ejecución y confirma después que puede pagarse otra vez.',
  }),
  'spending-limit-exceeded': (e) => ({
    what: `Superaría el tope de gasto${overLimit(e)}.`,
    wayOut: 'Confirma que esta vez puede superarlo o sube el tope en Ajustes.',
  }),
  'result-gone': () => ({
    what: 'El resultado terminado no se puede leer en su enlace.',
    wayOut:
      'El próximo inicio vuelve a intentar la descarga; también puedes hacerlo ahora o buscar el resultado en tu cuenta del proveedor.',
  }),
  'result-cut-off': () => ({
    what: 'La descarga del resultado se ha cortado antes de terminar.',
    wayOut: 'Vuelve a intentar la descarga; sigue donde se quedó y no cuesta nada.',
  }),
  'result-broken': () => ({
    what: 'El archivo descargado no es un vídeo que se pueda reproducir.',
    wayOut:
      'El próximo inicio vuelve a intentar la descarga; también puedes hacerlo ahora o mirar el resultado en tu cuenta del proveedor.',
  }),
  'data-newer': (e) => ({
    what: `Estos datos los escribió una versión más nueva del programa (versión ${e.version}; esta conoce la ${e.knownVersion}).`,
    wayOut: 'Ábrelos con esa versión; no se ha cambiado nada.',
  }),
  'data-in-use': (e) => ({
    what:
      e.subject === 'terminal'
        ? 'Un comando de terminal está trabajando con la carpeta de datos.'
        : 'Understudy en otro equipo, o un proceso que no responde, está usando la carpeta de datos.',
    wayOut: 'Espera a que termine, o ciérralo, y empieza de nuevo.',
  }),
  'owner-other-version': (e) => ({
    what: `Otra versión de Understudy${e.subject === undefined ? '' : ` (${e.subject})`} tiene abierta la carpeta de datos.`,
    wayOut: 'Ciérrala o usa esa versión.',
  }),
  'data-not-updated': (e) => ({
    what: `No se han podido pasar los datos de la versión ${e.version} a la ${e.knownVersion}.`,
    wayOut: 'Siguen como estaban; ábrelos con la versión anterior y envíanos el archivo de registro.',
  }),
  'job-unknown': () => ({ what: 'Esa ejecución no existe.', wayOut: 'Mira la cola.' }),
  'job-not-in-state': () => ({
    what: 'La ejecución ha cambiado de estado, así que eso ya no se puede hacer.',
    wayOut: 'Mira en qué estado está ahora.',
  }),
  'item-unknown': () => ({ what: 'Ese resultado no está en la biblioteca.', wayOut: 'Mira la biblioteca.' }),
  'item-files-missing': (e) => ({
    what:
      e.subject === undefined
        ? 'Falta un archivo en la carpeta de este resultado.'
        : `Falta ${e.subject} en la carpeta de este resultado.`,
    wayOut: 'Vuelve a poner la carpeta, haz que se revisen otra vez las carpetas o quita el resultado.',
  }),
  'item-file-empty': (e) => ({
    what: `${about(e, 'Un archivo')} de este resultado está vacío aquí; puede que un servicio de sincronización no lo haya descargado.`,
    wayOut: 'Haz que su carpeta esté disponible sin conexión en ese servicio y vuelve a intentarlo.',
  }),
  'library-away': (e) => ({
    what: `La carpeta de la biblioteca no está${e.subject === undefined ? '' : ` (${e.subject})`}.`,
    wayOut: 'Vuelve a conectar su disco; mientras tanto no se puede guardar ni mostrar nada.',
  }),
  'library-busy': () => ({
    what: 'Hay otra tarea larga en marcha en la biblioteca.',
    wayOut: 'Espera a que termine o detenla.',
  }),
  'folder-unsuitable': (e) => ({
    what: `La biblioteca no puede estar en ${about(e, 'esa carpeta')}.`,
    wayOut: 'Elige una carpeta vacía fuera de la actual.',
  }),
  'bundle-broken': (e) => ({
    what: `${e.subject ?? 'El archivo'} no es un paquete de resultados o está dañado.`,
    wayOut: 'Vuelve a crear el paquete donde están los resultados.',
  }),
  'not-supported-by-host': () => ({
    what: 'Eso no se puede hacer en esta ventana.',
    wayOut: 'Hazlo en el programa de escritorio.',
  }),
  'not-supported-by-provider': (e) => ({
    what: `${about(e, 'Este proveedor')} no ofrece eso.`,
    wayOut: 'Mira tu cuenta allí.',
  }),
  'connection-lost': () => ({
    what: 'Se ha perdido la conexión con Understudy.',
    wayOut: 'Comprueba que sigue en marcha. Si se cerró, ábrelo otra vez y usa la dirección nueva.',
  }),
  cancelled: () => ({ what: 'Se ha cancelado.', wayOut: 'Vuelve a empezar cuando quieras.' }),
  'bad-request': () => ({
    what: 'No se ha entendido la petición.',
    wayOut: 'Corrígela y vuelve a intentarlo.',
  }),
  internal: () => ({
    what: 'Algo ha fallado en el propio programa.',
    wayOut: 'Vuelve a intentarlo; si sigue igual, envíanos el archivo de registro.',
  }),
};
