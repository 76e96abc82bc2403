"""What stands in every page's head because nothing could be fetched when it is needed: what a page says where
its server is gone, and where the frame around it keeps it from its server.

Streamlit's own dialog would advise a visitor to start "yourscript.py". And in a frame with a `sandbox` that
lacks `allow-same-origin` nothing of the page arrives, neither cookies nor scripts nor sockets.
"""

from __future__ import annotations

import json

from core.i18n import N_, translator

GONE = N_(
    "The server does not answer at the moment. This page keeps trying and goes on by itself; your settings"
    " are in its address."
)
SHUT = N_(
    "The site around this frame shuts the page off from its own server (a sandbox without"
    " allow-same-origin), so nothing can be shown here. It works in a tab of its own."
)
OPEN = N_("Open in a tab of its own")
SCRIPT = """<script>
addEventListener("DOMContentLoaded", () => {
  const [gone, shut, open] = TEXTS;
  if (window.origin === "null") {
    const { href } = window.location;
    const way = Object.assign(document.createElement("a"), { href, target: "_blank", rel: "noopener" });
    way.textContent = open;
    const address = document.createElement("code"); // some frames may open nothing: it can be copied
    address.textContent = href;
    const box = document.createElement("main");
    box.style.cssText = "max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 17px/1.5 system-ui";
    for (const part of [shut, way, address]) {
      const line = document.createElement("p");
      line.append(part);
      box.append(line);
    }
    document.body.replaceChildren(box);
    return;
  }
  const said = Object.assign(document.createElement("p"), { id: "learnscope-gone", hidden: true });
  said.setAttribute("role", "alert");
  said.style.cssText = "position: fixed; z-index: 999999; bottom: 12px; left: 50%; translate: -50%;"
    + " margin: 0; box-sizing: border-box; width: max-content; max-width: calc(100vw - 24px);"
    + " padding: 10px 18px; border: 2px solid #fff; border-radius: 8px; background: #1a2029; color: #fff;"
    + " font: 17px/1.4 system-ui, sans-serif";
  document.body.append(said);
  const say = (text) => {
    said.textContent = text;
    said.hidden = !text;
  };
  const look = () => {
    const app = document.querySelector("[data-testid=stApp]");
    if (app?.dataset.testConnectionState === "CONNECTED" && !said.hidden) say("");
    for (const dialog of document.querySelectorAll("[data-testid=stDialog]:not([data-learnscope-seen])")) {
      if (dialog.querySelector("h2")?.textContent !== "Connection error") continue;
      dialog.dataset.learnscopeSeen = "";
      dialog.style.display = "none";
      dialog.querySelector("section > button")?.click();
      say(gone);
    }
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true });
  const options = { attributeFilter: ["data-test-connection-state"], subtree: true };
  watch.observe(document.getElementById("root"), options);
});
</script>"""


def outage(language: str) -> bytes:
    """The script for a page's head, in a viewer's language."""
    _ = translator(language)
    # In a script nothing may look like the end of it.
    texts = json.dumps([_(GONE), _(SHUT), _(OPEN)]).replace("</", "<\\/")
    return SCRIPT.replace("TEXTS", texts).encode()
