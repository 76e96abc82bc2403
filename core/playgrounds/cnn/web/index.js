// The panels that only /cnn has: kind → class. Its page.py names them.

/** @import { View } from "../../../live/web/view.js" */
import { Apart } from "./apart.js";
import { Confusion } from "./confusion.js";
import { Draw } from "./draw.js";
import { Embedding } from "./embedding.js";
import { Ensemble } from "./ensemble.js";
import { Layers } from "./layers.js";
import { Maximised } from "./maximised.js";
import { Maps } from "./maps.js";
import { Calibration, Gradients } from "./measured.js";
import { Augmented, Errors, Filters } from "./pictures.js";
import { Subject } from "./subject.js";
import { Toy } from "./toy.js";
import { Why } from "./why.js";

export const KINDS = {
  maps: Maps,
  apart: Apart,
  confusion: Confusion,
  draw: Draw,
  layers: Layers,
  gradients: Gradients,
  calibration: Calibration,
  augmented: Augmented,
  errors: Errors,
  filters: Filters,
  embedding: Embedding,
  maximised: Maximised,
  ensemble: Ensemble,
  toy: Toy,
  why: Why,
};

/**
 * What the panels agree on: the image and the number that are looked at.
 * @param {View} view
 */
export const shared = (view) => ({ subject: new Subject(view) });
