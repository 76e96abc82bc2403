"""Listens to a page's live socket, whatever its frames are packed into."""

from playwright.sync_api import Page

from tests.e2e.live import OURS

# `told(header)`, where there is such a function, is called with the header of every message. What is packed
# waits in `packed` until `tap` has fetched what unpacks it.
EARS = """
  globalThis.packed = [];
  globalThis.unpack = (buffer) => packed.push(buffer);
  const text = new TextDecoder();
  const Real = WebSocket;
  globalThis.WebSocket = class extends Real {
    constructor(...all) {
      super(...all);
      if (!String(all[0]).includes("/learnscope/live/")) return;
      this.addEventListener("message", ({ data }) => {
        const length = new DataView(data).getUint32(0, true);
        const header = JSON.parse(text.decode(new Uint8Array(data, 4, length)));
        if (header.v === 2) unpack(data);
        else globalThis.told?.(header);
      });
    }
  };
"""
UNPACK = (
    "async () => {"
    + OURS
    + """
  const { Receiver } = await ours("live/web/codec.js");
  const receiver = new Receiver((header) => globalThis.told?.(header), () => {});
  globalThis.unpack = (buffer) => receiver.take(buffer);
  for (const buffer of packed.splice(0)) unpack(buffer);
}"""
)


def tap(page: Page) -> None:
    """After the first picture of a page with `EARS` as a script of its beginning."""
    if page.evaluate("packed.length"):
        page.evaluate(UNPACK)
