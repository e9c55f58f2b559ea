/** Texts of the settings about the delivery of files to a provider. */
import type { DeliverySetupMessages } from '../en/delivery-setup.ts';

export const deliverySetup: DeliverySetupMessages = {
  title: 'Alojamiento de archivos',
  why: 'Novita y RunPod solo leen un vídeo desde un enlace. Understudy puede subirlo al almacenamiento de fal o a un bucket S3 tuyo.',
  prefers: 'Alojamiento preferido',
  hosts: { fal: 'Almacenamiento de fal', bucket: 'Mi bucket' },
  prefersHint: 'Si el preferido no está configurado, se usa el otro.',
  ready: {
    fal: 'El almacenamiento de fal está listo: tu clave de fal está configurada.',
    bucket: (host) => `Tu bucket en ${host} está listo.`,
  },
  notReady: {
    fal: 'El almacenamiento de fal necesita una clave de fal.',
    bucket: 'Tu bucket no está configurado.',
  },
  used: {
    fal: 'Los archivos se suben al almacenamiento de fal. Quien tenga el enlace puede leerlos hasta que caduque.',
    bucket:
      'Los archivos se suben a tu bucket. Quien tenga el enlace firmado puede leerlos hasta que se borren.',
    none: 'No hay ningún alojamiento configurado. Añade arriba una clave de fal o abajo un bucket.',
  },
  inlineImages: 'Enviar las imágenes dentro de la solicitud',
  inlineHint:
    'No se crea ningún enlace a la imagen. Se usa donde el modelo lo admite; la imagen se comprime si hace falta.',
  bucketTitle: 'Tu propio bucket',
  bucketWhy:
    'Almacenamiento compatible con S3. Puede ser privado: cada archivo recibe un nombre aleatorio y un enlace firmado, y se borra después de su generación.',
  needs: 'Su clave necesita PutObject, GetObject y DeleteObject:',
  fields: {
    endpoint: 'Endpoint',
    region: 'Región',
    name: 'Nombre del bucket',
    accessKeyId: 'ID de la clave de acceso',
    prefix: 'Prefijo',
  },
  endpointHint: 'La dirección del servicio, sin el nombre del bucket.',
  regionHint: 'auto: la que indica el endpoint.',
  prefixHint: 'Se añade delante del nombre de cada objeto. Opcional.',
  endpointProblems: {
    'no-address': 'No es una dirección válida. Ejemplo: https://s3.eu-central-1.amazonaws.com.',
    'not-https': 'Debe empezar por https://; http:// solo se acepta para este equipo.',
    'with-more': 'Escribe solo la dirección del servicio, sin contraseña ni ruta.',
  },
  nameProblems: {
    length: 'El nombre de un bucket tiene de 3 a 63 caracteres.',
    letters: 'El nombre de un bucket solo tiene letras minúsculas, cifras, puntos y guiones.',
    ends: 'El nombre de un bucket empieza y acaba con una letra o una cifra.',
    dots: 'El nombre de un bucket no tiene dos puntos seguidos.',
    address: 'Esto es una dirección IP, no el nombre de un bucket.',
    reserved: 'Ese prefijo o sufijo está reservado para los nombres de bucket.',
  },
  examples: 'Ejemplos',
  service: 'Servicio',
  examplesHint:
    'Pon tu propia cuenta, región y servidor. Un proveedor no puede leer de un servidor MinIO al que solo llega tu red.',
  save: 'Guardar',
  saveBucket: 'Guardar bucket',
  saved: 'Bucket guardado.',
  environment:
    'Las variables de entorno UNDERSTUDY_S3_ENDPOINT, UNDERSTUDY_S3_REGION, UNDERSTUDY_S3_BUCKET, UNDERSTUDY_S3_ACCESS_KEY_ID y UNDERSTUDY_S3_SECRET_ACCESS_KEY tienen prioridad sobre estos campos.',
  secret: {
    title: 'Clave de acceso secreta',
    field: 'Clave de acceso secreta de tu bucket',
    placeholder: 'Pega la clave de acceso secreta',
    replacePlaceholder: 'Pega otra para sustituirla',
    saveOf: 'Guardar la clave de acceso secreta',
    saved: 'Clave de acceso secreta guardada.',
    clearOf: 'Borrar la clave de acceso secreta',
    cleared: 'Clave de acceso secreta borrada.',
    testOf: 'Probar el bucket',
    testing: 'Subiendo, leyendo y borrando un objeto pequeño',
    good: 'El bucket funciona: se subió un objeto pequeño, se leyó por su enlace y se borró.',
  },
  missing: (fields) => `Falta: ${fields}.`,
  unsaved: 'Guarda el bucket antes de probarlo.',
  outcomes: {
    'bucket-refused': {
      what: 'El bucket ha rechazado la solicitud.',
      wayOut:
        'Mira su respuesta en los detalles. Comprueba el endpoint, el nombre, la región, la clave y los permisos (PutObject, GetObject, DeleteObject), y el reloj de este equipo.',
    },
    'upload-failed': {
      what: 'No se puede conectar con el bucket, o tiene un error interno.',
      wayOut: 'Comprueba el endpoint y la conexión, y prueba otra vez. Mira los detalles.',
    },
    'key-missing': {
      what: 'Falta la clave de acceso secreta del bucket.',
      wayOut: 'Pégala arriba y guárdala.',
    },
    cancelled: {
      what: 'El bucket no ha respondido a tiempo.',
      wayOut: 'Comprueba el endpoint y la conexión, y prueba otra vez.',
    },
  },
};
