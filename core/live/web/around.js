// What Streamlit's own controls around the view get from us. It is fetched when the view is there.

/** @import { View } from "./view.js" */
import { Sidebar } from "./sidebar.js";
import { Fields } from "./fields.js";
import { leadThroughMenu } from "./menu.js";
import { Drag } from "./drag.js";

/**
 * @param {View} view
 * @returns {(() => void)[]} what ends it
 */
export function around(view) {
  const sidebar = new Sidebar(() => view.data.fields, (message) => view.send(message));
  const fields = new Fields(sidebar);
  new Drag(sidebar);
  return [leadThroughMenu(), () => sidebar.close(), () => fields.close()];
}
