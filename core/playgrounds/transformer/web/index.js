// The panels that only /transformer has: kind → class. Its page.py names them.

/** @import { View } from "../../../live/web/view.js" */
import { Apart } from "./apart.js";
import { Attention } from "./attention.js";
import { Board } from "./board.js";
import { Clock } from "./clock.js";
import { Curves } from "./curves.js";
import { Embedding } from "./embedding.js";
import { HeadTable } from "./headtable.js";
import { Lens } from "./lens.js";
import { Patch } from "./patch.js";
import { Reach } from "./reach.js";
import { Samples } from "./samples.js";
import { Subject } from "./subject.js";

export const KINDS = {
  attention: Attention,
  apart: Apart,
  board: Board,
  clock: Clock,
  curves: Curves,
  embedding: Embedding,
  heads: HeadTable,
  lens: Lens,
  patch: Patch,
  reach: Reach,
  samples: Samples,
};

/**
 * What the panels agree on: the prompt, the token and the head that are looked at.
 * @param {View} view
 */
export const shared = (view) => ({ subject: new Subject(view) });
