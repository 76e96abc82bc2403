// The panels that only /transformer has: kind → class. Its page.py names them.

import { Attention } from "./attention.js";
import { Sample } from "./sample.js";

export const KINDS = {
  attention: Attention,
  sample: Sample,
};
