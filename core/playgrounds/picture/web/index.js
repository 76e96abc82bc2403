// The panels that only /picture has: kind → class. Its page.py names them.

import { Pictures } from "./pictures.js";
import { Spectrum } from "./spectrum.js";

export const KINDS = {
  pictures: Pictures,
  spectrum: Spectrum,
};
