"""The page: one file that needs no other, and asks nobody for anything."""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from string import Template
from typing import Any

from parplan.points import LANGUAGES, Lang
from parplan.render.page import body
from parplan.render.page.words import Words

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath fill='%231f5f99' d='M1 9h3v6H1zm5-4h3v10H6zm5-4h3v14h-3z'/%3E%3C/svg%3E"
)
_FOR_THE_SCRIPT = ("title", "call", "clamped", "kernel", "script_words", "refusals")
# What stands before figures on a narrow screen, where nothing stands over them, and before the call
# on paper.
_LABELS = ("try", "score", "change", "projected", "target", "rank")


def render(told: Mapping[str, Any], parts: Mapping[str, str], lang: Lang) -> str:
    """A page of what is told, in a language, put together from its parts by name: page.html,
    page.css, kernel.js and page.js. Without the script its figures stand as they are.
    """
    words = Words(lang, told["words"])
    written = _MARKS.sub(r"\1=\2", "\n".join(body.written(told, words)))
    written = _ENDS.sub("", _ALONE.sub(r"<\1\2\3>\4", written))
    style = _bare(parts["page.css"]).replace("\n", "") + _labels(told["words"])
    script = _LOOSE.sub(r"\1", _bare(f"{parts['kernel.js']}\n{parts['page.js']}"))
    data = {key: told[key] for key in _FOR_THE_SCRIPT} | {"others": words.others}
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; "
        f"script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )
    return Template(parts["page.html"]).substitute(
        lang=lang,
        policy=policy,
        icon=escape(_ICON),
        title=escape(told["title"][lang]),
        style=style,
        script=script,
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        body=written,
    )


# What marks of elements stand for, where it needs no quotes: text has none that are not escaped.
_MARKS = re.compile(r"(?<=\s)([\w-]+)=\"([\w.%#-]+)\"(?=[\s>])", re.ASCII)
# Words that may change with the language, with nothing beside them in their element.
_ALONE = re.compile(r"<(\w+)((?: [^<>]*)?)><span( data-t=\d+)>([^<]*)</span>(?=</\1>)")
# The end of an item, or of a group of rows, which the next one or that of its list or table ends.
_ENDS = re.compile(
    r"</(?:li|dd|dt)>(?=\s*</?(?:li|dd|dt|ul|ol|dl|div)\b)"
    r"|</(?:thead|tbody|tfoot)>(?=<(?:tbody|tfoot|/table)\b)"
)


def _bare(text: str) -> str:
    """A script or a style without indents and comments, and without the ends of lines that nothing
    rests on.
    """
    lines = (f"  {line.strip()}".split("  //")[0].strip() for line in text.splitlines())
    return _IDLE_ENDS.sub("", "\n".join(filter(None, lines)))


_IDLE_ENDS = re.compile(r"(?<=[;{,(])\n")
# What a script's text says, and beside it the spaces around signs, on which nothing rests.
_LOOSE = re.compile(r"""("[^"]*"|`[^`]*`)|(?<![\w$]) | (?![\w$])""", re.ASCII)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _labels(words: Mapping[str, Mapping[str, str]]) -> str:
    """Labels as the style has them, in both languages."""
    rules = {
        lang: ";".join(
            f"--l-{key}:{json.dumps(words[key][lang], ensure_ascii=False)}" for key in _LABELS
        )
        for lang in LANGUAGES
    }
    return "".join(f"html[lang={lang}]{{{rule}}}" for lang, rule in rules.items())
