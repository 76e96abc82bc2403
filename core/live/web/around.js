// What Streamlit's own controls around the view get from us, and the presentation. It is fetched when the view is there.

/** @import { View } from "./view.js" */
import { Drag } from "./drag.js";
import { Fields } from "./fields.js";
import { otherMedia } from "./media.js";
import { leadThroughMenu } from "./menu.js";
import { Presentation } from "./present.js";
import { Sidebar } from "./sidebar.js";

/**
 * @param {View} view
 * @returns {(() => void)[]} what ends it
 */
export function around(view) {
  const sidebar = new Sidebar(() => view.data.fields, (message) => view.send(message));
  const fields = new Fields(sidebar);
  new Drag(sidebar);
  const presentation = new Presentation(view);
  view.furniture.push(() => presentation.update());
  return [
    leadThroughMenu(),
    otherMedia(view),
    () => sidebar.close(),
    () => fields.close(),
    () => presentation.close(),
  ];
}
