/** Whether the tags that ffprobe reports hold more than data about the container. Pure. */
import type { Probed } from './probed.ts';

/** About the container and the streams, not about people, places or devices. */
const plainKeys =
  /^(major_brand|minor_version|compatible_brands|language|vendor_id|rotate|alpha_mode|stereo_mode|duration(-.*)?|bps(-.*)?|number_of_(frames|bytes)(-.*)?|_statistics_tags(-.*)?|variant_bitrate|service_(name|provider))$/;

/** Names that programs write; a camera's name in the same tag is metadata about the user's device. */
const plainEncoders =
  /^(lav[cf]|libebml|libmatroska|mkvmerge|handbrake|qtmuxing|chrome|google|gstreamer|x26[45]|avc coding|h\.?26[45]|hevc|vp[89]|libvpx|opus|mpeg-4)/;
const plainHandlers =
  /^(video|sound|data|subtitle)handler(\0.*)?$|^\w?core media (video|audio)$|^(gpac|l-smash|mainconcept)/;
/** Values that ffmpeg itself writes where a broadcast names its station. */
const plainServices = /^(service01|ffmpeg|lav[cf].*)$/;

const isPlain = (key: string, value: string): boolean => {
  const name = key.toLowerCase();
  const text = value.trim().toLowerCase();
  if (text === '') return true;
  if (name.startsWith('service_')) return plainServices.test(text);
  if (name === 'encoder' || name === 'software') return plainEncoders.test(text);
  if (name === 'handler_name') return plainHandlers.test(text);
  return plainKeys.test(name);
};

export const hasMetadataTags = ({ format, streams }: Probed): boolean =>
  [format.tags, ...streams.map(({ tags }) => tags)].some((tags) =>
    Object.entries(tags).some(([key, value]) => !isPlain(key, value)),
  );
