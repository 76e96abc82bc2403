"""Short texts in the viewer's language: one translator per viewer, nothing set process-wide.

Mark a text with `N_` where it is declared, translate it where it is shown: `_ = translator("en")`,
`_(param.label)`. Texts are whole sentences with named gaps, `_("{n} points").format(n=500)`; never
glue translated pieces together. `python -m core.i18n` (needs Babel, a development dependency)
collects the marked texts and rewrites the catalogues in core/locale: the template, and per language
the readable .po and the .mo that Python's gettext reads. A new language starts with an empty folder
there, `core/locale/zh/`. English keeps its catalogue empty: every text stands for itself.
"""

from __future__ import annotations

import ast
import gettext
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "core" / "locale"
DOMAIN = "learnscope"
HEADERS = {"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
TEXT_AT = {"_": 0, "N_": 0, "Message": 1}  # function → which argument is a text for the catalogue


def N_(text: str) -> str:
    """Marks `text` for the catalogue and returns it as it is; whoever shows it translates it."""
    return text


def languages() -> list[str]:
    """The languages with a compiled catalogue, as their folders are named: `["en"]`."""
    return sorted(path.parent.parent.name for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))


@lru_cache(maxsize=64)
def translator(language: str) -> Callable[[str], str]:
    """The function that translates into `language`, a browser's tag such as `zh-CN`.

    A region without a catalogue of its own gets its language's; an unknown language gets English,
    and so does a text that isn't translated yet. Only names found on disk become paths.
    """
    tag = language.replace("-", "_").lower()
    known = {name.lower(): name for name in languages()}
    found = known.get(tag) or known.get(tag.partition("_")[0]) or "en"
    return gettext.translation(DOMAIN, LOCALE, [found], fallback=True).gettext


def sources(root: Path) -> list[Path]:
    """The files whose texts are collected, in a fixed order."""
    return sorted([*root.glob("core/**/*.py"), *root.glob("pages/**/*.py"), *root.glob("app.py")])


def texts(source: str) -> Iterator[str]:
    """The marked texts of one Python source, also those inside f-strings."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        at = TEXT_AT.get(name, len(node.args))
        if at < len(node.args) and isinstance(text := node.args[at], ast.Constant):
            if not isinstance(text.value, str) or not text.value:
                raise ValueError(f"{name}() marks {text.value!r}, which is not a text")
            yield text.value


def collect(root: Path) -> dict[str, list[str]]:
    """text → the files that mark it, both sorted."""
    found: dict[str, set[str]] = {}
    for path in sources(root):
        for text in texts(path.read_text(encoding="utf-8")):
            found.setdefault(text, set()).add(path.relative_to(root).as_posix())
    return {text: sorted(found[text]) for text in sorted(found)}


def write_catalogues(root: Path = ROOT, locale: Path = LOCALE) -> list[Path]:
    """Rewrites the template and every language's catalogue; the same sources give the same bytes.

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

    used = collect(root)

    def write(target: Path, language: str | None = None) -> Path:
        known = read_po(BytesIO(target.read_bytes())) if language and target.exists() else Catalog()
        catalogue = Timeless(language, domain=DOMAIN, header_comment="# Learnscope", fuzzy=False)
        for text, files in used.items():
            old = known.get(text)
            done = old.string if old and not old.fuzzy else ""
            catalogue.add(text, done, locations=[(file, 0) for file in files])
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_po(file, catalogue, width=0, include_lineno=False)
        if language:
            with target.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
        return target

    names = {"en", *(folder.name for folder in locale.glob("*") if folder.is_dir())}
    targets = {name: locale / name / "LC_MESSAGES" / f"{DOMAIN}.po" for name in sorted(names)}
    written = [write(target, name) for name, target in targets.items()]
    return [write(locale / f"{DOMAIN}.pot"), *written]


if __name__ == "__main__":
    for path in write_catalogues():
        print(path.relative_to(ROOT))
