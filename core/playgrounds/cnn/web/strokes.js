// A picture of grey pixels that is drawn on: soft strokes, as handwriting sets have them.

const CORE = 0.035; // of the side: the half width of a stroke at full brightness
const SOFT = 0.06; // and how far it fades beyond

/**
 * A stroke from one place to another, in pixels: every pixel is as bright as it is near.
 * @param {Float32Array} picture [side · side], changed
 * @param {number} side
 * @param {[x: number, y: number]} from
 * @param {[x: number, y: number]} to
 */
export function stroke(picture, side, [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const core = Math.max(0.35, CORE * side);
  const soft = Math.max(0.6, SOFT * side);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
      const along = length ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
      const far = Math.hypot(px - along * dx, py - along * dy);
      const light = Math.min(1, Math.max(0, 1 - (far - core) / soft));
      const at = y * side + x;
      picture[at] = Math.max(picture[at], light);
    }
  }
}

/**
 * Moved so that its centre of mass lies in the middle, as the digits of the sets do.
 * @param {Float32Array} picture
 * @param {number} side
 */
export function centred(picture, side) {
  let [mass, sumX, sumY] = [0, 0, 0];
  picture.forEach((light, at) => {
    mass += light;
    sumX += light * (at % side);
    sumY += light * Math.floor(at / side);
  });
  if (!mass) return picture;
  const dx = Math.round((side - 1) / 2 - sumX / mass);
  const dy = Math.round((side - 1) / 2 - sumY / mass);
  const moved = new Float32Array(picture.length);
  picture.forEach((light, at) => {
    const [x, y] = [(at % side) + dx, Math.floor(at / side) + dy];
    if (x >= 0 && y >= 0 && x < side && y < side) moved[y * side + x] = light;
  });
  return moved;
}

/**
 * Two hexadecimal digits a pixel; "" for an empty picture.
 * @param {Float32Array} picture
 */
export function hexOf(picture) {
  const bytes = Array.from(picture, (light) => Math.round(255 * Math.min(1, Math.max(0, light))));
  return bytes.some(Boolean) ? bytes.map((one) => one.toString(16).padStart(2, "0")).join("") : "";
}
