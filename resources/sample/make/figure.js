// The dancer as flat rounded shapes on a canvas, from the skeleton of a pose.

const size = { width: 720, height: 1080 };
const view = { centreX: 360, groundY: 952, pixelsPerMetre: 402, tilt: 0.13 };
const colours = {
  wall: '#dde4e8',
  floor: '#c9d3d9',
  edge: '#b7c3ca',
  shadow: '#8496a1',
  skin: ['#eebd98', '#d79f78'],
  top: ['#e0654a', '#bd4a36'],
  tights: ['#2f3d68', '#222d50'],
  shoe: ['#f7f5f0', '#d3d3d6'],
  hair: ['#7a4326', '#5d3019'],
  dark: '#3a2018',
};

const project = ([x, y, z]) => [
  view.centreX + x * view.pixelsPerMetre,
  view.groundY - (y - z * view.tilt) * view.pixelsPerMetre,
];

/** Adds the outline around two circles of different size; a flat end stops at the second circle's width. */
const addLimb = (path, { from, to, radii, isFlat = false }) => {
  const [a, b] = [project(from), project(to)];
  const [ra, rb] = radii.map((radius) => radius * view.pixelsPerMetre);
  const distance = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const outline = new Path2D();
  if (distance <= Math.abs(ra - rb) + 0.01) {
    const [centre, radius] = ra > rb ? [a, ra] : [b, rb];
    outline.arc(centre[0], centre[1], radius, 0, 2 * Math.PI);
  } else {
    const way = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const lean = Math.acos((ra - rb) / distance);
    outline.arc(a[0], a[1], ra, way + lean, way - lean + 2 * Math.PI);
    if (isFlat) {
      outline.lineTo(b[0] + rb * Math.cos(way - lean), b[1] + rb * Math.sin(way - lean));
      outline.lineTo(b[0] + rb * Math.cos(way + lean), b[1] + rb * Math.sin(way + lean));
    } else outline.arc(b[0], b[1], rb, way - lean, way + lean);
    outline.closePath();
  }
  path.addPath(outline);
};

/** Light comes from the viewer's left: the shape in its shade, then the same shape moved left in its light. */
const fillShaded = (context, path, [light, shade], offset) => {
  context.save();
  context.fillStyle = shade;
  context.fill(path);
  context.clip(path);
  context.translate(-offset * view.pixelsPerMetre, 0);
  context.fillStyle = light;
  context.fill(path);
  context.restore();
};

/** Several pieces as one shape, so that a joint shows no seam. */
const limb = (context, pieces, colour, shadeWidth) => {
  const path = new Path2D();
  for (const piece of pieces) addLimb(path, piece);
  fillShaded(context, path, colour, shadeWidth);
};

const mixColours = (from, to, share) => {
  const parts = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const [a, b] = [parts(from), parts(to)];
  return `rgb(${a.map((value, index) => Math.round(mix(value, b[index], share))).join(' ')})`;
};

/** What is further from the viewer than the trunk is a little darker. */
const receding = ([light, shade], depth) => [mixColours(light, shade, clamp01(-depth * 3.2)), shade];

/** A closed, smooth outline through cross-sections of the trunk: [height, half width, half depth]. */
const trunkPath = (skeleton, sections) => {
  const points = (sign) =>
    sections.map(([y, halfWidth, halfDepth]) => {
      // Below the waist the trunk turns with the pelvis, above it with the chest.
      const yaw = y < 0.12 ? skeleton.yaw : skeleton.chestYaw;
      const half = Math.hypot(halfWidth * Math.cos(yaw), halfDepth * Math.sin(yaw));
      const [x, screenY] = project(add(skeleton.pelvis, skeleton.chest([0, y, 0])));
      return [x + sign * half * view.pixelsPerMetre, screenY];
    });
  const outline = [...points(-1), ...points(1).reverse()];
  const path = new Path2D();
  const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  path.moveTo(...middle(outline.at(-1), outline[0]));
  outline.forEach((point, index) => {
    const next = outline[(index + 1) % outline.length];
    path.quadraticCurveTo(...point, ...middle(point, next));
  });
  path.closePath();
  return path;
};

const drawTrunk = (context, skeleton) => {
  const top = [
    [0.0, 0.164, 0.112],
    [0.06, 0.158, 0.11],
    [0.18, 0.126, 0.1],
    [0.28, 0.142, 0.112],
    [0.38, 0.17, 0.118],
    [0.45, 0.172, 0.1],
    [0.49, 0.14, 0.085],
    [0.522, 0.052, 0.052],
    [0.53, 0.05, 0.05],
  ];
  const { neck, head } = skeleton;
  const throat = { from: add(neck, [0, -0.012, 0]), to: add(head, [0, -0.06, 0]), radii: [0.048, 0.046] };
  limb(context, [throat], [colours.skin[1], colours.skin[1]], 0);
  fillShaded(context, trunkPath(skeleton, top), colours.top, 0.075);
};

const drawHips = (context, skeleton) => {
  const hips = [
    [-0.1, 0.12, 0.05],
    [-0.05, 0.178, 0.09],
    [0.02, 0.168, 0.1],
    [0.1, 0.145, 0.11],
    [0.2, 0.12, 0.1],
  ];
  fillShaded(context, trunkPath(skeleton, hips), colours.tights, 0.05);
};

const drawHead = (context, { head, yaw }) => {
  const k = view.pixelsPerMetre;
  const [x, y] = project(head);
  const [sin, cos] = [Math.sin(yaw), Math.cos(yaw)];
  const ellipse = (cx, cy, rx, ry) => {
    const path = new Path2D();
    path.ellipse(x + cx * k, y + cy * k, Math.max(0.1, rx * k), ry * k, 0, 0, 2 * Math.PI);
    return path;
  };
  const bun = ellipse(-sin * 0.06, -0.135, 0.05, 0.046);
  fillShaded(context, bun, colours.hair, 0.02);
  const skull = ellipse(0, 0, 0.094, 0.122);
  fillShaded(context, skull, colours.skin, 0.045);
  // Hair is what the face leaves over of the head; the face slides round with the turn.
  const faceWidth = clamp01((cos + 0.62) / 1.62);
  context.save();
  const all = new Path2D();
  all.rect(x - k, y - k, 2 * k, 2 * k);
  if (faceWidth > 0)
    all.addPath(ellipse(sin * 0.082, 0.048, 0.02 * clamp01(faceWidth * 8) + 0.072 * faceWidth, 0.108));
  context.clip(all, 'evenodd');
  const hair = ellipse(-sin * 0.012, -0.012, 0.1, 0.118);
  fillShaded(context, hair, colours.hair, 0.045);
  context.restore();

  const feature = (angle, height, draw, least = 0.12) => {
    const front = Math.cos(yaw + angle);
    if (front < least) return;
    draw(x + Math.sin(yaw + angle) * 0.09 * k, y + height * k, front);
  };
  for (const angle of [-0.42, 0.42]) {
    feature(angle, 0.012, (ex, ey, front) => {
      context.fillStyle = colours.dark;
      context.beginPath();
      context.ellipse(ex, ey, 0.0115 * k * front, 0.0145 * k, 0, 0, 2 * Math.PI);
      context.fill();
      context.strokeStyle = colours.hair[1];
      context.lineWidth = 0.009 * k;
      context.lineCap = 'round';
      context.beginPath();
      context.moveTo(ex - 0.02 * k * front, ey - 0.03 * k);
      context.quadraticCurveTo(ex, ey - 0.039 * k, ex + 0.02 * k * front, ey - 0.03 * k);
      context.stroke();
    });
  }
  feature(
    0,
    0.038,
    (nx, ny) => {
      context.fillStyle = colours.skin[1];
      context.beginPath();
      context.ellipse(nx + sin * 0.006 * k, ny, 0.011 * k, 0.014 * k, 0, 0, 2 * Math.PI);
      context.fill();
    },
    -0.2,
  );
  feature(0, 0.072, (mx, my, front) => {
    context.strokeStyle = '#a5473b';
    context.lineWidth = 0.011 * k;
    context.beginPath();
    const middle = x + (mx - x) * 0.88;
    context.moveTo(middle - 0.03 * k * front, my);
    context.quadraticCurveTo(middle, my + 0.02 * k, middle + 0.03 * k * front, my);
    context.stroke();
  });
  for (const side of [-1, 1]) {
    const front = Math.sin(yaw + ((side * Math.PI) / 2) * 1.04);
    if (Math.cos(yaw + side * 1.63) < -0.5) continue;
    fillShaded(
      context,
      ellipse(front * 0.094, 0.022, 0.014, 0.024),
      [colours.skin[1], colours.skin[1]],
      0.004,
    );
  }
};

const drawStage = (context) => {
  context.fillStyle = colours.wall;
  context.fillRect(0, 0, size.width, size.height);
  context.fillStyle = colours.floor;
  context.fillRect(0, 850, size.width, size.height - 850);
  context.fillStyle = colours.edge;
  context.fillRect(0, 850, size.width, 4);
};

const drawShadows = (context, { pelvis, legs }) => {
  const spot = (point, rx, ry, alpha) => {
    const [x, y] = project([point[0], 0, point[2]]);
    context.save();
    context.globalAlpha = alpha;
    context.filter = 'blur(9px)';
    context.fillStyle = colours.shadow;
    context.beginPath();
    context.ellipse(x + 8, y + 10, rx, ry, 0, 0, 2 * Math.PI);
    context.fill();
    context.restore();
  };
  spot(pelvis, 150, 24, 0.45);
  for (const { toe, ankle } of legs)
    spot(times(add(toe, ankle), 0.5), 44, 12, 0.75 - Math.min(0.5, (ankle[1] - bones.ankle) * 5));
};

const drawFrame = (context, sec) => {
  const skeleton = skeletonOf(poseAt(sec));
  drawStage(context);
  drawShadows(context, skeleton);
  const depth = (...points) =>
    points.reduce((sum, point) => sum + point[2], 0) / points.length - skeleton.pelvis[2];
  const parts = [
    { depth: -0.06, draw: () => drawHips(context, skeleton) },
    { depth: 0.02, draw: () => drawTrunk(context, skeleton) },
    { depth: 0.04, draw: () => drawHead(context, skeleton) },
  ];
  for (const { hip, knee, ankle, heel, toe } of skeleton.legs) {
    const away = depth(hip, knee, ankle);
    parts.push({
      // Always between the hips and the shirt; the nearer leg over the other.
      depth: -0.02 + 0.03 * Math.tanh(away * 4),
      draw: () => {
        const thigh = { from: hip, to: knee, radii: [0.094, 0.06] };
        const shin = { from: knee, to: ankle, radii: [0.06, 0.036] };
        limb(context, [thigh, shin], receding(colours.tights, away), 0.03);
        limb(context, [{ from: heel, to: toe, radii: [0.046, 0.041] }], receding(colours.shoe, away), 0.02);
      },
    });
  }
  for (const { shoulder, elbow, wrist, tip, thumb } of skeleton.arms) {
    const away = depth(shoulder, elbow, wrist);
    parts.push({
      depth: away + 0.05,
      draw: () => {
        const pieces = [
          { from: wrist, to: thumb, radii: [0.017, 0.013] },
          { from: shoulder, to: elbow, radii: [0.048, 0.04] },
          { from: elbow, to: wrist, radii: [0.04, 0.027] },
          { from: wrist, to: tip, radii: [0.029, 0.025] },
        ];
        const hem = add(shoulder, times(sub(elbow, shoulder), 0.52));
        const sleeve = { from: shoulder, to: hem, radii: [0.056, 0.056], isFlat: true };
        limb(context, pieces, receding(colours.skin, away), 0.02);
        limb(context, [sleeve], receding(colours.top, away), 0.026);
      },
    });
  }
  for (const part of parts.sort((a, b) => a.depth - b.depth)) part.draw();
};
