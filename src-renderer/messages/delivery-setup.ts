/** What the settings say of the way of files to a provider. */
import type { Host } from '#contract/model/delivery-setup.ts';
import type { BucketNameProblem } from '#contract/rules/bucket-name.ts';

type Explained = { readonly what: string; readonly wayOut: string };

const en = {
  title: 'Files on their way',
  why: 'Novita and RunPod take a clip only by a link, so it must first rest somewhere that they can read. It can rest in fal\u2019s storage or in a bucket of your own.',
  prefers: 'Used first',
  hosts: { fal: 'fal\u2019s storage', bucket: 'My bucket' } satisfies Record<Host, string>,
  prefersHint: 'Where the first one is not set up, the other one is used.',
  ready: {
    fal: 'fal\u2019s storage is ready: your fal key is set.',
    bucket: (host: string): string => `Your bucket at ${host} is ready.`,
  },
  notReady: {
    fal: 'fal\u2019s storage needs a fal key.',
    bucket: 'Your bucket is not set up.',
  },
  used: {
    fal: 'Files go by fal\u2019s storage now: anyone with the link can read them until it ends.',
    bucket: 'Files go by your bucket now: anyone with the signed link can read them until they are deleted.',
    none: 'Nothing can make a link yet. Set a fal key above, or a bucket below.',
  },
  inlineImages: 'Pictures inside the request',
  inlineHint:
    'Then no link to the picture exists. Done where the model takes it so; the picture is made small enough for that.',
  bucketTitle: 'A bucket of your own',
  bucketWhy:
    'Any storage that speaks S3. It may stay private: each file gets a random name and a signed link, and is deleted when its run has ended.',
  needs: 'Its key must be allowed to put, get and delete objects:',
  fields: {
    endpoint: 'Endpoint',
    region: 'Region',
    name: 'Bucket name',
    accessKeyId: 'Access key id',
    prefix: 'Prefix',
  },
  endpointHint: 'The address of the service, without the name of the bucket.',
  regionHint: 'auto: the one that the endpoint names.',
  prefixHint: 'Put before the name of each object; may be empty.',
  endpointProblems: {
    'no-address': 'This is no address. It looks like https://s3.eu-central-1.amazonaws.com.',
    'not-https': 'It must begin with https://; http:// is taken for this computer only.',
    'with-more': 'Only the address of the service, without a password and without anything after it.',
  },
  nameProblems: {
    length: 'A bucket has a name of 3 to 63 characters.',
    letters: 'A bucket has a name of lowercase letters, digits, dots and hyphens only.',
    ends: 'The name of a bucket begins and ends with a letter or a digit.',
    dots: 'The name of a bucket has no two dots in a row.',
    address: 'This is an IP address, not the name of a bucket.',
    reserved: 'No bucket can have this beginning or end of its name.',
  } satisfies Record<BucketNameProblem, string>,
  examples: 'Examples',
  service: 'Service',
  examplesHint:
    'Put your own account, region and host in their places. A MinIO that only your own network reaches cannot be read by a provider.',
  save: 'Save',
  saveBucket: 'Save the bucket',
  saved: 'The bucket is saved.',
  environment:
    'UNDERSTUDY_S3_ENDPOINT, UNDERSTUDY_S3_REGION, UNDERSTUDY_S3_BUCKET, UNDERSTUDY_S3_ACCESS_KEY_ID and UNDERSTUDY_S3_SECRET_ACCESS_KEY in the environment win over what is typed here.',
  secret: {
    title: 'Secret access key',
    field: 'Secret access key of your bucket',
    placeholder: 'Paste the secret access key',
    replacePlaceholder: 'Paste another to replace it',
    saveOf: 'Save the secret access key',
    saved: 'The secret access key is saved.',
    clearOf: 'Clear the secret access key',
    cleared: 'The secret access key is cleared.',
    testOf: 'Test the bucket',
    testing: 'Putting, reading and deleting a small object',
    good: 'The bucket works: a small object was put there, read by its link and deleted.',
  },
  missing: (fields: string): string => `Still missing: ${fields}.`,
  unsaved: 'Save the bucket first; what is saved is tested.',
  outcomes: {
    'bucket-refused': {
      what: 'The bucket cannot be used as it is set up.',
      wayOut:
        'The details say what it answered. Check its endpoint, name, region and key, that the key may put, get and delete objects, and that the clock of this computer is right.',
    },
    'upload-failed': {
      what: 'The bucket cannot be reached, or has trouble of its own.',
      wayOut: 'Check the endpoint and the connection, then test again; the details say what happened.',
    },
    'key-missing': {
      what: 'The bucket\u2019s secret access key is not set.',
      wayOut: 'Paste it above and save it.',
    },
    // The program itself gives up the test after a while.
    cancelled: {
      what: 'The bucket did not answer in time.',
      wayOut: 'Check the endpoint and the connection, then test again.',
    },
  } satisfies Record<string, Explained>,
};
export type DeliverySetupMessages = typeof en;

const es: DeliverySetupMessages = {
  title: 'Archivos en camino',
  why: 'Novita y RunPod solo aceptan un vídeo por enlace, así que antes tiene que estar en algún sitio donde puedan leerlo. Puede estar en el almacenamiento de fal o en un bucket tuyo.',
  prefers: 'Se usa primero',
  hosts: { fal: 'Almacenamiento de fal', bucket: 'Mi bucket' },
  prefersHint: 'Si el primero no está preparado, se usa el otro.',
  ready: {
    fal: 'El almacenamiento de fal está listo: tu clave de fal está puesta.',
    bucket: (host) => `Tu bucket en ${host} está listo.`,
  },
  notReady: {
    fal: 'El almacenamiento de fal necesita una clave de fal.',
    bucket: 'Tu bucket no está preparado.',
  },
  used: {
    fal: 'Ahora los archivos van por el almacenamiento de fal: quien tenga el enlace puede leerlos hasta que acabe.',
    bucket:
      'Ahora los archivos van por tu bucket: quien tenga el enlace firmado puede leerlos hasta que se borren.',
    none: 'Todavía nada puede hacer un enlace. Pon arriba una clave de fal, o abajo un bucket.',
  },
  inlineImages: 'Imágenes dentro de la solicitud',
  inlineHint:
    'Así no existe ningún enlace a la imagen. Se hace donde el modelo lo acepta; la imagen se reduce lo necesario.',
  bucketTitle: 'Un bucket tuyo',
  bucketWhy:
    'Cualquier almacenamiento que hable S3. Puede seguir siendo privado: cada archivo recibe un nombre al azar y un enlace firmado, y se borra cuando acaba su ejecución.',
  needs: 'Su clave debe poder subir, leer y borrar objetos:',
  fields: {
    endpoint: 'Dirección (endpoint)',
    region: 'Región',
    name: 'Nombre del bucket',
    accessKeyId: 'Id de la clave de acceso',
    prefix: 'Prefijo',
  },
  endpointHint: 'La dirección del servicio, sin el nombre del bucket.',
  regionHint: 'auto: la que nombra la dirección.',
  prefixHint: 'Va delante del nombre de cada objeto; puede quedar vacío.',
  endpointProblems: {
    'no-address': 'Esto no es una dirección. Tiene la forma https://s3.eu-central-1.amazonaws.com.',
    'not-https': 'Debe empezar por https://; http:// solo se acepta para este equipo.',
    'with-more': 'Solo la dirección del servicio, sin contraseña y sin nada detrás.',
  },
  nameProblems: {
    length: 'El nombre de un bucket tiene de 3 a 63 caracteres.',
    letters: 'El nombre de un bucket solo tiene letras minúsculas, cifras, puntos y guiones.',
    ends: 'El nombre de un bucket empieza y acaba con una letra o una cifra.',
    dots: 'El nombre de un bucket no tiene dos puntos seguidos.',
    address: 'Esto es una dirección IP, no el nombre de un bucket.',
    reserved: 'El nombre de ningún bucket puede empezar o acabar así.',
  },
  examples: 'Ejemplos',
  service: 'Servicio',
  examplesHint:
    'Pon en su lugar tu propia cuenta, región y servidor. Un proveedor no puede leer de un MinIO al que solo llega tu propia red.',
  save: 'Guardar',
  saveBucket: 'Guardar el bucket',
  saved: 'El bucket está guardado.',
  environment:
    'UNDERSTUDY_S3_ENDPOINT, UNDERSTUDY_S3_REGION, UNDERSTUDY_S3_BUCKET, UNDERSTUDY_S3_ACCESS_KEY_ID y UNDERSTUDY_S3_SECRET_ACCESS_KEY del entorno valen más que lo escrito aquí.',
  secret: {
    title: 'Clave de acceso secreta',
    field: 'Clave de acceso secreta de tu bucket',
    placeholder: 'Pega la clave de acceso secreta',
    replacePlaceholder: 'Pega otra para cambiarla',
    saveOf: 'Guardar la clave de acceso secreta',
    saved: 'La clave de acceso secreta está guardada.',
    clearOf: 'Borrar la clave de acceso secreta',
    cleared: 'La clave de acceso secreta está borrada.',
    testOf: 'Probar el bucket',
    testing: 'Subiendo, leyendo y borrando un objeto pequeño',
    good: 'El bucket funciona: se subió un objeto pequeño, se leyó por su enlace y se borró.',
  },
  missing: (fields) => `Todavía falta: ${fields}.`,
  unsaved: 'Guarda antes el bucket; se prueba lo que está guardado.',
  outcomes: {
    'bucket-refused': {
      what: 'El bucket no se puede usar tal como está puesto.',
      wayOut:
        'Los detalles dicen qué respondió. Comprueba su dirección, su nombre, su región y su clave, que la clave pueda subir, leer y borrar objetos, y que el reloj de este equipo vaya bien.',
    },
    'upload-failed': {
      what: 'No se llega al bucket, o tiene problemas propios.',
      wayOut: 'Comprueba la dirección y la conexión, y prueba otra vez; los detalles dicen qué pasó.',
    },
    'key-missing': {
      what: 'Falta la clave de acceso secreta del bucket.',
      wayOut: 'Pégala arriba y guárdala.',
    },
    cancelled: {
      what: 'El bucket no ha respondido a tiempo.',
      wayOut: 'Comprueba la dirección y la conexión, y prueba otra vez.',
    },
  },
};

export const deliverySetupMessages = { en, es };
