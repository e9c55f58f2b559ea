// Joints in three dimensions from a pose: knees follow from hips and ankles, arms from their angles.

const bones = { thigh: 0.43, shin: 0.43, ankle: 0.075, upperArm: 0.275, forearm: 0.245, hand: 0.085 };

const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const sub = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const times = (a, k) => [a[0] * k, a[1] * k, a[2] * k];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a) => times(a, 1 / (Math.hypot(...a) || 1));
const turnX = (r, [x, y, z]) => [x, y * Math.cos(r) - z * Math.sin(r), y * Math.sin(r) + z * Math.cos(r)];
const turnY = (r, [x, y, z]) => [x * Math.cos(r) + z * Math.sin(r), y, -x * Math.sin(r) + z * Math.cos(r)];
const turnZ = (r, [x, y, z]) => [x * Math.cos(r) - y * Math.sin(r), x * Math.sin(r) + y * Math.cos(r), z];

/** The knee between a hip and an ankle, bent towards `pole`. */
const kneeOf = (hip, ankle, pole) => {
  const way = sub(ankle, hip);
  const reach = Math.min(Math.hypot(...way), bones.thigh + bones.shin - 0.001);
  const along = unit(way);
  const side = unit(sub(pole, times(along, dot(pole, along))));
  return add(add(hip, times(along, reach / 2)), times(side, Math.sqrt(bones.thigh ** 2 - (reach / 2) ** 2)));
};

const skeletonOf = (pose) => {
  const sides = [
    { side: -1, foot: pose.feet.left },
    { side: 1, foot: pose.feet.right },
  ];
  const ankles = sides.map(({ foot }) => [foot.x, foot.y + bones.ankle, foot.z]);
  const hipOffsets = sides.map(({ side }) => turnY(pose.yaw, [side * 0.095, -0.03, 0]));
  // Never higher than both legs reach.
  const heights = ankles.map((ankle, index) => {
    const offset = hipOffsets[index];
    const flat = Math.hypot(pose.x + offset[0] - ankle[0], pose.z + offset[2] - ankle[2]);
    return ankle[1] - offset[1] + Math.sqrt((bones.thigh + bones.shin - 0.006) ** 2 - flat ** 2);
  });
  // The lifted foot never limits: it is above the ground anyway.
  const height = Math.min(0.955, ...heights) - pose.dip;
  const back = -0.32 * pose.dip * Math.max(0, Math.sin(pose.bow * degrees) * 2);
  const pelvis = add([pose.x, height, pose.z], turnY(pose.yaw, [0, 0, back]));

  const chest = (v) =>
    turnY(pose.yaw + pose.twist * degrees, turnX(pose.bow * degrees, turnZ(-pose.lean * degrees, v)));
  const neck = add(pelvis, chest([0, 0.5, 0]));
  const head = add(
    neck,
    turnY(pose.yaw, turnX(pose.bow * 0.4 * degrees, turnZ(-pose.lean * 0.6 * degrees, [0, 0.165, 0.015]))),
  );

  const legs = sides.map(({ side, foot }, index) => {
    const hip = add(pelvis, hipOffsets[index]);
    const ankle = ankles[index];
    const out = foot.yaw + side * 0.42;
    const knee = kneeOf(hip, ankle, turnY(out, [0, 0.1, 1]));
    const heel = add(ankle, turnY(out, [0, -0.03, -0.03]));
    const toe = add(ankle, turnY(out, [0, -0.042, 0.15]));
    return { side, hip, knee, ankle, heel, toe };
  });
  const arms = sides.map(({ side }) => {
    const angles = pose.arms(side);
    const place = (v) => chest(turnZ(side * angles.raise * degrees, turnX(-angles.forward * degrees, v)));
    const fore = (v) => place(turnY(side * angles.twist * degrees, turnX(-angles.bend * degrees, v)));
    // Shoulders rise a little with the arm, as a collarbone does.
    const lift = 0.045 * ease((angles.raise - 60) / 110);
    const shoulder = add(pelvis, chest([side * (0.158 - lift * 0.4), 0.44 + lift, 0]));
    const elbow = add(shoulder, place([0, -bones.upperArm, 0]));
    const wrist = add(elbow, fore([0, -bones.forearm, 0]));
    const tip = add(wrist, fore([0, -bones.hand, 0]));
    const thumb = add(wrist, fore([-side * 0.022, -0.055, 0.035]));
    return { side, shoulder, elbow, wrist, tip, thumb };
  });
  return { pelvis, chest, neck, head, legs, arms, yaw: pose.yaw, chestYaw: pose.yaw + pose.twist * degrees };
};
