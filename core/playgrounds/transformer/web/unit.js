// In which unit losses are told, nats or bits: chosen once, and kept while the page lives, whatever is built anew.

import { Shared } from "../../../live/web/panel.js";

/** @type {Shared<"nats" | "bits">} */
export const unit = new Shared(/** @type {"nats" | "bits"} */ ("nats"));

/** What a loss in nats is multiplied with: a bit is ln 2 nats. */
export const perNat = () => unit.value === "bits" ? Math.LOG2E : 1;
