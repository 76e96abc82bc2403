// The present run as a file: the server packs it between two steps, and the browser keeps it where its files go.

/** @import { View } from "./view.js" */
import { el } from "./dom.js";

const KEPT = 60000; // ms that the browser gets to begin its download
const NAME = /filename="([\w.-]+)"/;

/**
 * Downloads the run; what stands in the way is said on the page.
 * @param {View} view
 * @param {HTMLElement | null} button
 */
export async function save(view, button) {
  if (button?.getAttribute("aria-busy") === "true") return;
  button?.setAttribute("aria-busy", "true");
  try {
    const { url, token } = view.data;
    const headers = token ? { "x-learnscope-viewer": token } : undefined;
    const answer = await fetch(url.replace("/learnscope/live/", "/learnscope/save/"), { headers });
    if (!answer.ok) return view.transport.notice(await said(answer, view.texts["save.unreachable"]));
    const href = URL.createObjectURL(await answer.blob());
    const name = NAME.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "run.zip";
    el("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEPT);
  } catch (error) {
    console.warn(error);
    view.transport.notice(view.texts["save.unreachable"]);
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

/**
 * The server's own sentence; a proxy's page of HTML is none.
 * @param {Response} answer
 * @param {string} otherwise
 */
export async function said(answer, otherwise) {
  const plain = answer.headers.get("content-type")?.startsWith("text/plain");
  return plain ? await answer.text() : otherwise;
}
