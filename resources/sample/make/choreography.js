// What the dancer does when: fourteen seconds of warm-up at 120 beats a minute. Metres, radians and seconds;
// x to the viewer's right, y up, z towards the viewer. `side` is -1 for the viewer's left, 1 for the right.

const durationSec = 14;
const degrees = Math.PI / 180;

const clamp01 = (value) => Math.min(1, Math.max(0, value));
const ease = (value) => {
  const t = clamp01(value);
  return t * t * (3 - 2 * t);
};
const mix = (from, to, share) => from + (to - from) * share;

// Feet: each step goes from where the foot stands to a new place; between steps a foot does not move at all.
const stance = 0.13;
const turn = { startSec: 10.95, stepSec: 0.315 };

const sideSteps = (startSec) => {
  const far = 0.24;
  return [
    { side: 1, at: startSec, x: stance + far },
    { side: -1, at: startSec + 0.5, x: -stance + far },
    { side: -1, at: startSec + 1, x: -stance },
    { side: 1, at: startSec + 1.5, x: stance },
    { side: -1, at: startSec + 2, x: -stance - far },
    { side: 1, at: startSec + 2.5, x: stance - far },
    { side: 1, at: startSec + 3, x: stance },
    { side: -1, at: startSec + 3.5, x: -stance },
  ].map((step) => ({ ...step, z: 0, yaw: 0, lengthSec: 0.46, lift: 0.07 }));
};

const turnSteps = () =>
  Array.from({ length: 8 }, (_, index) => {
    const side = index % 2 === 0 ? 1 : -1;
    const yaw = (Math.floor(index / 2) + 1) * 90 * degrees;
    return {
      side,
      at: turn.startSec + index * turn.stepSec,
      x: side * stance * Math.cos(yaw),
      z: -side * stance * Math.sin(yaw),
      yaw,
      lengthSec: turn.stepSec * 1.25,
      lift: 0.045,
    };
  });

const squatStance = (side, at, x) => ({ side, at, x, z: 0, yaw: 0, lengthSec: 0.4, lift: 0.05 });

const steps = [
  ...sideSteps(4),
  squatStance(1, 7.95, 0.25),
  squatStance(-1, 8.2, -0.25),
  squatStance(1, 10.55, stance),
  squatStance(-1, 10.75, -stance),
  ...turnSteps(),
].sort((a, b) => a.at - b.at);

const footAt = (side, sec) => {
  let foot = { x: side * stance, y: 0, z: 0, yaw: 0 };
  for (const step of steps.filter((candidate) => candidate.side === side && candidate.at < sec)) {
    const share = ease((sec - step.at) / step.lengthSec);
    foot = {
      x: mix(foot.x, step.x, share),
      y: Math.sin(share * Math.PI) * step.lift,
      z: mix(foot.z, step.z, share),
      yaw: mix(foot.yaw, step.yaw, share),
    };
  }
  return foot;
};

// Arms: `raise` out to the side (0 hangs, 180 points up), `forward`, `bend` of the elbow, `twist` of the forearm.
const arm = (raise, forward, bend, twist) => ({ raise, forward, bend, twist });
const wave = (sec, periodSec, phase = 0) => Math.sin((sec / periodSec + phase) * 2 * Math.PI);
const swell = (sec, periodSec) => 0.5 - 0.5 * Math.cos((sec / periodSec) * 2 * Math.PI);

const squatDepth = (sec) => {
  const local = sec - 8.5;
  return local < 0 || local > 2.2 ? 0 : swell(local, 1.1);
};

const moves = [
  {
    // Wide arm circles, one up and down in two seconds.
    startSec: 0,
    body: (sec) => ({
      arms: () => arm(12 + 154 * swell(sec, 2), 4, 8 + 10 * swell(sec, 1), 78),
      lean: 0,
      bow: 0,
      twist: 0,
      dip: 0.03 * swell(sec, 1),
    }),
  },
  {
    // Step and touch, elbows opening on each step and closing on each touch.
    startSec: 4,
    body: (sec) => ({
      arms: (side) =>
        arm(
          16 + 64 * swell(sec, 1) + 5 * side * wave(sec, 4),
          26,
          108 - 14 * swell(sec, 1),
          40 + 46 * swell(sec, 1),
        ),
      lean: 5 * wave(sec - 4, 4),
      bow: 3,
      twist: 9 * wave(sec - 4, 2),
      dip: 0.02 + 0.025 * swell(sec, 0.5),
    }),
  },
  {
    // Two squats, hands meeting before the chest on the way down.
    startSec: 8,
    body: (sec) => ({
      arms: () =>
        arm(
          14 + 14 * squatDepth(sec),
          50 * squatDepth(sec) + 4,
          12 + 82 * squatDepth(sec),
          -44 * squatDepth(sec) - 6,
        ),
      lean: 0,
      bow: 24 * squatDepth(sec),
      twist: 0,
      dip: 0.3 * squatDepth(sec) + 0.01,
    }),
  },
  {
    // One whole turn on small steps, arms out.
    startSec: 10.7,
    body: (sec) => ({
      arms: (side) => arm(82 + 8 * wave(sec, 1, side * 0.25), 0, 12, 80),
      lean: 0,
      bow: 0,
      twist: 0,
      dip: 0.02,
    }),
  },
  {
    // Arms return to the first pose.
    startSec: 13.35,
    body: (sec) => ({
      arms: () => arm(12 + 66 * (1 - ease((sec - 13.1) / 0.9)), 4, 10, 78),
      lean: 0,
      bow: 0,
      twist: 0,
      dip: 0.03 * swell(sec, 1),
    }),
  },
];

const blendSec = 0.45;

const blendBodies = (from, to, share) => {
  const armsOf = (side) => {
    const [a, b] = [from.arms(side), to.arms(side)];
    return arm(
      mix(a.raise, b.raise, share),
      mix(a.forward, b.forward, share),
      mix(a.bend, b.bend, share),
      mix(a.twist, b.twist, share),
    );
  };
  return {
    arms: armsOf,
    lean: mix(from.lean, to.lean, share),
    bow: mix(from.bow, to.bow, share),
    twist: mix(from.twist, to.twist, share),
    dip: mix(from.dip, to.dip, share),
  };
};

const poseAt = (sec) => {
  const body = moves.slice(1).reduce((sofar, move) => {
    const share = ease((sec - move.startSec + blendSec / 2) / blendSec);
    return share === 0 ? sofar : blendBodies(sofar, move.body(sec), share);
  }, moves[0].body(sec));
  const feet = { left: footAt(-1, sec), right: footAt(1, sec) };
  // Weight goes over the foot that stands while the other one is in the air.
  const shift = (feet.left.y - feet.right.y) * 0.9;
  return {
    ...body,
    feet,
    yaw: (feet.left.yaw + feet.right.yaw) / 2,
    x: (feet.left.x + feet.right.x) / 2 + shift,
    z: (feet.left.z + feet.right.z) / 2,
  };
};
