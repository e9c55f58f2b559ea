/**
 * The long video that the benchmark cuts from: 60 s of 1080p at 30 frames per second and about 16 Mbit/s. A body with
 * moving limbs in a detailed room, filmed by hand, with the noise of a small camera.
 */
import { join } from 'node:path';
import { ffmpeg } from '#test/fixtures/media.ts';

/** The part that is drawn; drawing takes much longer than encoding, so the rest is a copy. */
const loopSec = 12;
/** An angle with this many turns within the loop, so the loop has no seam. */
const turns = (count: number): string => `t*${((2 * Math.PI * count) / loopSec).toFixed(6)}`;

/** Detail in one base colour: noise of several sizes. */
const grain = (colour: string, size: string, amount: number, seed: number): string =>
  `color=c=${colour}:s=${size},format=yuv444p,noise=c0s=${amount}:c1s=6:c2s=6:all_seed=${seed},scale=4800:2700:flags=bicubic`;

const room = [
  `${grain('0x8a7f74', '30x17', 40, 3)}[far]`,
  `${grain('gray', '150x84', 40, 4)}[mid]`,
  `${grain('gray', '2400x1350', 40, 5)}[near]`,
  '[far][mid][near]mix=inputs=3:weights=5 2 1,eq=contrast=1.5,drawgrid=w=800:h=676:t=8:c=black@0.35,drawbox=x=500:y=360:w=840:h=1120:c=0xa8c4d8@0.55:t=fill,drawbox=x=3000:y=400:w=1200:h=760:c=0x553322@0.7:t=fill,drawbox=x=3060:y=460:w=1080:h=640:c=0x99aa66@0.5:t=fill[wall]',
  `${grain('0x6b4a2f', '600x800', 40, 7)}[boards]`,
  `${grain('gray', '2400x140', 40, 8)}[fibre]`,
  '[boards][fibre]mix=inputs=2:weights=2 1,eq=contrast=1.4,drawgrid=w=4800:h=150:t=6:c=black@0.5,crop=4800:900:0:0[floor]',
  '[wall][floor]overlay=x=0:y=1800,format=yuv420p',
].join(';');

const ellipse = (colour: string, size: string, seed: number): string =>
  [
    `color=c=${colour}:s=${size},format=yuv444p,noise=c0s=60:c1s=10:c2s=10:all_seed=${seed},gblur=1.5,eq=contrast=1.6,format=yuva444p`,
    "geq=lum='clip(lum(X,Y)+25*sin(X/9)+15*sin(Y/7),16,235)':cb='cb(X,Y)':cr='cr(X,Y)':a='255*lte(pow((X-W/2)/(W/2-2),2)+pow((Y-H/2)/(H/2-2),2),1)'",
  ].join(',');

const parts = {
  room,
  body: ellipse('0x335599', '220x420', 11),
  head: ellipse('0xc09070', '150x190', 12),
  limb: `${ellipse('0x993344', '70x340', 13)},pad=700:700:315:340:color=black@0`,
} as const;

/** Position of the body in the form of ffmpeg's overlay. */
const at = (x: number, y: number): string =>
  `overlay=x='${x}+300*sin(${turns(2)})':y='${y}+40*sin(${turns(15)})':eval=frame`;

const scene = [
  `[0]crop=3840:2160:x='480+400*sin(${turns(1)})+11*sin(${turns(13)})':y='270+180*sin(${turns(1)})+9*sin(${turns(17)})',scale=1920:1080:flags=bilinear[back]`,
  '[3]split=4[l1][l2][l3][l4]',
  `[l1]rotate=a='0.5+0.9*sin(${turns(10)})':c=none[arm1]`,
  `[l2]rotate=a='-0.5+0.9*sin(${turns(10)}+1)':c=none[arm2]`,
  `[l3]rotate=a='0.3*sin(${turns(8)})':c=none[leg1]`,
  `[l4]rotate=a='-0.3*sin(${turns(8)})':c=none[leg2]`,
  `[back][leg1]${at(410, 250)}[s1]`,
  `[s1][leg2]${at(510, 250)}[s2]`,
  `[s2][1]${at(700, 210)}[s3]`,
  `[s3][arm1]${at(370, -30)}[s4]`,
  `[s4][arm2]${at(550, -30)}[s5]`,
  `[s5][2]${at(735, 65)},noise=c0s=4:c0f=t+u,setsar=1,format=yuv420p`,
].join(';');

/** Returns the path of the video. Takes a minute or two. */
export const makeLongVideo = async (folder: string, seconds: number): Promise<string> => {
  const names = ['room', 'body', 'head', 'limb'] as const;
  for (const name of names)
    await ffmpeg('-filter_complex', parts[name], '-frames:v', '1', join(folder, `${name}.png`));
  const loop = join(folder, 'loop.mp4');
  await ffmpeg(
    ...names.flatMap((name) => ['-loop', '1', '-framerate', '30', '-i', join(folder, `${name}.png`)]),
    ...['-filter_complex', `${scene}[shown]`, '-map', '[shown]', '-t', String(loopSec)],
    // As a phone encodes: one reference frame, a keyframe each second, a very high bit rate.
    ...['-c:v', 'libx264', '-preset', 'superfast', '-g', '30', '-b:v', '16M', '-maxrate', '20M'],
    ...['-bufsize', '16M', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', loop],
  );
  const path = join(folder, 'long.mp4');
  await ffmpeg(
    ...['-stream_loop', String(Math.ceil(seconds / loopSec) - 1), '-i', loop],
    ...['-f', 'lavfi', '-i', 'sine=frequency=330:sample_rate=48000'],
    ...['-map', '0:v', '-map', '1:a', '-t', String(seconds), '-c:v', 'copy', '-c:a', 'aac', path],
  );
  return path;
};
