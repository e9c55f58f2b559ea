/** MoveNet MultiPose on TensorFlow.js: the only file that uses it. Loaded in the body process only. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModelSync } from '@tensorflow/tfjs-converter';
import { type io, setBackend, tensor4d, ready as whenReady } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { joints, type Person } from '#contract/model/body.ts';
import { programFolder, resourcesFolder } from '../../program-folder.ts';

const modelFolder = join(resourcesFolder, 'models');
/** The build copies the files beside its own. */
const wasmFolder = import.meta.filename.endsWith('.ts')
  ? dirname(
      createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'),
    )
  : join(programFolder, 'out', 'main');

/** Rows of the output: at most six people, of 17 joints (y, x, score), the box (top, left, bottom, right) and a score. */
const rowLength = joints.length * 3 + 5;
/** People below this score are noise. */
const minScore = 0.1;

/** A quantized weight has further fields, which the loader reads. */
const weightSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.number()),
  dtype: z.enum(['float32', 'int32', 'bool']),
});
const modelFileSchema = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.object({ weights: z.array(weightSchema) })),
});

export type Frame = {
  /** RGB, 8 bits a channel, `width` x `height`: multiples of 32, padded at the right and at the bottom. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Size of the image inside the padding. */
  readonly contentWidth: number;
  readonly contentHeight: number;
};

const clipped = (value: number): number => Math.min(1, Math.max(0, value));

/** Coordinates of the output are fractions of the padded frame. */
const personOf = (row: Float32Array, frame: Frame): Person => {
  const [byX, byY] = [frame.width / frame.contentWidth, frame.height / frame.contentHeight];
  const at = (index: number): number => row[index] ?? 0;
  const box = joints.length * 3;
  const [top, left, bottom, right] = [at(box) * byY, at(box + 1) * byX, at(box + 2) * byY, at(box + 3) * byX];
  const [x, y] = [clipped(left), clipped(top)];
  return {
    score: clipped(at(box + 4)),
    box: { x, y, width: clipped(right) - x, height: clipped(bottom) - y },
    joints: joints.map((_, index) => [
      at(index * 3 + 1) * byX,
      at(index * 3) * byY,
      clipped(at(index * 3 + 2)),
    ]),
  };
};

/** Rejects when the model or the runtime cannot be loaded. */
export const loadPoseModel = async (): Promise<(frame: Frame) => Promise<readonly Person[]>> => {
  setWasmPaths(`${wasmFolder}/`);
  if (!(await setBackend('wasm'))) throw new Error('The WebAssembly backend cannot be loaded.');
  await whenReady();
  const [text, weights] = await Promise.all([
    readFile(join(modelFolder, 'movenet-multipose.json'), 'utf8'),
    readFile(join(modelFolder, 'movenet-multipose.bin')),
  ]);
  const { modelTopology, weightsManifest } = modelFileSchema.parse(JSON.parse(text));
  const model = loadGraphModelSync({
    modelTopology,
    weightSpecs: weightsManifest.flatMap((part) => part.weights),
    weightData: new Uint8Array(weights).buffer,
    format: 'graph-model',
  } satisfies io.ModelArtifacts);
  return async (frame) => {
    const input = tensor4d(Int32Array.from(frame.pixels), [1, frame.height, frame.width, 3], 'int32');
    try {
      const output = model.execute(input);
      if (Array.isArray(output)) throw new Error('The model has more than one output.');
      const values = (await output.data()) as Float32Array;
      output.dispose();
      const rows = Array.from({ length: values.length / rowLength }, (_, index) =>
        personOf(values.subarray(index * rowLength, (index + 1) * rowLength), frame),
      );
      return rows.filter(({ score }) => score >= minScore).sort((a, b) => b.score - a.score);
    } finally {
      input.dispose();
    }
  };
};
