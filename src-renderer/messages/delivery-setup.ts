/** Texts of the settings about the delivery of files to a provider. */
import type { Host } from '#contract/model/delivery.ts';
import type { BucketNameProblem } from '#contract/rules/delivery.ts';

type Explained = { readonly what: string; readonly wayOut: string };

const en = {
  title: 'File hosts',
  why: 'Novita and RunPod read a video only from a link. Understudy can upload it to fal storage or to an S3 bucket of your own.',
  prefers: 'Preferred host',
  hosts: { fal: 'fal storage', bucket: 'My bucket' } satisfies Record<Host, string>,
  prefersHint: 'If the preferred host is not set up, the other one is used.',
  ready: {
    fal: 'fal storage is ready: your fal key is set.',
    bucket: (host: string): string => `Your bucket at ${host} is ready.`,
  },
  notReady: {
    fal: 'fal storage needs a fal key.',
    bucket: 'Your bucket is not set up.',
  },
  used: {
    fal: 'Files are uploaded to fal storage. Anyone with the link can read them until it expires.',
    bucket:
      'Files are uploaded to your bucket. Anyone with the signed link can read them until they are deleted.',
    none: 'No host is set up. Add a fal key above or a bucket below.',
  },
  inlineImages: 'Send images inline',
  inlineHint:
    'No link to the image is created. Used where the model supports it; the image is compressed if necessary.',
  bucketTitle: 'Your own bucket',
  bucketWhy:
    'S3-compatible storage. It may stay private: each file gets a random name and a signed link, and is deleted after its generation.',
  needs: 'Its key needs PutObject, GetObject and DeleteObject:',
  fields: {
    endpoint: 'Endpoint',
    region: 'Region',
    name: 'Bucket name',
    accessKeyId: 'Access key ID',
    prefix: 'Prefix',
  },
  endpointHint: 'Address of the service, without the bucket name.',
  regionHint: 'auto: taken from the endpoint.',
  prefixHint: 'Added before the name of each object. Optional.',
  endpointProblems: {
    'no-address': 'This is not a valid address. Example: https://s3.eu-central-1.amazonaws.com.',
    'not-https': 'It must begin with https://; http:// is allowed for this computer only.',
    'with-more': 'Enter only the address of the service, without a password or path.',
  },
  nameProblems: {
    length: 'A bucket name has 3 to 63 characters.',
    letters: 'A bucket name has lowercase letters, digits, dots and hyphens only.',
    ends: 'A bucket name begins and ends with a letter or digit.',
    dots: 'A bucket name has no two dots in a row.',
    address: 'This is an IP address, not a bucket name.',
    reserved: 'This prefix or suffix is reserved for bucket names.',
  } satisfies Record<BucketNameProblem, string>,
  examples: 'Examples',
  service: 'Service',
  examplesHint:
    'Insert your own account, region and host. A provider cannot read a MinIO server that only your own network reaches.',
  save: 'Save',
  saveBucket: 'Save bucket',
  saved: 'Bucket saved.',
  environment:
    'The environment variables UNDERSTUDY_S3_ENDPOINT, UNDERSTUDY_S3_REGION, UNDERSTUDY_S3_BUCKET, UNDERSTUDY_S3_ACCESS_KEY_ID and UNDERSTUDY_S3_SECRET_ACCESS_KEY override these fields.',
  secret: {
    title: 'Secret access key',
    field: 'Secret access key of your bucket',
    placeholder: 'Paste the secret access key',
    replacePlaceholder: 'Paste another to replace it',
    saveOf: 'Save the secret access key',
    saved: 'Secret access key saved.',
    clearOf: 'Clear the secret access key',
    cleared: 'Secret access key cleared.',
    testOf: 'Test the bucket',
    testing: 'Uploading, reading and deleting a small object',
    good: 'The bucket works: a small object was uploaded, read by its link and deleted.',
  },
  missing: (fields: string): string => `Missing: ${fields}.`,
  unsaved: 'Save the bucket before testing it.',
  outcomes: {
    'bucket-refused': {
      what: 'The bucket refused the request.',
      wayOut:
        'See its response in the details. Check the endpoint, name, region, key and permissions (PutObject, GetObject, DeleteObject), and the clock of this computer.',
    },
    'upload-failed': {
      what: 'The bucket cannot be reached or has an internal error.',
      wayOut: 'Check the endpoint and the connection, then test again. See the details.',
    },
    'key-missing': {
      what: 'The bucket\u2019s secret access key is not set.',
      wayOut: 'Paste it above and save it.',
    },
    // The program cancels the test after a time limit.
    cancelled: {
      what: 'The bucket did not answer in time.',
      wayOut: 'Check the endpoint and the connection, then test again.',
    },
  } satisfies Record<string, Explained>,
};
export type DeliverySetupMessages = typeof en;

const es: DeliverySetupMessages = {
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

export const deliverySetupMessages = { en, es };
