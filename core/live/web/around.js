// What the view and Streamlit's own controls around it get from us once the first picture is there.

/** @import { View } from "./view.js" */
import { Fields } from "./fields.js";
import { leadThroughMenu } from "./menu.js";
import { Silence } from "./silence.js";

/**
 * @param {View} view
 * @returns {(() => void)[]} what ends it
 */
export function around(view) {
  const fields = new Fields(() => view.data.fields);
  const silence = new Silence(view);
  return [leadThroughMenu(), () => fields.close(), () => silence.close()];
}
