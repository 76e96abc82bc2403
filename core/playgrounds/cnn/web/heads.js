// What stands above the columns of maps: each layer's name, how much of it is shown, and which layers stand still.

/** @import { Json, Texts } from "../../../live/web/types.d.ts" */
/** @import { Colours } from "../../../live/web/colour.js" */
/** @import { Plan } from "./layout.js" */
import { css } from "../../../live/web/colour.js";
import { fill } from "../../../live/web/dom.js";

const BAR = 3; // px above what stands still

/**
 * The layers that stand still once the source is learned, by name; none is "".
 * @param {Json} describe
 * @returns {string}
 */
export const stillIn = ({ layers }) =>
  layers.filter((/** @type {Json} */ one) => one.frozen).map((/** @type {Json} */ one) => one.name).join(
    ", ",
  );

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plan} plan
 * @param {Json} describe
 * @param {Colours} colours
 * @param {Texts} texts
 */
export function drawHeads(context, plan, { columns, layers }, colours, texts) {
  context.textAlign = "center";
  context.textBaseline = "top";
  context.fillStyle = css(colours.text);
  const narrow = plan.heads.some(({ wide }) => wide < 4.4 * colours.type);
  context.font = `600 ${narrow ? 0.8 * colours.type : colours.type}px ${colours.font}`;
  plan.heads.forEach(({ x, wide }, index) => {
    const { layer, name, kind, size: [h, w], numbers, ...maps } = columns[index];
    const isRow = w === 1 && maps.of === 1;
    const [shown, of] = isRow ? [h, numbers] : [maps.shown, maps.of];
    const words = name.split(" ");
    context.fillText(words.slice(0, kind === "gap" ? 1 : 2).join(" "), x, 0, wide - 3);
    if (of > shown) context.fillText(fill(texts["maps.of"], { shown, of }), x, 1.15 * colours.type, wide - 3);
    if (layers[layer].frozen) context.fillRect(x - wide / 2 + 3, plan.head - BAR - 3, wide - 6, BAR);
  });
  context.font = `600 ${colours.type}px ${colours.font}`;
  context.textAlign = "left";
  context.fillText(texts["maps.image"], 0, plan.input.top - 1.3 * colours.type);
}
