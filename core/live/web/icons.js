// The few pictures on buttons, drawn on a 24 × 24 grid in the colour of the text.

import { guarded } from "./guard.js";

/** @type {Record<string, string>} */
const FILLED = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z",
  step: "M5 5v14l10-7zM16.5 5H19v14h-2.5z",
  epoch: "M2.5 5.5v13l8-6.5zM10.5 5.5v13l8-6.5zM19.2 5.5h2.3v13h-2.3z",
  reset: "M19 5v14L9 12zM5 5h2.5v14H5z",
};
/** @type {Record<string, string>} */
const STROKED = {
  "new-seed":
    "M6.5 4h11A2.5 2.5 0 0 1 20 6.5v11a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17.5v-11A2.5 2.5 0 0 1 6.5 4zM8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01",
  undo: "M8.5 4.5 4 9l4.5 4.5M4 9h10a5.5 5.5 0 0 1 0 11H9",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  alarm: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2h.01",
  well: "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M8 12.3l2.8 2.8 5.2-5.8",
};

/** @param {string} name */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `ls-icon ${name in FILLED ? "" : "ls-icon-line"}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", guarded({ ...STROKED, ...FILLED }, "icon")[name]);
  svg.append(path);
  return svg;
}
