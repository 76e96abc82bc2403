"""The text in a file of unknown encoding: UTF-8 and UTF-16 with and without a mark, else cp1252."""

from __future__ import annotations

import codecs
import re

from core.data.uploads import check_size, refusal
from core.i18n import N_

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OTHERS = {
    b"PK\x03\x04": "ZIP, XLSX, ODS",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"\x1f\x8b": "GZIP",
    b"%PDF": "PDF",
}
CONTROL = re.compile(
    "[\0-\x08\x0e-\x19\x1b-\x1f\x7f]"
)  # of no use in a text; \x1a once ended files


def decoded(data: bytes) -> tuple[str, str]:
    """The text, its lines ended by \\n, and the encoding. ParamError where it is none, or too long."""
    check_size(len(data))
    for start, formats in OTHERS.items():
        if data.startswith(start):
            said = N_(
                "This is no text but a file of another kind ({formats}): save the table as CSV."
            )
            raise refusal(said, formats=formats)
    encoding = _encoding(data)
    text = data.decode(encoding, "replace" if encoding == "cp1252" else "strict")
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a\n\t ")
    odd = CONTROL.search(text)
    if odd:
        row = text.count("\n", 0, odd.start()) + 1
        raise refusal(N_("Row {row} contains a control character: this is no text file."), row=row)
    return text, "utf-8" if encoding == "utf-8-sig" else encoding


def _encoding(data: bytes) -> str:
    for mark, encoding in MARKS.items():
        if data.startswith(mark) and _fits(data, encoding):
            return encoding
    start = data[:4096]
    if 3 * start.count(0) > len(start):  # every other byte of an English text in UTF-16
        for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
            if 2 * zeros.count(0) > len(zeros) and _fits(data, encoding):
                return encoding
    return "utf-8" if _fits(data, "utf-8") else "cp1252"


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
