// The panels that only /vae has: kind → class. Its page.py names them.

import { Aggregate } from "./aggregate.js";
import { Decode } from "./decode.js";
import { Dimensions } from "./dimensions.js";
import { Disentanglement } from "./disentanglement.js";
import { Interpolation } from "./interpolation.js";
import { Latent } from "./latent.js";
import { Reconstructions } from "./reconstructions.js";
import { Sliders } from "./sliders.js";
import { Traversals } from "./traversals.js";
import { Trick } from "./trick.js";

export const KINDS = {
  latent: Latent,
  decode: Decode,
  sliders: Sliders,
  interpolation: Interpolation,
  trick: Trick,
  traversals: Traversals,
  aggregate: Aggregate,
  disentanglement: Disentanglement,
  reconstructions: Reconstructions,
  dimensions: Dimensions,
};
