// What Streamlit's own controls around the view get from us. It is fetched when the view is there.

/** @import { View } from "./view.js" */
import { Controls } from "./controls.js";
import { Fields } from "./fields.js";
import { leadThroughMenu } from "./menu.js";
import { Sliders } from "./sliders.js";

/**
 * @param {View} view
 * @returns {(() => void)[]} what ends it
 */
export function around(view) {
  const controls = new Controls(() => view.data.fields, (message) => view.send(message));
  const fields = new Fields(controls);
  new Sliders(controls);
  return [leadThroughMenu(), () => controls.close(), () => fields.close()];
}
