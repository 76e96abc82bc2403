// Mounts the live view into the page, with the style sheets of the same versioned address: the first picture
// waits for them.

/** @import { Component } from "./types.d.ts" */
import { el, within } from "./dom.js";
import { View } from "./view.js";

/**
 * @param {string} href
 * @returns {Promise<void>}
 */
function style(href) {
  return new Promise((resolve) => {
    const done = () => resolve();
    document.head.append(
      el("link", { rel: "stylesheet", href, "data-ls-style": "", on: { load: done, error: done } }),
    );
  });
}

/**
 * The shared sheets and behind them the playground's own, all at once; those of another page or version go.
 * @param {string[]} addresses
 */
async function styles(addresses) {
  const wanted = addresses.map((address) => new URL(address, window.location.href).href);
  /** @type {NodeListOf<HTMLLinkElement>} */
  const links = document.querySelectorAll("link[data-ls-style]");
  const present = [...links];
  const old = present.filter((link) => !wanted.includes(link.href));
  const missing = wanted.filter((href) => !present.some((link) => link.href === href));
  await Promise.all(missing.map(style));
  for (const link of old) link.remove();
}

/**
 * Mounts into the `.ls-root` inside `parentElement`.
 * @param {Component} component
 */
export async function mount(component) {
  const { parentElement, data } = component;
  const [own] = await Promise.all([
    import(new URL(data.own, window.location.href).href),
    styles(data.styles),
  ]);
  return new View(within(parentElement, ".ls-root"), component, own);
}
