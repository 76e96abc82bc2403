// What the classes of a conditional GAN are called.

/** @import { Json } from "../../../live/web/types.d.ts" */

/**
 * Names, or numbers where the data have no names; none where there are no classes.
 * @param {Json} describe
 * @returns {string[]}
 */
export const classNames = ({ classes, class_names: names }) =>
  classes ? names ?? Array.from({ length: classes }, (_, k) => String(k)) : [];
