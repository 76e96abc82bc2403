// What the view and Streamlit's own controls around it get from us once the first picture is there.

/** @import { View } from "./view.js" */
import { Cast } from "./cast.js";
import { Compare } from "./compare.js";
import { Drag } from "./drag.js";
import { Fields } from "./fields.js";
import { otherMedia } from "./media.js";
import { leadThroughMenu } from "./menu.js";
import { Camera } from "./pictures/camera.js";
import { Presentation } from "./present.js";
import { Sidebar } from "./sidebar.js";
import { Silence } from "./silence.js";

/**
 * @param {View} view
 * @returns {(() => void)[]} what ends it
 */
export function around(view) {
  const silence = new Silence(view); // first: what it refuses no other may hear
  const sidebar = new Sidebar(() => view.data.fields, (message) => view.send(message));
  const fields = new Fields(sidebar);
  new Drag(sidebar);
  const presentation = new Presentation(view);
  const compare = new Compare(view);
  const pictures = new Camera(view);
  const cast = new Cast(view);
  for (const one of [presentation, compare, pictures, cast]) view.furniture.push(() => one.update());
  return [
    leadThroughMenu(),
    otherMedia(view),
    () => sidebar.close(),
    () => fields.close(),
    () => presentation.close(),
    () => compare.close(),
    () => pictures.close(),
    () => cast.close(),
    () => silence.close(),
  ];
}
