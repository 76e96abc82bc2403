// The panels that only /vae has: kind → class. Its page.py names them.

import { Aggregate } from "./aggregate.js";
import { Decode } from "./decode.js";
import { Dimensions } from "./dimensions.js";
import { Disentanglement, Traversals } from "./traversals.js";
import { Interpolation } from "./interpolation.js";
import { Latent } from "./latent.js";
import { Reconstructions } from "./reconstructions.js";
import { Sliders } from "./sliders.js";
import { Trick } from "./trick.js";

/** @import { Arrays } from "../../../live/web/types.d.ts" */
/** @import { View } from "../../../live/web/view.js" */
import { Shared } from "../../../live/web/panel.js";
import { Plane } from "./plane.js";

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

/**
 * What the panels agree on: the plane; `codes` are the latent panel's newest arrays, `way` what of the path
 * between two images that panel draws too.
 * @param {View} view
 */
export const shared = (view) => ({
  plane: new Plane(view),
  codes: new Shared(/** @type {Arrays | null} */ (null)),
  way: { shown: false, straight: true, badges: ["", ""] },
});
