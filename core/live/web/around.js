// What Streamlit's own controls around the view get from us, and the presentation. It is fetched when the view is there.

/** @import { View } from "./view.js" */
import { Fields } from "./fields.js";
import { otherMedia } from "./media.js";
import { leadThroughMenu } from "./menu.js";
import { Presentation } from "./present.js";

/**
 * @param {View} view
 * @returns {(() => void)[]} what ends it
 */
export function around(view) {
  const fields = new Fields(() => view.data.fields);
  const presentation = new Presentation(view);
  view.furniture.push(() => presentation.update());
  return [leadThroughMenu(), otherMedia(view), () => fields.close(), () => presentation.close()];
}
