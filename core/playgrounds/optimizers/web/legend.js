// Who is where: everybody's mark, name and loss. Choosing one spells out its update.

/** @import { Arrays, Meta, Texts, Wire } from "../../../live/web/types.d.ts" */
/** @import { Shared } from "../../../live/web/panel.js" */
/** @import { Runner } from "./marks.js" */
import { Colours, rgb } from "../../../live/web/colour.js";
import { el, fill, setAttribute, setText } from "../../../live/web/dom.js";
import { fixed, loss } from "../../../live/web/format.js";

export class Legend {
  /**
   * @param {Texts} texts
   * @param {Shared<string>} member
   */
  constructor(texts, member) {
    this.texts = texts;
    this.member = member;
    /** @type {{ runner: Runner, node: HTMLElement, value: HTMLElement }[]} */ this.entries = [];
    this.root = el("div", { class: "ls-runners", role: "group", "aria-label": texts["race.legend"] });
    member.watch(() => this.choose());
  }

  /**
   * @param {Runner[]} runners those that take part
   * @param {Runner[]} absent those that were chosen and have nothing to do here
   */
  build(runners, absent) {
    this.entries = runners.map((runner) => {
      const dot = dotOf(runner);
      const value = el("span", { class: "ls-runner-loss" });
      const node = el(
        "button",
        {
          type: "button",
          class: "ls-runner",
          "data-runner": runner.name,
          on: { click: () => this.member.set(runner.name) },
        },
        dot,
        el("span", { class: "ls-runner-name", text: runner.label }),
        value,
      );
      return { runner, node, value };
    });
    const idle = absent.map((runner) => {
      const words = el("span", { class: "ls-runner-loss", text: this.texts["race.absent"] });
      const name = el("span", { class: "ls-runner-name", text: runner.label });
      return el("span", { class: "ls-runner", "data-absent": runner.name }, dotOf(runner), name, words);
    });
    this.root.replaceChildren(...this.entries.map(({ node }) => node), ...idle);
    this.choose();
  }

  choose() {
    for (const { runner, node } of this.entries) {
      setAttribute(node, "aria-pressed", runner.name === this.member.value);
    }
  }

  /** @param {Wire} now [n] losses; not-a-number: has left */
  write(now) {
    this.entries.forEach(({ runner, node, value }, i) => {
      const gone = Number.isNaN(now[i]);
      const said = { name: runner.label, loss: loss(now[i]) };
      setText(value, gone ? this.texts["race.left"] : said.loss);
      setAttribute(node, "data-left", gone);
      setAttribute(node, "aria-label", fill(this.texts[gone ? "race.gone" : "race.runner"], said));
    });
  }
}

/**
 * A round mark with the letter.
 * @param {Runner} runner
 */
export function dotOf({ letter, colour }) {
  const dot = el("i", { class: "ls-runner-dot", text: letter, "aria-hidden": "true" });
  dot.style.background = colour;
  dot.style.color = Colours.on(rgb(colour));
  return dot;
}

/**
 * What a plane through many weights leaves out, behind another sentence; nothing where it leaves out nothing.
 * @param {Texts} texts
 * @param {Meta | null} meta
 * @param {Arrays | null} arrays
 */
export function planeWords(texts, meta, arrays) {
  const count = meta?.describe.parameters ?? 2;
  if (!arrays || count === 2) return "";
  return ` ${fill(texts["race.plane"], { count, share: fixed(100 * arrays.plane[3], 0) })}`;
}
