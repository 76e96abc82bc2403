"""Short texts in the viewer's language: one translator per viewer, nothing set process-wide.

Mark a text with `N_` where it is declared, translate it where it is shown: `_ = translator("en", "mlp")`,
`_(param.label)`. Texts are whole sentences with named gaps, `_("{n} points").format(n=500)`; never glue
translated pieces together. Where one English word has two meanings, `N_("Points", "data set")` says which.

Every playground has a gettext domain of its own, in its folder `locale`; what is shared is in core/locale.
English needs no catalogue: every text stands for itself. `python -m core.i18n LANGUAGE …` (needs Babel, a
development dependency) begins a language, or brings it up to date: per domain a readable .po to fill in,
and the .mo that Python's gettext reads. The language `qps` shows every text in ⟦ ⟧: what is without them
on the screen cannot be translated.
"""

from __future__ import annotations

import ast
import gettext
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED, TEST = "learnscope", "qps"
HEADERS = {"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
TEXT_AT = {"_": 0, "N_": 0, "Message": 1}  # function → which argument is a text for the catalogue
Translate = Callable[[str], str]


class Text(str):
    """A text that can be translated, in English; `context` tells apart what English writes alike."""

    __slots__ = ("context",)
    context: str

    def __new__(cls, text: str, context: str = "") -> Text:
        made = super().__new__(cls, text)
        made.context = context
        return made


def N_(text: str, context: str = "") -> Text:
    """Marks `text` for the catalogue; whoever shows it translates it."""
    return Text(text, context)


def translated(value: Any, translate: Translate) -> Any:
    """JSON with the marked texts in it translated."""
    if isinstance(value, Text):
        return translate(value)
    if isinstance(value, dict):
        return {key: translated(one, translate) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [translated(one, translate) for one in value]
    return value


def domains(root: Path = ROOT) -> dict[str, Path]:
    """domain → the folder of its catalogues: the shared one and every playground's."""
    own = sorted(path.parent for path in root.glob("core/playgrounds/*/__init__.py"))
    return {SHARED: root / "core" / "locale", **{one.name: one / "locale" for one in own}}


def languages() -> list[str]:
    """The languages with a compiled shared catalogue, and English: `["en"]`."""
    found = domains()[SHARED].glob(f"*/LC_MESSAGES/{SHARED}.mo")
    return sorted({"en", *(path.parent.parent.name for path in found)})


@lru_cache(maxsize=256)
def translator(language: str, page: str = "") -> Translate:
    """The function that translates into `language`, a browser's tag such as `zh-CN`, on one page.

    A playground's own texts come from its domain, all others from the shared one. A region without a
    catalogue of its own gets its language's; an unknown language gets English, and so does a text that
    isn't translated yet. Only names found on disk become paths.
    """
    tag = language.replace("-", "_").lower()
    if tag == TEST:
        return lambda text: f"⟦{text}⟧"
    known = {name.lower(): name for name in languages()}
    found = known.get(tag) or known.get(tag.partition("_")[0]) or "en"
    folders = domains()
    every = [one for one in (page, SHARED) if one in folders]
    catalogues = [gettext.translation(one, folders[one], [found], fallback=True) for one in every]

    def translate(text: str) -> str:
        context = getattr(text, "context", "")
        for catalogue in catalogues:
            said = catalogue.pgettext(context, text) if context else catalogue.gettext(text)
            if said != text:
                return said
        return str(text)

    return translate


# ---- collecting --------------------------------------------------------------------------------
def texts(source: str) -> Iterator[tuple[str, str]]:
    """The marked texts of one Python source, also those inside f-strings, with their contexts."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name, at = node.func.id, TEXT_AT.get(node.func.id, len(node.args))
        if at < len(node.args) and isinstance(text := node.args[at], ast.Constant):
            if not isinstance(text.value, str) or not text.value:
                raise ValueError(f"{name}() marks {text.value!r}, which is not a text")
            more = node.args[at + 1 :] if name == "N_" else []
            context = more[0].value if more and isinstance(more[0], ast.Constant) else ""
            yield text.value, str(context)


def collect(root: Path = ROOT) -> dict[str, dict[tuple[str, str], list[str]]]:
    """domain → (text, context) → the files that mark it, all sorted; a shared text is in no other domain."""
    found: dict[str, dict[tuple[str, str], set[str]]] = {one: {} for one in domains(root)}
    files = [*root.glob("core/**/*.py"), *root.glob("pages/**/*.py"), *root.glob("app.py")]
    for path in sorted(files):
        place = path.relative_to(root).parts
        own = place[2] if place[:2] == ("core", "playgrounds") and len(place) > 3 else SHARED
        for text in texts(path.read_text(encoding="utf-8")):
            found[own].setdefault(text, set()).add("/".join(place))
    shared = found[SHARED].keys()
    return {
        domain: {
            text: sorted(files[text])
            for text in sorted(files)
            if domain == SHARED or text not in shared
        }
        for domain, files in found.items()
    }


def write_catalogues(language: str, root: Path = ROOT) -> list[Path]:
    """Begins or updates a language's catalogues; the same sources give the same bytes.

    Translations of texts still in use are kept, also when they moved to another file; the others
    are dropped. Returns the readable files written.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po, write_po

    class Timeless(Catalog):
        """A catalogue whose header says nothing about when, where or by whom it was written."""

        mime_headers = property(
            lambda self: [header for header in super().mime_headers if header[0] in HEADERS]
        )

    written = []
    for domain, used in collect(root).items():
        target = domains(root)[domain] / language / "LC_MESSAGES" / f"{domain}.po"
        known = read_po(BytesIO(target.read_bytes())) if target.exists() else Catalog()
        catalogue = Timeless(language, domain=domain, header_comment="# Learnscope", fuzzy=False)
        for (text, context), files in used.items():
            old = known.get(text, context or None)
            done = old.string if old and not old.fuzzy else ""
            places = [(file, 0) for file in files]
            catalogue.add(text, done, locations=places, context=context or None)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_po(file, catalogue, width=0, include_lineno=False)
        with target.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        written.append(target)
    return written


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("Say which languages: python -m core.i18n zh")
    for each in sys.argv[1:]:
        for path in write_catalogues(each):
            print(path.relative_to(ROOT))
