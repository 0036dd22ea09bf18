"""The words of a PDF: fonts are cut down to the glyphs used, so its bytes hold none of them as they are read."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf


def text_of(data: bytes) -> str:
    """All that is written on the pages, piece by piece in the order it is drawn."""
    with pikepdf.Pdf.open(io.BytesIO(data)) as document:
        return "\n".join(_drawn(page.obj) for page in document.pages)


def _drawn(content: Any, depth: int = 0) -> str:
    resources = content.get("/Resources", {})
    fonts = {name: _letters(font) for name, font in dict(resources.get("/Font", {})).items()}
    out, letters = [], {}
    for operands, operator in pikepdf.parse_content_stream(content):
        match str(operator):
            case "Tf":
                letters = fonts.get(str(operands[0]), {})
            case "Tj" | "'" | '"':
                out.append(_read(bytes(operands[-1]), letters))
            case "TJ":
                out += [
                    _read(bytes(o), letters) for o in operands[0] if isinstance(o, pikepdf.String)
                ]
            case "Do" if depth < 5:
                inner = resources["/XObject"][str(operands[0])]
                out.append(_drawn(inner, depth + 1) if inner.get("/Subtype") == "/Form" else "")
            case "ET":
                out.append("\n")
    return "".join(out)


def _letters(font: Any) -> dict[bytes, str]:
    """Code in the content → what it means, by the font's own table."""
    if "/ToUnicode" not in font:
        return {}
    table = bytes(font["/ToUnicode"].read_bytes()).decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, meaning in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(meaning).decode("utf-16-be", "replace")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for low, high, meaning in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for n in range(int(high, 16) - int(low, 16) + 1):
                found[(int(low, 16) + n).to_bytes(len(low) // 2, "big")] = chr(int(meaning, 16) + n)
    return found


def _read(written: bytes, letters: dict[bytes, str]) -> str:
    width = len(next(iter(letters), b"x"))
    return (
        "".join(letters.get(written[i : i + width], "") for i in range(0, len(written), width))
        if letters
        else written.decode("latin-1")
    )
