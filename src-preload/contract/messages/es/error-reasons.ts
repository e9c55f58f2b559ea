/** In Spanish, the sentence for each reason of an error code; it follows the sentence of the code itself. */
import { bytesInWords } from '../../rules/limits.ts';
import type { ReasonTable } from '../sentence.ts';
import { madeFaults } from './made-faults.ts';

const unspecified = (): string => 'Lo registró una versión anterior del programa.';

const capabilities = {
  filter: 'ese filtro',
  encoder: 'ese codificador',
  decoder: 'ese decodificador',
  demuxer: 'ese demultiplexor',
  option: 'esa opción',
} as const;

const bucketFields = {
  endpoint: 'la dirección',
  name: 'el nombre',
  'access-key-id': 'el id de la clave de acceso',
} as const;

const states = {
  queued: 'en cola',
  preparing: 'preparando sus archivos',
  uploading: 'subiendo',
  starting: 'enviándose',
  waiting: 'esperando al proveedor',
  downloading: 'descargando su resultado',
  done: 'terminada',
  failed: 'fallida',
  cancelled: 'cancelada',
  unsure: 'sin confirmar',
} as const;

export const errorReasons: ReasonTable = {
  'tool-missing': {
    unspecified,
    'not-found': () => 'No hay ninguna copia utilizable en las ubicaciones predeterminadas.',
    'setting-not-running': (e) => `El programa elegido en Ajustes no arranca: ${e.path}.`,
    'environment-not-running': (e) => `El programa indicado en el entorno no arranca: ${e.path}.`,
    capability: (e) =>
      `${e.version === undefined ? 'No' : `La versión ${e.version} no`} tiene ${capabilities[e.capability]}.`,
  },
  'tool-failed': {
    unspecified,
    exit: () => 'Terminó con un error.',
    killed: (e) => `Lo terminó la señal ${e.signal}.`,
    'output-too-long': () => 'Ha escrito más de lo permitido.',
    'answer-invalid': () => 'Su salida no se pudo interpretar.',
    'nothing-made': () => 'No ha escrito ningún resultado.',
    'made-unreadable': () => 'El archivo convertido no se puede leer.',
    'made-not-as-planned': (e) => `El archivo convertido no es como estaba previsto${madeFaults(e.faults)}.`,
    'made-too-large': (e) => `El archivo convertido sigue por encima de ${bytesInWords(e.maxBytes)}.`,
    'made-wrong-length': (e) =>
      `El vídeo creado dura ${e.durationSec.toFixed(2)} s, que no es la duración pedida.`,
    'no-frame-at-time': () => 'No hay ningún fotograma en ese momento.',
    'no-frame-decoded': () => 'No se ha podido decodificar ningún fotograma del vídeo.',
  },
  'bucket-refused': {
    unspecified,
    write: () => 'No se ha podido escribir un objeto.',
    read: () => 'No se ha podido leer el enlace firmado de un objeto.',
    delete: () => 'No se ha podido borrar un objeto.',
    'size-differs': (e) =>
      `El enlace firmado contiene ${e.foundBytes} bytes, y se escribieron ${e.sizeBytes} bytes.`,
    'content-differs': () => 'El enlace firmado no contiene lo que se escribió.',
    'private-address': (e) => `${e.host} está dentro de esta red, donde ningún proveedor puede leerlo.`,
    'not-set-up': (e) => `Falta aún: ${e.missing.map((field) => bucketFields[field]).join(', ')}.`,
    'endpoint-invalid': () =>
      'Su dirección debe ser https, o http en este equipo, sin consulta, nombre ni contraseña.',
  },
  'upload-failed': {
    unspecified,
    write: () => 'No se ha podido escribir allí el archivo.',
    read: () => 'No se ha podido leer el enlace del archivo subido.',
    delete: () => 'No se ha podido borrar el archivo subido.',
    'unknown-host': (e) => `La dirección ${e.host} no existe.`,
    'private-address': (e) => `La dirección de subida lleva a ${e.host}, que no es pública.`,
    'link-not-https': () => 'El enlace del archivo subido no es https.',
    'link-on-this-computer': () =>
      'El enlace del archivo subido lleva a este equipo, donde el proveedor no puede leerlo.',
  },
  'link-not-allowed': {
    unspecified,
    'not-https': () => 'No es una dirección https.',
    'private-address': (e) =>
      e.isRedirect
        ? `Redirige a ${e.host}, que no está permitido.`
        : `Su dirección ${e.host} no está permitida.`,
    'expires-soon': (e) => `Caduca el ${e.expiresAt}; tiene que durar al menos una hora.`,
  },
  'link-unreachable': {
    unspecified,
    'unknown-host': (e) => `La dirección ${e.host} no existe.`,
    'redirects-endlessly': () => 'Redirige demasiadas veces o a ninguna dirección.',
    status: (e) => `Su servidor responde con HTTP ${e.status}.`,
    silent: () => 'Su servidor ha dejado de enviar datos.',
    slow: () => 'Su servidor envía demasiado despacio.',
    network: () => 'Ha fallado la conexión.',
  },
  'link-other-file': {
    unspecified,
    'size-differs': (e) =>
      `Contiene ${e.foundBytes === null ? 'más' : `${e.foundBytes} bytes`}, y el archivo adaptado tiene ${e.sizeBytes} bytes.`,
    'content-differs': (e) => `Ambos tienen ${e.sizeBytes} bytes, pero su contenido es distinto.`,
  },
  'link-not-media': {
    unspecified,
    'content-type': (e) => `Su servidor lo llama ${e.contentType}.`,
    'first-bytes': (e) =>
      e.file === 'image'
        ? 'Su contenido no es una imagen JPEG o PNG.'
        : 'Su contenido no es un vídeo MP4 o MOV.',
  },
  'result-gone': {
    unspecified,
    unreadable: () => 'Allí no se ha encontrado ningún archivo.',
    status: (e) => `Su servidor responde con HTTP ${e.status}.`,
    'private-address': (e) => `Lleva a ${e.host}, que no está permitido.`,
    'no-target': () => 'Redirige demasiadas veces o a ninguna dirección.',
  },
  'result-broken': {
    unspecified,
    'not-playable': () => 'No se ha podido decodificar ningún vídeo en él.',
    'too-large': (e) => `Ocupa más de ${bytesInWords(e.maxBytes)}.`,
  },
  'job-not-in-state': {
    state: (e) => `Está ${states[e.state]}.`,
    'finished-there': () => 'El proveedor ya la ha terminado.',
    'in-other-process': () => 'Otra ventana u otro terminal se ocupa de ella.',
    'retried-already': () => 'Ya se está volviendo a intentar.',
    'not-queued': () => 'Ya no está en cola.',
    'not-lost': () => 'Su respuesta no se perdió.',
  },
  'folder-unsuitable': {
    'not-absolute': () => 'Hace falta una ruta completa.',
    same: () => 'La biblioteca ya está ahí.',
    'inside-library': () => 'La carpeta está dentro de la biblioteca.',
    'around-library': () => 'La biblioteca está dentro de esa carpeta.',
    'in-data-folder': () => 'El programa guarda ahí otros datos.',
    'another-library': () => 'Ahí hay otra biblioteca.',
    'not-empty': () => 'La carpeta no está vacía.',
    'not-a-folder': () => 'No es una carpeta.',
    'item-differs': (e) => `Ahí hay otra ${e.folder} con otro contenido.`,
  },
  'bundle-broken': {
    'not-a-bundle': () => 'No se puede importar.',
    'not-a-zip': () => 'No se puede leer como archivo zip.',
    'no-result': () => 'No contiene ningún resultado que se pueda importar.',
    encrypted: () => 'Contiene un archivo cifrado.',
    'compression-unknown': () => 'Contiene un archivo comprimido con un método desconocido.',
    'holds-link': () => 'Contiene un enlace simbólico u otro archivo especial.',
    'too-many-files': () => 'Contiene demasiados archivos.',
    'duplicate-name': () => 'Dos de sus archivos tienen el mismo nombre.',
    'no-manifest': () => 'Le falta la lista de su contenido.',
    'several-bundles': () => 'Contiene varios paquetes.',
    'manifest-too-long': () => 'La lista de su contenido es demasiado larga.',
    'manifest-invalid': () => 'Esta versión no puede leer la lista de su contenido.',
    'manifest-ambiguous': () => 'La lista de su contenido nombra dos veces lo mismo.',
    'expands-too-far': () => 'Descomprimido sería mucho mayor de lo que puede ser un paquete.',
  },
  'bad-request': {
    schema: () => 'Uno de sus valores no es válido.',
    'call-unknown': () => 'Esa llamada no existe.',
    'call-not-allowed': () => 'Esa llamada no está permitida desde ahí.',
    'key-invalid': () => 'Eso no puede ser una clave de este proveedor.',
    'key-test-unsupported': () => 'La clave de este proveedor no se puede probar.',
    'endpoint-unsafe': () => 'La dirección de un proveedor en el entorno no se puede usar.',
    'too-many-items': (e) => `Como mucho son posibles ${e.max} resultados a la vez.`,
    'too-many-runs': (e) => `Son ${e.count} ejecuciones; un lote admite como mucho ${e.max}.`,
    'command-line': () => 'No se ha podido interpretar la línea de órdenes.',
    'options-conflict': (e) => `No se pueden combinar: ${e.options.join(', ')}.`,
    'option-requires': (e) => `${e.option} necesita ${e.requires}.`,
    'option-missing': (e) => `Indica una de estas opciones: ${e.options.join(', ')}.`,
    'value-too-small': (e) => `${e.option} debe ser al menos ${e.min}.`,
    'start-not-before-end': (e) => `--start ${e.startSec} debe ir antes de --end ${e.endSec}.`,
    'stdin-empty': () => 'Da la clave por la entrada estándar.',
    'provider-unknown': (e) => `No existe ningún proveedor llamado ${e.subject ?? 'así'}.`,
    'confirmation-missing': () => 'Hace falta una confirmación y no hay terminal donde pedirla.',
  },
};
