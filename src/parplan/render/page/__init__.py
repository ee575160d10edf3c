"""The page: one file that needs no other, and asks nobody for anything."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from string import Template
from typing import Any

from parplan.points import Lang
from parplan.render.page.table import both, figure, table

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath fill='%231f5f99' d='M1 9h3v6H1zm5-4h3v10H6zm5-4h3v14h-3z'/%3E%3C/svg%3E"
)
_DRAWN = ("score", "projected", "target")


def render(told: Mapping[str, Any], parts: Mapping[str, str], lang: Lang) -> str:
    """A page of what is told, put together from its parts: page.html, page.css, kernel.js and
    page.js, by name. Its figures stand in one language where no script runs.
    """
    style = parts["page.css"] + _labels(told["words"])
    script = f"{parts['kernel.js']}\n{parts['page.js']}"
    title = told["title"]
    data = {
        key: told[key]
        for key in ("title", "call", "clamped", "kernel", "script_words", "refusals")
    }
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; "
        f"script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )
    return Template(parts["page.html"]).substitute(
        lang=lang,
        policy=policy,
        icon=escape(_ICON),
        title=escape(title[lang]),
        style=style,
        script=script,
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        body="\n".join(_body(told, lang)),
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _labels(words: Mapping[str, Any]) -> str:
    """What stands over figures on a narrow screen, where there is no head over them."""
    keys = ("score", "planned", "projected", "target", "short")
    rules = (
        f"html[lang={lang}]{{"
        + ";".join(f"--l-{key}:{json.dumps(words[key][lang], ensure_ascii=False)}" for key in keys)
        + "}"
        for lang in ("vi", "en")
    )
    return "".join(rules)


def _body(told: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    words = told["words"]
    yield f'<a class="skip" href="#main">{both(words["skip"])}</a>'
    yield from _head(told, lang)
    yield '<main id="main" tabindex="-1">'
    yield f'<section aria-labelledby="h-top"><h2 id="h-top" class="hidden">{both(words["summary"])}</h2>'
    yield '<div class="cards">'
    for index in told["indices"]:
        yield _card(index, words, lang)
    yield "</div>"
    yield _legend(words)
    yield "</section>"
    yield _panel(told, lang)
    for index in told["indices"]:
        yield from _rows(index, words, lang)
    for section in told["sections"]:
        yield from _section(section, words, lang)
    yield "</main>"
    yield _foot(told)


def _head(told: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    words = told["words"]
    about = " · ".join(escape(part) for part in (told["unit"], told["years"]) if part)
    yield '<header class="top"><div class="wide">'
    yield f'<div><p class="about">{about}</p><h1>{both(told["title"])}</h1></div>'
    pressed = ("true", "false") if lang == "vi" else ("false", "true")
    yield (
        f'<div class="lang js" role="group" aria-labelledby="l-lang">'
        f'<span id="l-lang" class="hidden">{both(words["language"])}</span>'
        f'<button type="button" lang="vi" data-lang="vi" aria-pressed="{pressed[0]}">Tiếng Việt</button>'
        f'<button type="button" lang="en" data-lang="en" aria-pressed="{pressed[1]}">English</button></div>'
    )
    yield "</div></header>"


def _card(index: Mapping[str, Any], words: Mapping[str, Any], lang: Lang) -> str:
    """Where an index stands, lands, and is to be."""
    ident = escape(index["id"])
    most = f' <span class="of">/ {figure(index["max"], lang)}</span>' if index["max"] else ""
    facts = [
        f"<div><dt>{both(words['score'])}</dt><dd>{figure(index['score'], lang)}</dd></div>",
        f"<div><dt>{both(words['target'])}</dt><dd>{figure(index['target'], lang)}</dd></div>",
    ]
    if index["rank"]:
        facts.append(f"<div><dt>{both(words['ranked'])}</dt><dd>{escape(index['rank'])}</dd></div>")
    if index["odds"]:
        facts.append(
            f"<div><dt>{both(words['chance'])}</dt><dd>{figure(index['odds'], lang)}</dd></div>"
        )
    return (
        f'<article class="card" data-id="{ident}"><h3><a href="#i-{ident}">{both(index["name"])}</a></h3>'
        f'<p class="big"><span class="hidden">{both(words["projected"])}: </span>'
        f'<span class="lands">{figure(index["projected"], lang)}</span>{most}'
        f"{_verdict(index, words, lang)}</p>"
        f'{_bar(index, "big")}<dl>{"".join(facts)}</dl></article>'
    )


def _legend(words: Mapping[str, Any]) -> str:
    kinds = "".join(
        f'<li><span class="key {kind}"></span>{both(words[f"legend_{kind}"])}</li>'
        for kind in ("score", "gain", "loss", "target")
    )
    return f'<ul class="legend">{kinds}</ul>'


def _panel(told: Mapping[str, Any], lang: Lang) -> str:
    """What can be tried: only where the script runs."""
    words = told["words"]
    totals = "".join(
        f'<li data-id="{escape(index["id"])}"><span class="id">{escape(index["id"])}</span>'
        f'<span class="lands">{figure(index["projected"], lang)}</span>'
        f"{_verdict(index, words, lang)}</li>"
        for index in told["indices"]
    )
    return (
        f'<section class="panel js" aria-labelledby="h-try"><div class="ask">'
        f'<h2 id="h-try">{both(words["try"])}</h2>'
        f'<label for="share">{both(words["share"])}</label>'
        '<span class="slide"><input type="range" id="share" min="0" max="100" step="1" value="100">'
        '<output for="share">100%</output></span></div>'
        f'<ul class="totals" aria-live="polite">{totals}</ul>'
        '<p class="alert" role="alert" hidden></p><ul class="held"></ul></section>'
        f'<div class="more js"><label><input type="checkbox" id="clamp"> {both(words["clamp"])}</label>'
        f'<label><input type="checkbox" id="open"> {both(words["all_parts"])}</label>'
        f'<button type="button" id="reset">{both(words["reset"])}</button>'
        f'<p class="call"><span class="hidden" id="l-call">{both(words["call"])}</span>'
        f'<code id="call" aria-labelledby="l-call" role="textbox" aria-readonly="true" tabindex="0">{escape(told["call"])}</code>'
        f'<button type="button" id="copy">{both(words["copy"])}</button></p></div>'
    )


def _rows(index: Mapping[str, Any], words: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """An index, row by row."""
    ident = escape(index["id"])
    yield f'<section id="i-{ident}" tabindex="-1" aria-labelledby="h-{ident}">'
    yield f'<h2 id="h-{ident}">{both(index["name"])}</h2>'
    yield '<table class="rows" role="table"><thead role="rowgroup"><tr role="row">'
    for key in ("row", "bar", "score", "planned", "projected", "target", "short"):
        hidden = f'<span class="hidden">{both(words["bar"])}</span>' if key == "bar" else None
        yield (
            f'<th role="columnheader" scope="col" class="{key}" id="c-{key}-{ident}">'
            f"{hidden or both(words[key])}</th>"
        )
    yield "</tr></thead>"
    for row in index["rows"]:
        yield '<tbody role="rowgroup">'
        yield from _tree(row, index["id"], words, lang)
        yield "</tbody>"
    yield '<tfoot role="rowgroup">'
    total = {**index, "rows": [], "name": words["total"]} if index["rows"] else index
    yield from _tree(total, index["id"], words, lang)
    yield "</tfoot></table></section>"


def _tree(
    row: Mapping[str, Any], index: str, words: Mapping[str, Any], lang: Lang
) -> Iterator[str]:
    yield _row(row, index, words, lang)
    for part in row["rows"]:
        yield from _tree(part, index, words, lang)


def _row(row: Mapping[str, Any], index: str, words: Mapping[str, Any], lang: Lang) -> str:
    ident = escape(row["id"])
    toggle = ""
    if row["rows"] and row["depth"] == 1:
        toggle = (
            f'<button type="button" class="toggle js" aria-expanded="true" id="t-{ident}" '
            f'aria-labelledby="l-parts n-{ident}"></button>'
        )
    meta = [f"<code>{ident}</code>"]
    if row["rank"]:
        meta.append(f"{both(words['rank'])} {escape(row['rank'])}")
    if not row["applies"]:
        meta.append(both(words["not_applicable"]))
    notes = "".join(
        f'<a class="note" href="#finding-{number}"><span class="hidden">{both(words["note"])} </span>{number}</a>'
        for number in row["notes"]
    )
    most = f' <span class="of">/ {figure(row["max"], lang)}</span>' if row["max"] else ""
    level = min(row["depth"], 3)
    return (
        f'<tr role="row" data-id="{ident}" class="d{level}"><th role="rowheader" scope="row" class="row">'
        f'{toggle}<span class="name" id="n-{ident}">{both(row["name"])}</span>{notes}'
        f'<span class="meta">{" · ".join(meta)}</span></th>'
        f'<td role="cell" class="bar">{_bar(row)}</td>'
        f'<td role="cell" class="score">{figure(row["score"], lang)}{most}</td>'
        f'<td role="cell" class="planned">{_field(row, index, words, lang)}</td>'
        f'<td role="cell" class="projected lands">{figure(row["projected"], lang)}</td>'
        f'<td role="cell" class="target">{figure(row["target"], lang)}</td>'
        f'<td role="cell" class="short">{_verdict(row, words, lang)}</td></tr>'
    )


def _field(row: Mapping[str, Any], index: str, words: Mapping[str, Any], lang: Lang) -> str:
    """What a row is assumed to gain: a field, where anybody knows what the plan makes of it."""
    ident = escape(row["id"])
    if not row["free"]:
        return f'{figure(row["planned"], lang)}<span class="hidden"> ({both(words["read_only"])})</span>'
    value = row["change"][lang] if row["change"] else ""
    return (
        f'<input type="text" inputmode="decimal" autocomplete="off" size="5" readonly value="{value}" '
        f'aria-labelledby="c-planned-{escape(index)} n-{ident}">'
        f'<button type="button" class="undo js" aria-labelledby="l-back n-{ident}">↺</button>'
    )


def _verdict(row: Mapping[str, Any], words: Mapping[str, Any], lang: Lang) -> str:
    """Whether the target is met as projected, in words: the script has the same ones."""
    said = row["verdict"][lang]
    return f'<span class="verdict {row["verdict"]["kind"]}">{escape(said)}</span>'


def _bar(row: Mapping[str, Any], size: str = "") -> str:
    """The score, what is gained or lost, and a mark where the target is."""
    places = row["bar"]
    if "score" not in places:
        return ""
    score, lands, target = (places.get(key) for key in _DRAWN)
    ends = (float(score), float(lands if lands is not None else score))
    low, high = min(ends), max(ends)
    kind = "gain" if ends[1] >= ends[0] else "loss"
    mark = "" if target is None else f'<svg class="mark" x="{target}%"><path d="M0 0V99"/></svg>'
    return (
        f'<svg class="bar {size}" aria-hidden="true"><rect class="all" width="100%"/>'
        f'<rect class="score" width="{low:g}%"/>'
        f'<rect class="{kind}" x="{low:g}%" width="{high - low:.4g}%"/>{mark}</svg>'
    )


def _section(
    section: Mapping[str, Any], words: Mapping[str, Any], lang: Lang
) -> Iterator[str]:
    name = section["name"]
    yield f'<section id="s-{name}" class="{name}" aria-labelledby="h-{name}">'
    yield f'<h2 id="h-{name}">{both(section["title"])}</h2>'
    for said in section["said"]:
        yield f'<p class="said">{both(said)}</p>'
    yield '<div class="tables">'
    for number, each in enumerate(section["tables"]):
        yield table(each, f"{name}-{number}", lang)
    yield "</div>"
    if name == "findings":
        yield _findings(section["list"], words)
    elif section["list"]:
        yield '<ul class="tries js">'
        for each in section["list"]:
            said = {lang: words["try_scenario"][lang].format(name=each["name"][lang]) for lang in ("vi", "en")}
            yield f'<li><a class="button" data-try href="#{escape(each["address"])}">{both(said)}</a></li>'
        yield "</ul>"
    yield "</section>"


def _findings(found: Sequence[Mapping[str, Any]], words: Mapping[str, Any]) -> str:
    items = []
    for each in found:
        cells = "".join(
            f"<li><code>{escape(cell['path'])}</code> {both(cell['said'])}</li>"
            for cell in each["cells"]
        )
        items.append(
            f'<li id="finding-{each["number"]}" tabindex="-1"><p><span class="number">{each["number"]}</span>'
            f'<code>{escape(each["path"])}</code> <span class="code">{escape(each["code"])}</span> '
            f'<span class="chip">{both(each["status"])}</span></p>'
            f'<p>{both(each["said"])}</p><ul class="cells">{cells}</ul></li>'
        )
    return f'<ol class="found">{"".join(items)}</ol>' if items else ""


def _foot(told: Mapping[str, Any]) -> str:
    words = told["words"]
    facts = (("plan", told["source"]), ("basis", told["basis"]))
    listed = "".join(
        f"<div><dt>{both(words[key])}</dt><dd>{both(said)}</dd></div>" for key, said in facts
    )
    hidden = "".join(
        f'<span id="l-{key}">{both(words[key])}</span>' for key in ("parts", "back")
    )
    return (
        f'<footer><div class="wide"><dl>{listed}</dl><p>{both(words["made"])}</p></div>'
        f'<div hidden>{hidden}</div></footer>'
    )
