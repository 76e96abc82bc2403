// A link to a moment: the page's own address, with the step and the tabs in it once.

import { equal } from "./expect.js";
import { linkTo } from "../../core/live/web/keep.js";

const at = (/** @type {string} */ href) => new URL(href);

Deno.test("a link names the step and the tabs, and does not play", () => {
  const here = at("https://a.example/lab/mlp?mlp.hidden=4,2&play=true&at=3&tabs=old&show=map,loss#x");
  const there = "https://a.example/lab/mlp?mlp.hidden=4,2&show=map,loss&at=1200&tabs=replay,curve";
  equal(linkTo(here, 1200, ["replay", "curve"]), there);
});

Deno.test("at the beginning there is nothing to name", () => {
  equal(linkTo(at("http://localhost:8501/mlp?play=true"), 0, []), "http://localhost:8501/mlp");
  equal(linkTo(at("http://localhost:8501/mlp"), 5, []), "http://localhost:8501/mlp?at=5");
});
