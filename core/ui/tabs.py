"""Panels that share one place of the live view, one of which is seen at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.params import Translate


def sharing(column: str, tabs: Mapping[str, tuple[str, str]], _: Translate) -> list[dict[str, Any]]:
    """The row of tabs and its panels, for a page's list; `tabs` maps a panel's name, which is also its
    kind, to its title and what its tab says."""
    row = {"name": f"{column}-tabs", "kind": "tabs", "of": list(tabs), "column": column}
    return [
        {**row, "title": _("What is shown here")},
        *(
            {"name": name, "kind": name, "title": title, "tab": tab, "column": column}
            for name, (title, tab) in tabs.items()
        ),
    ]
