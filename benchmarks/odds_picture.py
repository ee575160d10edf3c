"""The reliability picture: what was foretold, and how often it came about; SVG without a
library.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

from odds_scores import Bin

LEFT, TOP, SIDE, WIDTH, HEIGHT = 64, 20, 380, 640, 456
COLOURS = {"fitted": "#8c959f", "held": "#0969da"}
_LARGEST = 13.0  # radius


def picture(bins: Mapping[str, Sequence[Bin]], words: Mapping[str, str]) -> str:
    """Points of the years fitted on and of those held out, each as large as its cases are many;
    `words` are those of axes and years, by what they name."""
    most = max(each.cases for found in bins.values() for each in found)
    ink = 'fill="#1f2328"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" font-family="sans-serif" font-size="13">',
        f"<title>{words['title']}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for percent in range(0, 101, 20):
        x, y = _x(percent / 100), _y(percent / 100)
        lines += [
            f'<path d="M{x} {_y(0)}V{_y(1)}M{_x(0)} {y}H{_x(1)}" stroke="#d1d9e0"/>',
            f'<text x="{x}" y="{_y(0) + 18}" text-anchor="middle" {ink}>{percent}</text>',
            f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end" {ink}>{percent}</text>',
        ]
    lines.append(
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#59636e" stroke-dasharray="5 4"/>'
    )
    for name, found in bins.items():
        for each in found:
            radius = max(2.5, _LARGEST * sqrt(each.cases / most))
            lines.append(
                f'<circle cx="{_x(each.foretold)}" cy="{_y(each.met)}" r="{radius:.1f}" '
                f'fill="{COLOURS[name]}" fill-opacity="0.55" stroke="{COLOURS[name]}"/>'
            )
    middle = TOP + SIDE / 2
    lines += [
        f'<text x="{LEFT + SIDE / 2}" y="{HEIGHT - 16}" text-anchor="middle" {ink}>'
        f"{words['foretold']}</text>",
        f'<text x="18" y="{middle}" text-anchor="middle" {ink} '
        f'transform="rotate(-90 18 {middle})">{words["met"]}</text>',
    ]
    at = TOP + 20
    for name in bins:
        lines += [
            f'<circle cx="{LEFT + SIDE + 24}" cy="{at - 4}" r="6" fill="{COLOURS[name]}" '
            f'fill-opacity="0.55" stroke="{COLOURS[name]}"/>',
            f'<text x="{LEFT + SIDE + 38}" y="{at}" {ink}>{words[name]}</text>',
        ]
        at += 24
    lines += [
        f'<path d="M{LEFT + SIDE + 14} {at - 4}h20" stroke="#59636e" stroke-dasharray="5 4"/>',
        f'<text x="{LEFT + SIDE + 38}" y="{at}" {ink}>{words["even"]}</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _x(share: float) -> float:
    return round(LEFT + share * SIDE, 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * SIDE, 1)
