// What Streamlit's own controls around the view get from us. It is fetched when the view is there.

/** @import { Field } from "./types.d.ts" */
import { Fields } from "./fields.js";
import { leadThroughMenu } from "./menu.js";

/**
 * @param {() => Record<string, Field>} specs of the typed numbers, by the style class of a field's element
 * @returns {(() => void)[]} what ends it
 */
export function around(specs) {
  const fields = new Fields(specs);
  return [leadThroughMenu(), () => fields.close()];
}
