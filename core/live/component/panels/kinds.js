// Every kind of panel there is: a page's Python half names one per panel.

import { ActionCurve } from "./actioncurve.js";
import { Aggregate } from "./aggregate.js";
import { Chart } from "./chart.js";
import { ChoiceChart } from "./choice.js";
import { Decode } from "./decode.js";
import { Diagnosis } from "./diagnosis.js";
import { Dimensions } from "./dimensions.js";
import { Disentanglement } from "./disentanglement.js";
import { Flow } from "./flow.js";
import { Grid } from "./grid.js";
import { Interpolation } from "./interpolation.js";
import { Latent } from "./latent.js";
import { MapPanel } from "./map.js";
import { Matrix } from "./matrix.js";
import { Neighbours } from "./neighbours.js";
import { Network } from "./network.js";
import { Noise } from "./noise.js";
import { Optimal } from "./optimal.js";
import { Profile } from "./profile.js";
import { UpdatePanel } from "./qupdate.js";
import { Reconstructions } from "./reconstructions.js";
import { Replay } from "./replay.js";
import { Returns } from "./returns.js";
import { Samples } from "./samples.js";
import { Sliders } from "./sliders.js";
import { Stage } from "./stage.js";
import { Strip } from "./strip.js";
import { Surface } from "./surface.js";
import { Tabs } from "./tabs.js";
import { Traversals } from "./traversals.js";
import { Trick } from "./trick.js";
import { Waves } from "./waves.js";
import { World } from "./world.js";

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
