// Mounts the live view into the page, with the style sheet of the same versioned address: the first picture
// waits for it.

/** @import { Component, Own } from "./types.d.ts" */
import { el, within } from "./dom.js";
import { View } from "./view.js";

/**
 * The sheet of this page; one of another page or version goes.
 * @param {string} address
 * @returns {Promise<void>}
 */
function style(address) {
  const { href } = new URL(address, window.location.href);
  /** @type {NodeListOf<HTMLLinkElement>} */
  const present = document.querySelectorAll("link[data-ls-style]");
  if ([...present].some((link) => link.href === href)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      for (const link of present) link.remove();
      resolve();
    };
    document.head.append(
      el("link", { rel: "stylesheet", href, "data-ls-style": "", on: { load: done, error: done } }),
    );
  });
}

/**
 * Mounts into the `.ls-root` inside `parentElement`.
 * @param {Component} component
 * @param {Own} own the playground's own panels
 */
export async function mount(component, own) {
  const { parentElement, data } = component;
  await style(data.style);
  const view = new View(within(parentElement, ".ls-root"), component, own);
  furnish(view);
  return view;
}

/**
 * What comes around the view: the first picture does not wait for it.
 * @param {View} view
 */
async function furnish(view) {
  const { around } = await import("./around.js");
  if (!view.closed) view.ends.push(...around(view));
}
