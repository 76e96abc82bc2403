// Every kind of panel there is: a page's Python half names one per panel.

import { ActionCurve } from "../../playgrounds/ddpg/web/actioncurve.js";
import { Aggregate } from "../../playgrounds/vae/web/aggregate.js";
import { Chart } from "./panels/chart.js";
import { ChoiceChart } from "./panels/choice.js";
import { Decode } from "../../playgrounds/vae/web/decode.js";
import { Diagnosis } from "./panels/diagnosis.js";
import { Dimensions } from "../../playgrounds/vae/web/dimensions.js";
import { Disentanglement } from "../../playgrounds/vae/web/disentanglement.js";
import { Flow } from "../../playgrounds/gan/web/flow.js";
import { Grid } from "../../playgrounds/gan/web/grid.js";
import { Interpolation } from "../../playgrounds/vae/web/interpolation.js";
import { Latent } from "../../playgrounds/vae/web/latent.js";
import { MapPanel } from "../../playgrounds/mlp/web/map.js";
import { Matrix } from "../../playgrounds/mlp/web/matrix.js";
import { Neighbours } from "../../playgrounds/gan/web/neighbours.js";
import { Network } from "../../playgrounds/mlp/web/network.js";
import { Noise } from "../../playgrounds/ddpg/web/noise.js";
import { Optimal } from "../../playgrounds/qlearning/web/optimal.js";
import { Profile } from "../../playgrounds/gan/web/profile.js";
import { UpdatePanel } from "../../playgrounds/qlearning/web/update.js";
import { Reconstructions } from "../../playgrounds/vae/web/reconstructions.js";
import { Replay } from "../../playgrounds/ddpg/web/replay.js";
import { Returns } from "../../playgrounds/ddpg/web/returns.js";
import { Samples } from "../../playgrounds/gan/web/samples.js";
import { Sliders } from "../../playgrounds/vae/web/sliders.js";
import { Stage } from "../../playgrounds/ddpg/web/stage.js";
import { Strip } from "../../playgrounds/gan/web/strip.js";
import { Surface } from "../../playgrounds/ddpg/web/surface.js";
import { Tabs } from "./panels/tabs.js";
import { Traversals } from "../../playgrounds/vae/web/traversals.js";
import { Trick } from "../../playgrounds/vae/web/trick.js";
import { Waves } from "../../playgrounds/gan/web/waves.js";
import { World } from "../../playgrounds/qlearning/web/world.js";

export const KINDS = {
  network: Network,
  map: MapPanel,
  chart: Chart,
  matrix: Matrix,
  samples: Samples,
  flow: Flow,
  diagnosis: Diagnosis,
  choice: ChoiceChart,
  grid: Grid,
  strip: Strip,
  neighbours: Neighbours,
  waves: Waves,
  profile: Profile,
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
  tabs: Tabs,
  world: World,
  optimal: Optimal,
  update: UpdatePanel,
  stage: Stage,
  surface: Surface,
  action: ActionCurve,
  replay: Replay,
  noise: Noise,
  returns: Returns,
};

// The panels' names in the protocol; null where nothing is computed for the panel alone.
const WATCHED = {
  network: "network",
  map: "map",
  matrix: "confusion",
  chart: "curves",
  choice: "curves",
  returns: "curves",
  stage: "world",
  diagnosis: null,
  sliders: null, // asks by probes: an answer belongs to its question, whatever is moved meanwhile
  tabs: null,
  optimal: null, // drawn by the world: optimal values come once, with the description
};

/** What the server computes for this panel: a name of the protocol, or null. */
export const watched = (panel) => panel.watched ?? (panel.spec.kind in WATCHED ? WATCHED[panel.spec.kind] : panel.spec.kind);

// Map and matrix share a column, charts are stacked in another; a panel may name its own.
const COLUMNS = { network: "wide", chart: "curves" };
export const column = (spec) => spec.column ?? COLUMNS[spec.kind] ?? "main";
