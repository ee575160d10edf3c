"""What stands in the page: at a glance, what can be tried, every index row by row, and the sections
below. What only a page that runs has (fields, buttons) its script puts there.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from parplan.render.page.table import feet, table
from parplan.render.page.words import Words

Record = Mapping[str, Any]


def written(told: Record, words: Words) -> Iterator[str]:
    """All of it, piece by piece."""
    yield f'<a class="skip" href="#main">{words.word("skip")}</a>'
    yield _head(told, words)
    yield '<main id="main">'
    yield f'<section aria-labelledby="h-top"><h2 id="h-top" class="hidden">{words.word("summary")}'
    yield '</h2><div class="cards">'
    for index in told["indices"]:
        yield _card(index, words)
    yield f"</div>{_legend(words)}</section>"
    yield _panel(told, words)
    for index in told["indices"]:
        yield _rows(index, words)
    for section in told["sections"]:
        yield _section(section, words)
    yield "</main>"
    yield _foot(told, words)


def _head(told: Record, words: Words) -> str:
    about = " · ".join(escape(part) for part in (told["unit"], told["years"]) if part)
    languages = "".join(
        f'<button type="button" lang="{lang}" data-lang="{lang}" '
        f'aria-pressed="{str(lang == words.lang).lower()}">{name}</button>'
        for lang, name in (("vi", "Tiếng Việt"), ("en", "English"))
    )
    return (
        f'<header class="top"><div class="wide"><div><p>{about}</p>'
        f"<h1>{words.both(told['title'])}</h1>{_contents(told['sections'], words)}</div>"
        f'<div class="lang js" role="group" aria-labelledby="l-language">{languages}</div>'
        "</div></header>"
    )


def _contents(sections: Sequence[Record], words: Words) -> str:
    """What there is below the indices, and how many contradictions."""
    links = (
        f'<a href="#s-{each["name"]}">{words.both(each["title"])}'
        f"{f' <b>{count}</b>' if (count := len(each['findings'])) else ''}</a>"
        for each in sections
    )
    return f"<nav>{' '.join(links)}</nav>"


def _card(index: Record, words: Words) -> str:
    """Where an index stands, lands, and is to be."""
    ident = escape(index["id"])
    facts = {
        "target": f"{words.figure(index['target'])} {_verdict(index, words)}",
        "ranked": escape(index["rank"]),
        "outcome": _came(index["outcome"], words) if index["outcome"] else "",
        **{view: words.figure(said) for view, said in index["odds"].items()},
    }
    listed = "".join(
        f'<div class="{key}"><dt>{words.word(key)}</dt><dd>{said}</dd></div>'
        for key, said in facts.items()
        if said
    )
    return (
        f'<article class="card" data-id="{ident}">'
        f'<h3><a href="#i-{ident}">{words.both(index["name"])}</a></h3>'
        f'<p class="big"><span>{words.figure(index["score"])} →</span> '
        f'<span class="lands">{words.figure(index["projected"])}</span>{_most(index, words)}'
        f"</p>{_bar(index)}<dl>{listed}</dl></article>"
    )


def _came(outcome: Record, words: Words) -> str:
    """What an index came to, and who says so, unless that is published."""
    by = outcome["by"] and f" <i>({words.both(outcome['by'])})</i>"
    return f"{words.figure(outcome['points'])}{by or ''}"


def _legend(words: Words) -> str:
    kinds = "".join(
        f'<li><span class="key {kind}"></span>{words.word(f"legend_{kind}")}</li>'
        for kind in ("score", "gain", "loss", "target")
    )
    return f'<ul class="legend">{kinds}</ul>'


def _panel(told: Record, words: Words) -> str:
    """What can be tried, and where the indices land then."""
    totals = "".join(
        f'<li data-id="{escape(index["id"])}"><span>{words.both(index["short"])}</span>'
        f'<span class="lands">{words.figure(index["projected"])}</span>'
        f"{_verdict(index, words)}</li>"
        for index in told["indices"]
    )
    checks = "".join(
        f'<label><input type="checkbox" id="{key}"> {words.word(key)}</label>'
        for key in ("clamp", "open")
    )
    return (
        '<section class="panel js" aria-labelledby="h-try"><div class="ask">'
        f'<h2 id="h-try">{words.word("try")}</h2>'
        f'<label for="share">{words.word("share")}</label>'
        '<span class="slide"><input type="range" id="share" min="0" max="100" value="100">'
        '<output for="share">100%</output></span></div>'
        f'<ul class="totals" aria-live="polite">{totals}</ul>'
        '<p class="alert" role="alert" hidden></p><ul class="held"></ul></section>'
        f'<section class="more js" aria-labelledby="h-call">{checks}'
        f'<button type="button" id="reset">{words.word("reset")}</button>'
        f'<h2 class="hidden" id="h-call">{words.word("call")}</h2>'
        f'<p class="call"><code id="call">{escape(told["call"])}</code>'
        f'<button type="button" id="copy">{words.word("copy")}</button></p>'
        '<span id="copied" role="status"></span></section>'
    )


# An index, row by row.


def _rows(index: Record, words: Words) -> str:
    ident = escape(index["id"])
    heads = "".join(f"<th>{words.word(key)}" for key in _COLUMNS)
    groups = "".join(f"<tbody>{_tree(row, words)}</tbody>" for row in index["rows"])
    beneath = feet(map(words.both, index["feet"]))
    total = {**index, "name": index["total"]} if index["rows"] else index
    return (
        f'<section id="i-{ident}" aria-labelledby="h-{ident}">'
        f'<h2 id="h-{ident}">{words.both(index["name"])}</h2>'
        f'<table class="rows"><thead><tr>{heads}</tr></thead>{groups}'
        f"<tfoot>{_row(total, words)}</tfoot></table>{beneath}</section>"
    )


_COLUMNS = ("row", "bar", "score", "change", "projected", "target", "verdict")


def _tree(row: Record, words: Words) -> str:
    return _row(row, words) + "".join(_tree(part, words) for part in row["rows"])


def _row(row: Record, words: Words) -> str:
    ident = escape(row["id"])
    rank = f" <span class=at>{escape(row['rank'])}</span>" if row["rank"] else ""
    applies = "" if row["applies"] else f" · {words.word('not_applicable')}"
    notes = "".join(
        f'<a class="note" href="#finding-{number}">{number}</a>' for number in row["notes"]
    )
    depth = f' class="d{min(row["depth"], 3)}"' if row["depth"] > 1 else ""
    return (
        f'<tr data-id="{ident}"{depth}><th>'
        f"{words.both(row['name'], apart=True)}{notes}"
        f"<small><code>{ident}</code>{rank}{applies}</small>"
        f"<td>{_bar(row)}<td>{words.bare(row['score'])}{_most(row, words)}"
        f"<td>{words.bare(row['change'])}"
        f'<td class="lands">{words.figure(row["projected"])}'
        f"<td>{words.bare(row['target'])}<td>{_verdict(row, words)}"
    )


def _most(row: Record, words: Words) -> str:
    return f" <i>/ {words.bare(row['max'])}</i>" if row["max"] else ""


def _verdict(row: Record, words: Words) -> str:
    """Whether the target is met as projected, in words that the script has as well."""
    verdict = row["verdict"]
    return f'<b class="{verdict["kind"]}">{escape(verdict[words.lang])}</b>'


def _bar(row: Record) -> str:
    """The score, what is gained or lost, and a mark where the target is."""
    places = row["bar"]
    if "score" not in places:
        return ""
    score, lands, target = (places.get(key) for key in ("score", "projected", "target"))
    ends = (float(score), float(score if lands is None else lands))
    low, high = min(ends), max(ends)
    kind = "gain" if ends[1] >= ends[0] else "loss"
    mark = "" if target is None else f'<rect x="{float(target):.4g}%" />'
    return (
        f'<svg><rect width="{low:.4g}%" />'
        f'<rect class="{kind}" x="{low:.4g}%" width="{high - low:.4g}%" />{mark}</svg>'
    )


# The sections below.


def _section(section: Record, words: Words) -> str:
    name, told = section["name"], set[str]()
    tables = "".join(table(each, words, told) for each in section["tables"])
    said = "".join(f'<p class="said">{words.both(each)}</p>' for each in section["said"])
    return (
        f'<section id="s-{name}" aria-labelledby="h-{name}">'
        f'<h2 id="h-{name}">{words.both(section["title"])}</h2>{said}'
        + (f'<div class="tables">{tables}</div>' if tables else "")
        + _findings(section["findings"], words)
        + _links(section["links"], words)
        + "</section>"
    )


def _findings(found: Sequence[Record], words: Words) -> str:
    items = (
        f'<li id="finding-{each["number"]}"><p><b>{each["number"]}</b> '
        f"<strong>{words.both(each['figure'])}</strong> <i>{words.both(each['status'])} "
        f"{escape(each['code'])}</i></p><p>{words.both(each['said'])}</p>"
        f'<ul class="cells">{_cells(each["cells"], words)}</ul></li>'
        for each in found
    )
    return f'<ol class="found">{"".join(items)}</ol>' if found else ""


def _cells(cells: Sequence[Record], words: Words) -> str:
    return "".join(
        f"<li><q>{escape(cell['printed'])}</q> {words.both(cell['place'])}</li>" for cell in cells
    )


def _links(links: Sequence[Record], words: Words) -> str:
    """Scenarios to try: their address is what they change."""
    items = (
        f'<li><a class="button" data-try href="#{escape(each["address"])}">'
        f"{words.both(each['said'])}</a></li>"
        for each in links
    )
    return f'<ul class="tries js">{"".join(items)}</ul>' if links else ""


def _foot(told: Record, words: Words) -> str:
    facts = {"plan": told["source"], "basis": told["basis"]}
    listed = "".join(
        f"<div><dt>{words.word(key)}</dt><dd>{words.both(said)}</dd></div>"
        for key, said in facts.items()
    )
    names = "".join(
        f'<span id="l-{key}">{words.word(key)}</span>'
        for key in ("language", "parts", "back", "change", "note")
    )
    return (
        f'<footer><div class="wide"><dl>{listed}</dl><p>{words.word("made")}</p></div>'
        f"<div hidden>{names}</div></footer>"
    )
