"""How people write numbers, lists and names, and what each means: one reading for widgets, addresses and
the command line. `live/web/numerals.js` reads numbers by the same rules.

Numbers: a decimal comma is as good as a point, and any minus sign, any space and any script's digits are
understood; thousands may stand apart (`1 000`, `1'000`, `1,234.5`, `1.234,5`). What is left is `1,000`:
for a whole number a comma sets thousands apart, so it is 1000; for any other it may be 1 or 1000, and so
may `1.000` for a whole number. Those have two readings, and whoever asked must say which is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MINUS = "\u2010\u2011\u2012\u2013\u2014\u2212"  # hyphens, dashes, and the mathematical sign
LEAD = r"[1-9]\d{0,2}"  # what stands before the first group of three
BETWEEN = re.compile(r"[\s,;|/\u3001]+")  # entries of a list
AROUND = re.compile(r"[()\[\]{}<>\"'\u2329\u232a\u27e8\u27e9\u3008-\u3011\u3014\u3015]")
TIMES = re.compile(r"(?<=\d)\s*[x×]\s*(?=\d)", re.IGNORECASE)


def readings(text: str, whole: bool = False) -> tuple[float, ...]:
    """What `text` may mean as a number: nothing, one value, or two between which nobody can tell."""
    found = re.fullmatch(r"([+-]?) ?([\d.,' ]*\d[.,]?)(e[+-]?\d+)?", simple(text), re.IGNORECASE)
    if not found:
        return ()
    sign, body, power = found.groups(default="")
    plain = _plainly(body, whole and not power)
    # Before a power of ten nobody sets thousands apart: a single mark is the decimal one.
    return tuple(float(sign + one + power) for one in (plain[:1] if power else plain))


def _plainly(body: str, whole: bool) -> list[str]:
    """The ways to write `body` with nothing but digits and a decimal point, the plainest first."""
    if re.fullmatch(rf"{LEAD}([ '])\d{{3}}(\1\d{{3}})*([.,]\d*)?", body):
        return [re.sub("[ ']", "", body).replace(",", ".")]
    for group, point in (",.", ".,"):
        if re.fullmatch(rf"{LEAD}(\{group}\d{{3}})(\{group}\d{{3}}|\{point}\d*$)+", body):
            return [body.replace(group, "").replace(point, ".")]
    if not re.fullmatch(r"\d+[.,]?\d*|[.,]\d+", body):
        return []
    decimal = body.replace(",", ".")
    if not re.fullmatch(rf"{LEAD}[.,]\d{{3}}", body) or (not whole and "." in body):
        return [decimal]
    grouped = decimal.replace(".", "")
    surely = whole and ("," in body or not decimal.endswith("000"))
    return [grouped] if surely else [decimal, grouped]


def entries(text: str, numbers: bool = False) -> list[str]:
    """The entries of a list, however they are set apart and whatever brackets stand around them.

    Between numbers, x and × set apart as well. What holds separators alone is one entry that is none.
    """
    inner = AROUND.sub(" ", simple(text)).strip()
    if numbers:
        inner = TIMES.sub(",", inner)
    found = [entry for entry in BETWEEN.split(inner) if entry]
    return found or ([inner] if inner else [])


def name(text: str, known: Iterable[str]) -> str | None:
    """The one of the `known` names that `text` is, in any case and with any of - _ and space."""
    known = list(known)
    if text in known:
        return text
    same = [one for one in known if _folded(one) == _folded(text)]
    return same[0] if len(same) == 1 else None


def _folded(text: str) -> str:
    return re.sub(r"[-_ ]", "_", simple(text).casefold())


def simple(text: str) -> str:
    """`text` in the signs of a plain keyboard as far as it has any, without spaces around it."""
    return "".join(map(_sign, text)).strip()


def _sign(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    if digit is not None:  # superscripts are no digits: 10³ isn't 103
        return str(digit)
    if sign.isspace():
        return " "
    if unicodedata.category(sign) == "Cf":  # a zero-width space, a direction mark
        return ""
    if sign in MINUS:
        return "-"
    if sign == "\u2019":
        return "'"
    wide = "\uff00" <= sign <= "\uffef" or "\ufe50" <= sign <= "\ufe6f"
    return unicodedata.normalize("NFKC", sign) if wide else sign
