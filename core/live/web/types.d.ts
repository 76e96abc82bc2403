// What travels between server and browser, and what Streamlit hands over: types alone, for the checker.

import type { Panel } from "./panel.js";
import type { View } from "./view.js";

/** A typed array of the wire, with its axes. */
export type Wire = Typed & { shape: number[] };
/** What the four types of numbers have in common. */
export interface Typed extends ArrayLike<number>, Iterable<number> {
  subarray(begin?: number, end?: number): Typed;
  slice(begin?: number, end?: number): Typed;
  forEach(each: (value: number, index: number) => void): void;
  map(each: (value: number, index: number) => number): Typed;
  reduce<T>(each: (sum: T, value: number, index: number) => T, first: T): T;
  indexOf(value: number): number;
  findIndex(holds: (value: number, index: number) => boolean): number;
  some(holds: (value: number, index: number) => boolean): boolean;
  keys(): IterableIterator<number>;
  readonly buffer: ArrayBufferLike;
}
/** Received arrays by name; one that VIEWS declares and this frame has not is undefined. */
export type Arrays = Record<string, Wire>;
/** Numbers by index, whatever holds them. */
export type Numbers = ArrayLike<number>;
export type Rgb = number[];
/** A square of the canvas, in the style sheet's pixels. */
export type Square = { left: number; top: number; side: number };
/** A rectangle of the canvas. */
export type Box = { left: number; top: number; wide: number; tall: number };
/** Room around a drawing. */
export type Room = { left: number; right: number; top: number; bottom: number };
/** Lowest and highest value of an axis. */
export type Domain = number[];
/** Where on the canvas a point of the plane lies. */
export type Place = (x: number, y: number) => [number, number];
export type Texts = Record<string, string>;
// deno-lint-ignore no-explicit-any
export type Json = Record<string, any>;

/** A panel as page.py lists it: `Panel.to_json()`, and what its kind needs beyond that. */
export type Spec = Json & {
  name: string;
  kind: string;
  title: string;
  view: string | null;
  column: string;
  main: boolean;
  stage?: boolean;
  drawn?: "optional";
  tab?: string;
};

export type Format = "loss" | "percent" | "count" | "nats" | "weight" | "decibel" | "of" | "spread";

/** One number of a run, as METRICS declares it; texts are in the viewer's language. */
export type Metric = {
  label: string;
  help: string;
  format: Format;
  unit: string;
  better: "higher" | "lower" | "";
  evaluated_on: string;
  beside: string;
  headline: boolean;
};
export type Metrics = Record<string, Metric>;

export type Meta = {
  type: "meta";
  build: number;
  run: string;
  algorithm: string;
  unit: string;
  config: Json;
  device: string;
  gears: string[];
  describe: Json;
  metrics: Metrics;
  views: Record<string, string[]>;
  statics: string[];
  undo: boolean;
};

export type Stamp = {
  step: number;
  kind: string;
  name: string;
  label?: string;
  old: string | null;
  new: string | null;
};

export type News = {
  version: number;
  curves?: Record<string, { from: number }>;
  events?: { from: number; items: Stamp[] };
};

export type Frame = {
  type: "frame";
  n: number;
  build: number;
  status: string;
  reason: { text: string } | null;
  notes?: string[];
  step: number;
  epoch: number | null;
  gear: string;
  rate: number | null;
  epoch_rate: number | null;
  metrics: Record<string, number | null>;
  history: News;
  timeline?: {
    first: number;
    last: number;
    line: number;
    lines?: { line: number; last: number; diverged: boolean }[];
    moments?: number[];
  };
  panels: string[];
  worked?: number; // where runs are compared: seconds of computing, and those of one step
  per_step?: number | null;
};

/** The answer to a probe, an act or a trace. */
export type Answer = { type: "answer"; id: number; ok: boolean; value: Json; text: string };
export type Done = (answer: Answer | null, arrays: Arrays) => unknown;

/** What Streamlit passes to the component. */
export type Component = {
  data: {
    url: string;
    token: string;
    assets: string;
    page: string;
    files: string[];
    entries: string[];
    style: string;
    panels: Spec[];
    texts: Texts;
    home: string;
    fields: Record<string, Field>;
    palette: Palette | null;
    present: boolean;
    compare: Comparison | null;
    tabs: string[];
  };
  led?: View; // the view whose controls lead this one too
  more(part: string, path: string): Promise<{ module: Json; style: string }>;
  parentElement: HTMLElement;
  setTriggerValue(name: string, value: unknown): void;
};
/** The runs beside the page's own, and what they can be given (core/ui/comparison.py). */
export type Comparison = {
  runs: { id: string; own: string[] }[];
  most: number; // in columns
  repeats: number; // in all
  clock: "steps" | "seconds";
  problem: string;
  params: Json[];
  texts: Texts;
};
/** A number of the sidebar, dragged or typed; without a step on a log scale. */
export type Field = {
  name: string;
  live: boolean;
  low: number;
  high: number;
  whole: boolean;
  step: number | null;
};
export type Palette = {
  classes?: string[];
  middle?: { light: string; dark: string };
  negative?: string;
  positive?: string;
};

/** What a playground's web/index.js exports. */
export type Own = {
  KINDS: Record<string, Kind>;
  shared?: (view: View) => Json;
};
export type Kind = new (spec: Spec, view: View) => Panel;
/** What a viewer wants of one view. */
export type Options = Json;

/** An axis: its bounds, what its numbers are measured in, and its name; with `log` all are powers of ten. */
export type Axis = {
  low: number;
  high: number;
  unit?: string;
  label?: string;
  log?: boolean;
  names?: string[];
};

/** A chart's figure as Plotly has it, from core/figures. */
// deno-lint-ignore no-explicit-any
export type Figure = { data: any[]; layout?: Json };
export type Variant = {
  title?: string;
  requires?: string;
  figure: Figure;
  bind: { trace: number; curve: string; key?: boolean }[];
  log?: boolean;
  tail?: boolean;
};

declare global {
  interface Window {
    // deno-lint-ignore no-explicit-any
    Plotly?: any;
  }
}
