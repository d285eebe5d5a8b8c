"""``/widget/relais.js``, the one script that a website loads: the modules of ``bot/widget/src``, joined.

No tool from npm: a module follows those that it imports, ``import`` and ``export`` go, comments and indentation go, the
style sheet becomes a text, and letters that are not ASCII are written by their number.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

from aiohttp import ETag, web

SOURCE = Path(__file__).resolve().parents[1] / "widget" / "src"
PATH = "/widget/relais.js"
routes = web.RouteTableDef()
_IMPORT = re.compile(r'^import (?:\{[^}]*\}|(\w+)) from "\./([\w-]+\.(?:js|css))";\n', re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_LINE_COMMENT = re.compile(r"^[ \t]*//.*\n|[ \t]+// .*$", re.MULTILINE)
_HEAD = """/* Relais: the assistant as a web component. Made from bot/widget/src. How to embed it: docs/widget.md.
   Licence: LICENSE. */
"""


@routes.get(PATH)
async def script(request: web.Request) -> web.Response:
    """The script, or « not modified » to who has it."""
    body, tag = _served()
    known = {etag.value for etag in request.if_none_match or ()}
    response = web.Response(status=304) if tag in known else web.Response(body=body, content_type="text/javascript")
    response.etag = ETag(tag)
    return response


@lru_cache(maxsize=1)
def _served() -> tuple[bytes, str]:
    body = bundle().encode("ascii")
    return body, hashlib.sha256(body).hexdigest()[:16]


def bundle() -> str:
    """The text of ``relais.js``.

    :raises ValueError: modules import one another in a circle.
    """
    parts: list[str] = []
    _add("main.js", parts, ())
    made = _HEAD + '(() => {\n"use strict";\n' + "".join(parts) + "})();\n"
    # A page in another encoding than ours would read « é » as two letters.
    return re.sub(r"[^\x00-\x7f]", lambda found: f"\\u{ord(found.group()):04x}", made)


def _add(name: str, parts: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise ValueError(f"circle of imports: {' > '.join((*above, name))}")
    text = (SOURCE / name).read_text("utf-8")
    for constant, wanted in _IMPORT.findall(text):
        part = _style(constant, wanted) if constant else None
        if part is None:
            _add(wanted, parts, (*above, name))
        elif part not in parts:
            parts.append(part)
    part = _script(text)
    if part not in parts:
        parts.append(part)


def _script(text: str) -> str:
    text = _IMPORT.sub("", _BLOCK_COMMENT.sub("", text))
    text = re.sub(r"^export ", "", _LINE_COMMENT.sub("", text), flags=re.MULTILINE)
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


def _style(constant: str, name: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", (SOURCE / name).read_text("utf-8"), flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css).replace(": ", ":").replace(";}", "}").strip()
    return f"const {constant} = {json.dumps(css, ensure_ascii=False)};\n"
