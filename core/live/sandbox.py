"""What a page says in a frame that keeps it from its own server: `sandbox` without `allow-same-origin`.

Nothing of the page arrives there, neither cookies nor scripts nor sockets: only what stands in the page
itself can say so, and lead to a tab of its own.
"""

from __future__ import annotations

import json

from core.i18n import N_, translator

WHY = N_(
    "The site around this frame shuts the page off from its own server (a sandbox without"
    " allow-same-origin), so nothing can be shown here. It works in a tab of its own."
)
OPEN = N_("Open in a tab of its own")
SCRIPT = """<script>
if (window.origin === "null") addEventListener("DOMContentLoaded", () => {
  const [why, open] = TEXTS;
  const { href } = window.location;
  const way = Object.assign(document.createElement("a"), { href, target: "_blank", rel: "noopener" });
  way.textContent = open;
  const address = document.createElement("code"); // some frames may open nothing: it can be copied
  address.textContent = href;
  const box = document.createElement("main");
  box.style.cssText = "max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 17px/1.5 system-ui";
  for (const part of [why, way, address]) {
    const line = document.createElement("p");
    line.append(part);
    box.append(line);
  }
  document.body.replaceChildren(box);
});
</script>"""


def notice(accepted: str) -> bytes:
    """The script for a page's head, in the first language of an Accept-Language header."""
    _ = translator(accepted.partition(",")[0].partition(";")[0].strip() or "en")
    # In a script nothing may look like the end of it.
    texts = json.dumps([_(WHY), _(OPEN)]).replace("</", "<\\/")
    return SCRIPT.replace("TEXTS", texts).encode()
