"""The gallery of wrong plans: the exact words each gets, at the right places; and the page of rules is current.

`python scripts/gallery.py --write` brings expected output and the page up to date; PLACES below is written by hand.
"""

import json
import re
import subprocess
import sys
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from gallery import answer, arguments, rules_page
from helpers_cli import ROOT, parplan, parplan_here
from parplan.points import Lang
from parplan.rules import REGISTRY
from parplan.text import Text
from parplan.yaml_text import words
from parplan.yaml_text.read import read

said = cache(answer)

FOLDERS = sorted(path for path in (ROOT / "tests" / "errors").iterdir() if path.is_dir())
every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=[path.name for path in FOLDERS])
both_languages = pytest.mark.parametrize("lang", ["en", "vi"])

# What is found in each wrong plan: file (without .yaml), line, column, rule, and what it is about. Nothing else, in this order.
PLACES: dict[str, list[str]] = {
    "I870-one-target-for-two-rows": ["document:3:1 I870"],
    "I870-columns-on-another-page": ["document:1:1 I870", "document:6:1 I874"],
    "I870-figure-not-shown": ["document:1:1 I870", "targets:6:31 X901 abc.1.target"],
    "I870-sheet-of-pictures": ["document:1:1 I870"],
    "I871-no-word-for-it": ["document:3:1 I871"],
    "I872-points-twice": [
        "document:3:1 I871",
        "document:3:1 I872",
    ],
    "I873-no-figure": ["document:4:1 I873", "targets:6:31 X901 abc.1.target"],
    "I874-two-tables": ["document:9:1 I874"],
    "I875-cut-label": ["document:6:1 I875"],
    "I876-cut-table": ["document:5:1 I876"],
    "I877-table-in-a-cell": ["document:3:1 I877", "document:6:1 I874"],
    "I878-changes": ["document:1:1 I878"],
    "I879-hidden-row": ["document:2:1 I879"],
    "I880-formula-without-result": ["document:5:1 I880", "targets:7:34 X901 abc.2.target"],
    "I881-shown-otherwise": ["document:2:1 I881"],
    "I882-number-as-text": ["document:2:1 I882"],
    "I883-rows-without-number": ["document:3:1 I883"],
    "I884-maxima": [
        "document:5:1 I884",
        "indicators:37:14 A302 abc.2.max",
        "indicators:41:74 R201 abc.2.2.score",
        "targets:9:22 R207 abc.2.2.planned",
    ],
    "I885-two-annexes": ["document:10:1 I885", "indicators:36:72 C602 abc.1.score"],
    "I886-figures-in-prose": ["document:1:1 I886"],
    "I887-points-and-commas": ["document:1:1 I887"],
    "I888-changed-since": ["indicators:1:81 I888 plan.source"],
    "I889-titles-that-say-nothing": ["document:3:1 I889"],
    "I890-page-of-pictures": ["document:1:1 I890"],
    "I892-words-cut": ["document:1:1 I892"],
    "I893-no-lines": ["document:1:1 I893"],
    "I894-no-index": ["document:3:1 I894"],
    "I895-subtotal": ["document:6:1 I895"],
    "I896-average": ["document:4:1 I896"],
    "I897-score-of-its-maximum": ["document:4:1 I897"],
    "I870-last-year-s-sheet": ["document:9:1 I870"],
    "I899-struck-out": ["document:2:1 I899"],
    "I898-date-among-figures": [
        "document:2:1 I889",
        "document:2:1 I898",
        "document:5:1 I873",
        "targets:7:34 X901 abc.2.target",
    ],
    "I891-parts-by-sums": ["document:4:1 I891", "indicators:30:16 A308 abc.cong-khai.score"],
    "N406-down-and-up": [
        "targets:2:34 N406 par.target_2028",
        "targets:2:47 N407 par.target_2030",
        "targets:3:37 N406 late.target_2028",
        "targets:3:49 N407 late.target_2030",
        "targets:4:47 N406 sipas.target_2028",
    ],
    "N407-all-at-the-end": ["targets:2:47 N407 par.target_2030", "targets:3:37 N407 late.target_2030"],
    "S118-target-of-the-past": [
        "targets:2:18 S118 par.target",
        "targets:2:24 R205 par.target_2024",
        "targets:2:28 S118 par.target",
        "targets:2:44 N407 par.target_2030",
    ],
    "S122-mistyped-year": ["targets:2:31 S122 par.planned", "targets:2:72 N407 par.target_2030"],
    "S104-target-of-a-year": [
        "targets:2:34 S104 par.target_2028",
        "targets:2:45 S102 par.target",
        "targets:3:26 S105 late.planned_2026",
        "targets:3:39 S104 late.planned_2030",
    ],
    "R205-two-places": ["targets:2:19 R205 sipas.target"],
    "R205-less-is-better": ["targets:2:18 R205 late.target"],
    "R206-seventieth-of-63": ["targets:2:18 R206 papi.target", "targets:3:17 R206 pci.target"],
    "R207-percent": ["targets:2:20 R207 sipas.planned"],
    "R207-below-nothing": ["targets:2:19 R207 late.planned"],
    "R209-target-rank": ["targets:2:18 R209 papi.target"],
    "N408-signs": ["targets:2:19 N408 late.planned", "targets:3:21 N408 online.planned"],
    "R212-missing-parts": [
        "indicators:11:12 R212 snv.score",
        "indicators:20:12 R212 sat.score",
        "targets:4:17 R212 snv.target",
        "targets:4:30 X901 snv.planned",
    ],
    "R210-late-files": ["targets:2:18 R210 late.target", "targets:3:18 R210 soon.target"],
    "S104-target-as-printed": [
        "targets:2:17 S104 par.target",
        "targets:3:19 S104 sipas.target",
        "targets:4:25 S104 papi.target",
        "targets:5:18 S104 late.target",
    ],
    "S102-decimals-of-what": [
        "indicators:7:63 S113 snv.1.score",
        "indicators:7:85 S102 snv.1.decimals_of",
        "indicators:8:78 S102 snv.2.source_of",
    ],
    "S121-rebased-mean": [
        "indicators:10:13 S121 snv.rebase",
        "indicators:13:83 S121 snv.1.counts",
        "indicators:14:73 S121 snv.2.ceiling",
    ],
    "R213-floor-of-another-row": ["indicators:7:89 R213 snv.floor"],
    "S101-tab-as-an-indent": ["targets:2:1 S101"],
    "S104-special-space": [
        "indicators:11:80 S104 papi.1.score",
        "indicators:12:58 S102 papi.2.score",
        "targets:2:21 S104 papi.1.planned",
    ],
    "S124-one-without": ["indicators:11:16 S124 pci.aggregate"],
    "S125-plain-sum": ["indicators:7:5 S125 pci.aggregate"],
    "R201-above-the-ceiling": [
        "indicators:7:76 R201 snv.1.score",
    ],
    "R221-observed": [
        "results:8:21 O817 snv.1",
        "results:8:32 R221 snv.2",
    ],
    "R221-score-and-target": [
        "indicators:12:100 R221 snv.2.score",
        "targets:3:21 R221 snv.3.a.target",
    ],
    "R222-nothing-left": [
        "indicators:7:5 R222 snv.applies",
    ],
    "R223-more-rows": [
        "indicators:12:17 R223 papi.excerpt_of",
    ],
    "A301-rebased": [
        "indicators:10:12 A301 snv.score",
    ],
    "A302-does-not-apply": [
        "indicators:10:10 A302 snv.max",
    ],
    "A320-beyond-the-cap": [
        "indicators:18:16 A320 snv.2.score",
        "indicators:18:16 R202 snv.2.score",
    ],
    "A320-lost-whole": [
        "indicators:15:16 A320 snv.1.score",
    ],
    "A320-planned-beyond-the-cap": [
        "targets:3:20 A320 snv.1.planned",
        "targets:5:22 N402 snv.1.b.planned",
    ],
    "X901-nothing-to-rebase-by": [
        "indicators:7:5 X901 snv.max",
    ],
    "W709-does-not-apply": [
        "scenarios/thu:4:22 W709 snv.2.add",
    ],
    "A301-earlier-year": [
        "indicators:12:51 A301 papi.score_2021",
    ],
    "A309-score-less-score": [
        "indicators:12:13 A309 papi.change",
    ],
    "A310-rank-and-rank": [
        "indicators:13:18 A310 papi.rank_change",
    ],
    "C602-earlier-year": [
        "indicators:31:33 C602 papi.1.score_2020",
        "indicators:31:79 C602 papi.1.rank_2021",
    ],
    "R202-earlier-year": [
        "indicators:16:33 R202 papi.1.score_2020",
        "indicators:16:42 R206 papi.1.rank_2020",
        "indicators:16:64 R201 papi.1.score_2021",
    ],
    "S104-year-of-history": [
        "indicators:12:15 S104 papi.history",
        "indicators:12:38 S104 papi.history",
    ],
    "S119-base-year-and-later": [
        "indicators:12:37 S119 papi.history",
        "indicators:12:59 S119 papi.history",
    ],
    "S104-years-of-no-plan": [
        "results:3:12 S104 results.0.year",
        "results:3:25 S104 results.0.date",
    ],
    "S117-a-row-and-its-own-part": [
        "indicators:14:87 S117 snv.1.xhh.same_as",
    ],
    "S117-two-that-name-each-other": [
        "indicators:7:74 S117 sipas.same_as",
    ],
    "S118-target-year-before-the-scores": [
        "indicators:5:16 S118 plan.target_year",
    ],
    "S101-brace-left-open": [
        "targets:3:9 S101",
    ],
    "S101-colon-in-a-name": [
        "indicators:13:25 S101",
    ],
    "S101-end-of-file": [
        "targets:2:32 S101",
    ],
    "S101-greater-or-equal": [
        "targets:4:14 S101",
    ],
    "S101-indent": [
        "indicators:15:8 S101",
    ],
    "S101-list-and-keys": [
        "indicators:13:7 S101",
    ],
    "S101-quote-left-open": [
        "indicators:8:11 S101",
    ],
    "S101-tab": [
        "indicators:9:1 S101",
    ],
    "S102-did-you-mean": [
        "indicators:12:58 S102 snv.1.scroe",
        "targets:2:11 S102 snv.1.planed",
        "targets:3:34 S102 snv.2.target",
    ],
    "S102-in-the-head-of-a-file": [
        "indicators:6:3 S102 so-noi-vu-2023.target-year",
        "indicators:7:1 S102 indicators",
    ],
    "S102-in-what-is-printed": [
        "indicators:7:22 S102 tables.bang-1.columns.rwo",
        "indicators:13:51 S102 papi.printed",
        "targets:2:49 S102 papi.printed",
    ],
    "S102-several-at-once": [
        "indicators:11:12 S105 papi.score",
        "indicators:13:90 S105 papi.1.score",
        "indicators:14:68 S102 papi.2.scroe",
        "indicators:15:90 R206 papi.3.rank",
        "indicators:16:76 R201 papi.4.score",
        "indicators:16:95 S106 papi.4.rank",
        "indicators:17:58 S104 papi.5.max",
        "indicators:18:14 S107 papi.5.id",
        "targets:3:21 S104 papi.5.planned",
        "targets:3:36 S104 papi.5.target",
    ],
    "S102-unknown-key": [
        "indicators:11:5 S102 snv.điểm",
        "indicators:12:5 S102 snv.ghi chú",
    ],
    "S103-decimals": [
        "indicators:7:5 S103 papi.decimals",
    ],
    "S103-id-of-a-row": [
        "indicators:13:9 S103 papi.rows",
        "indicators:14:9 S103 papi.3.name",
    ],
    "S103-indices": [
        "indicators:1:1 S103 indices",
    ],
    "S103-year-of-the-plan": [
        "indicators:2:3 S103 papi-2023.year",
    ],
    "S104-as-printed": [
        "indicators:10:10 S104 papi.max",
        "indicators:11:14 S104 papi.percent",
        "indicators:12:11 S104 papi.rank",
        "indicators:13:18 S104 papi.rank_change",
        "targets:3:14 S104 papi.1.planned",
        "targets:4:13 S104 papi.1.target",
        "targets:5:21 S104 papi.2.planned",
        "targets:5:37 S104 papi.2.target",
    ],
    "S104-figures-that-are-none": [
        "indicators:11:76 S104 pci.1.max",
        "indicators:12:73 S104 pci.2.max",
        "indicators:12:85 S104 pci.2.score",
        "indicators:13:83 S104 pci.3.score",
        "indicators:14:73 S104 pci.4.max",
        "indicators:15:86 S104 pci.5.max",
        "indicators:15:98 S104 pci.5.score",
        "indicators:16:88 S104 pci.6.score",
        "indicators:17:82 S104 pci.7.score",
        "indicators:18:87 S104 pci.8.score",
        "indicators:19:88 S104 pci.9.score",
        "indicators:20:77 S104 pci.10.max",
        "indicators:20:94 S104 pci.10.score",
    ],
    "S104-zeros-in-front": [
        "indicators:4:9 S104 late.year",
        "indicators:11:12 S104 papi.score",
        "indicators:12:11 S104 papi.rank",
        "indicators:13:18 S104 papi.rank_change",
        "indicators:14:15 S104 papi.history",
        "indicators:16:82 S104 papi.1.max",
        "indicators:16:94 S104 papi.1.score",
        "targets:3:27 S104 papi.target",
        "targets:4:21 S104 papi.1.planned",
        "targets:4:47 S104 papi.1.target",
    ],
    "S104-id": [
        "indicators:7:9 S104 huyện Hà Quảng.id",
        "indicators:12:14 S104 hq 1.id",
        "indicators:13:14 S104 hq..2.id",
    ],
    "S104-name-in-one-language": [
        "indicators:8:11 S103 hq.name",
        "indicators:13:43 S104 hq.1.name",
        "indicators:16:14 S104 hq.2.name",
    ],
    "S104-no-index-at-all": [
        "indicators:6:10 S104 indices",
    ],
    "S104-record-and-list": [
        "indicators:8:11 S104 hq.name",
        "indicators:12:7 S104 hq.rows",
        "targets:2:6 S104 hq",
        "targets:3:9 S104 hq.1",
    ],
    "S104-signs-and-words": [
        "indicators:12:13 S104 so.change",
        "indicators:13:18 S104 so.rank_change",
        "indicators:15:60 S105 so.1.change",
        "indicators:16:61 S104 so.2.change",
        "indicators:16:81 S104 so.2.rank_change",
        "targets:2:19 S104 so.1.planned",
        "targets:3:19 S104 so.2.planned",
    ],
    "S104-target-in-a-list": [
        "targets:2:3 S104 targets",
    ],
    "S104-text-alone": [
        "indicators:1:1 S104",
        "targets:1:1 S104",
    ],
    "S104-yes-and-no": [
        "indicators:9:15 S104 hq.decimals",
        "indicators:11:16 S104 hq.aggregate",
        "indicators:14:69 S104 hq.thuong.bonus",
        "indicators:15:72 S104 hq.2.applies",
        "indicators:16:74 S104 hq.3.applies",
        "indicators:17:70 S104 hq.4.applies",
        "indicators:17:85 S104 hq.4.comparable",
        "indicators:18:72 S104 hq.5.applies",
        "indicators:18:86 S104 hq.5.comparable",
    ],
    "S105-in-a-block": [
        "indicators:10:10 S105 snv.max",
        "indicators:11:12 S105 snv.score",
        "indicators:12:13 S105 snv.change",
        "indicators:13:14 S105 snv.percent",
        "targets:3:14 S105 snv.planned",
        "targets:4:13 S105 snv.target",
    ],
    "S105-in-braces": [
        "indicators:7:70 S105 snv.score",
        "targets:2:18 S105 snv.planned",
        "targets:2:32 S105 snv.target",
    ],
    "S105-percent-target": [
        "targets:2:27 S105 snv.target",
    ],
    "S106-in-a-block": [
        "indicators:17:9 S106 papi.1.score",
        "targets:3:3 S106 papi.1",
    ],
    "S106-in-braces": [
        "indicators:7:50 S106 papi.max",
    ],
    "S106-figure-entered-twice": [
        "errata:3:3 S106 a.1.score",
        "indicators:11:12 A301 a.score",
    ],
    "S107-part-of-another-index": [
        "indicators:18:10 S107 sipas.id",
    ],
    "S107-two-rows": [
        "indicators:13:14 S107 papi.1.id",
    ],
    "S108-figure-of-an-erratum": [
        "errata:2:3 S108 snv.3.score",
        "indicators:11:12 A301 snv.score",
    ],
    "S108-table-group-and-twin": [
        "indicators:12:14 S108 papi.rows_in",
        "indicators:18:93 S108 papi.1.table",
        "indicators:18:113 S108 papi.1.same_as",
        "targets:2:18 S108 papi.target",
    ],
    "S108-target-of-nothing": [
        "targets:2:3 S108 papi.l",
        "targets:4:3 S108 papi.9",
    ],
    "S109-anchor-and-alias": [
        "indicators:12:69 S109",
        "indicators:13:54 S109",
    ],
    "S109-key-that-is-no-word": [
        "targets:2:3 S109",
    ],
    "S109-merge": [
        "indicators:12:9 S109",
        "indicators:16:9 S103 papi.2.name",
        "indicators:16:9 S109",
        "indicators:16:13 S109",
    ],
    "S109-second-document": [
        "indicators:8:1 S109",
    ],
    "S109-tag-that-would-run": [
        "indicators:8:11 S104 papi.name",
        "indicators:8:11 S109",
        "indicators:10:5 S109",
        "indicators:10:16 S109",
    ],
    "S110-another-encoding": [
        "indicators:13:20 S110",
    ],
    "S110-control-character": [
        "indicators:7:28 S110",
    ],
    "S110-utf-16": [
        "targets:1:1 S110",
    ],
    "S111-comments-alone": [
        "errata:1:1 S111",
    ],
    "S111-nothing-at-all": [
        "targets:1:1 S111",
    ],
    "S112-brackets": [
        "indicators:11:57 S112",
    ],
    "S114-results-of-another-province": [
        "results:1:7 S114 plan",
    ],
    "S114-targets-of-another-year": [
        "targets:1:7 S114 plan",
    ],
    "S115-results-of-nobody": [
        "results:1:1 S115 plan",
    ],
    "S116-another-ending": [
        "Results:1:1 S116",
        "errata/errata:1:1 S116",
        "scenarios/half:1:1 S116",
        "tasks:1:1 S116",
    ],
    "S113-more-digits": [
        "indicators:11:85 S113 papi.4.score",
        "targets:2:21 S113 papi.5.planned",
        "targets:3:20 S113 papi.6.target",
    ],
    "R201-score": [
        "indicators:12:61 R201 snv.2.score",
    ],
    "R201-with-bonus-rows": [
        "indicators:11:12 R201 hq.score",
        "indicators:14:59 R201 hq.thuong.score",
    ],
    "R202-zero-is-not-missing": [
        "indicators:11:75 R202 papi.7.score",
    ],
    "R203-more-than-all": [
        "targets:2:19 R203 sipas.target",
        "targets:3:18 R204 late.target",
        "targets:4:20 R203 online.target",
        "targets:5:18 R204 lost.target",
    ],
    "R203-percent": [
        "targets:2:19 R203 sipas.target",
    ],
    "R203-points": [
        "targets:2:20 R203 papi.5.target",
    ],
    "R204-target": [
        "targets:2:20 R204 papi.1.target",
    ],
    "R205-group": [
        "targets:2:18 R205 papi.target",
    ],
    "R205-points": [
        "targets:2:20 R205 papi.5.target",
    ],
    "R206-rank": [
        "indicators:10:11 R206 papi.rank",
        "indicators:12:92 R206 papi.1.rank",
    ],
    "R208-sixty-fifth-of-63": [
        "indicators:13:18 R208 papi.rank_change",
    ],
    "R207-increase": [
        "targets:2:20 R207 snv.2.planned",
    ],
    "A301-bonus-and-penalty": [
        "indicators:11:12 A301 hq.score",
    ],
    "A301-mean": [
        "indicators:12:12 A301 hq.score",
    ],
    "A301-sum": [
        "indicators:11:12 A301 snv.score",
    ],
    "A301-weighted-mean": [
        "indicators:13:12 A301 pci.score",
    ],
    "A301-with-cells": [
        "indicators:18:12 A301 snv.score",
    ],
    "A302-bonus-does-not-count": [
        "indicators:10:10 A302 hq.max",
    ],
    "A302-sum": [
        "indicators:10:10 A302 papi.max",
    ],
    "A303-sum": [
        "targets:2:20 A303 snv.8.planned",
    ],
    "A301-printed-elsewhere": ["indicators:7:70 A301 par.8.score"],
    "A303-targets-of-parts": ["targets:2:19 A303 papi.planned"],
    "A304-percent-target": [
        "targets:2:34 A304 sipas.target",
    ],
    "A304-points": [
        "targets:2:35 A304 papi.4.target",
    ],
    "A304-two-places": ["targets:3:19 A304 sipas.target"],
    "A305-follows": [
        "indicators:11:12 A301 snv.5.score",
        "targets:2:34 A305 snv.5.target",
    ],
    "A305-of-its-own": [
        "targets:2:18 A305 papi.target",
    ],
    "A305-several-at-once": [
        "indicators:10:10 A302 snv.max",
        "indicators:11:12 A301 snv.score",
        "indicators:12:14 A308 snv.percent",
        "indicators:16:98 R206 snv.2.rank",
        "targets:2:18 A303 snv.planned",
        "targets:2:29 A304 snv.target",
        "targets:2:29 A305 snv.target",
        "targets:4:20 N401 snv.2.planned",
        "targets:4:31 A304 snv.2.target",
        "targets:5:20 N402 snv.3.planned",
    ],
    "A306-percent": [
        "indicators:13:14 A306 sipas.percent",
    ],
    "A306-percent-of-parts": ["indicators:9:14 A306 abc.percent"],
    "A306-unprinted-maximum": ["indicators:8:14 A306 abc.percent"],
    "A307-two-places": [
        "indicators:14:99 A307 sipas.score",
    ],
    "A308-sum": [
        "indicators:11:12 A308 snv.8.score",
    ],
    "A308-weighted-mean": [
        "indicators:13:12 A308 pci.score",
    ],
    "X901-a-score-is-missing": [
        "indicators:10:10 X901 papi.max",
        "indicators:11:12 X901 papi.score",
        "targets:2:35 X901 papi.2.target",
    ],
    "N401-most-of-headroom": [
        "targets:2:20 N401 snv.3.planned",
    ],
    "N402-nothing-planned": [
        "targets:2:21 N402 papi.5.planned",
    ],
    "N403-ranks": [
        "indicators:10:11 N403 papi.rank",
    ],
    "N404-rank-change": [
        "indicators:13:18 N404 papi.rank_change",
    ],
    "N405-other-criteria": [
        "indicators:13:13 N405 cchc.change",
        "indicators:15:65 N405 cchc.1.change",
    ],
    "L501-mended-since": [
        "errata:2:3 L501 snv.score",
    ],
    "L501-mistyped-correction": [
        "errata:2:3 L501 a.1.score",
        "indicators:11:12 A301 a.score",
    ],
    "L501-other-figures": [
        "errata:2:3 L501 snv.score",
        "indicators:11:12 A301 snv.score",
    ],
    "L502-no-reason": [
        "errata:2:3 L502 snv.score",
        "indicators:11:12 A301 snv.score",
    ],
    "L503-total-that-holds": [
        "errata:3:3 L503 snv.score",
        "indicators:11:12 A301 snv.score",
    ],
    "C601-blank": [
        "indicators:25:76 C601 papi.3.score",
    ],
    "C602-decomposed-letters": [
        "indicators:19:102 C602 papi.1.score",
    ],
    "C602-reads-otherwise": [
        "indicators:17:88 C602 papi.1.score",
        "targets:3:20 C602 papi.2.target",
    ],
    "C603-another-heading": [
        "indicators:10:14 C603 tables.bang.heading",
    ],
    "C604-another-title": [
        "indicators:11:82 C604 tables.bang.columns.max",
        "indicators:11:98 C604 tables.bang.columns.target",
    ],
    "C605-no-such-row": [
        "indicators:25:28 C605 papi.3.name",
    ],
    "C606-no-place": [
        "indicators:10:5 C606 tables.bang.rank",
        "indicators:14:9 C606 papi",
    ],
    "C607-no-such-sentence": [
        "indicators:15:10 C607 papi.row",
    ],
    "C607-no-such-words": [
        "indicators:8:56 C607 tables.chu-thich.sentences.rank",
    ],
    "C608-printed-after-all": [
        "indicators:24:88 C608 papi.1.score",
    ],
    "C609-another-document": [
        "indicators:7:3 C609 tables",
    ],
    "C610-row-twice": [
        "indicators:25:76 C610 papi.3.score",
    ],
    "C602-more-than": [
        "targets:2:20 C602 papi.1.target",
    ],
    "C611-total-left-out": [
        "indicators:10:14 C611 tables.bang.heading",
    ],
    "W701-set-above-maximum": [
        "scenarios/thu:4:10 W701 par.7.set",
    ],
    "W701-wildcard-and-range": [
        "scenarios/thu:4:10 W701 par.*.survey.add",
        "scenarios/thu:8:12 W701 par.7.range",
    ],
    "W702-below-floor": [
        "scenarios/thu:5:10 W702 par.7.add",
    ],
    "W703-row-and-part": [
        "scenarios/thu:7:10 W703 par.6.set",
    ],
    "W704-no-score": [
        "indicators:7:12 X901 par.score",
        "scenarios/thu:4:10 W704 par.7.set",
    ],
    "W705-increase-of-the-row-only": [
        "scenarios/thu:4:12 W705 par.6.survey.share",
    ],
    "W706-two-changes-or-none": [
        "scenarios/thu:3:5 W706 par.7",
        "scenarios/thu:7:5 W706 par.6.admin",
        "scenarios/thu:9:5 W706 changes.2",
    ],
    "W707-range-out-of-order": [
        "scenarios/thu:4:12 W707 par.7.range",
    ],
    "W708-no-reason": [
        "scenarios/thu:3:5 W708 par.7",
        "scenarios/thu:6:5 W708 par.6",
    ],
    "S104-share-and-range": [
        "scenarios/thu:4:12 S104 par.7.share",
        "scenarios/thu:7:10 S105 par.6.admin.add",
        "scenarios/thu:11:12 S104 par.6.survey.range",
    ],
    "S108-id-in-a-scenario": [
        "scenarios/thu:3:9 S108 par.6.servey.id",
        "scenarios/thu:7:9 S108 par.7.*.id",
    ],
    "S102-key-in-a-scenario": [
        "scenarios/thu:2:1 S102 start",
        "scenarios/thu:5:5 S102 par.7.sett",
    ],
    "T801-mistyped-year": [
        "tasks:10:15 T801 V.5.1.deadline",
        "tasks:16:15 T801 V.6.1.deadline",
    ],
    "T802-nobody-leads": [
        "tasks:4:1 T802 par.6",
    ],
    "T803-nobody-at-all": [
        "tasks:15:9 T803 II.1.1.id",
    ],
    "T804-nothing-shows-it": [
        "tasks:10:13 T804 V.5.1.status",
    ],
    "T805-commitment-and-evidence": [
        "tasks:10:17 T805 V.5.1.commitment",
        "tasks:16:17 T805 V.6.1.commitment",
        "tasks:19:9 T805 V.6.1.evidence.0",
        "tasks:20:9 T805 V.6.1.evidence.1",
    ],
    "T807-typed-twice": ["tasks:4:23 T807 so-tc.name"],
    "T806-day-of-nothing": [
        "tasks:10:12 T806 V.5.1.since",
    ],
    "O810-interim-called-final": [
        "results:3:11 O810 results.0.date",
    ],
    "O811-above-ten": [
        "results:6:36 O811 papi.2",
    ],
    "O812-zero-is-not-missing": [
        "results:6:36 O812 papi.2",
    ],
    "O813-turned-round": [
        "results:7:19 O813 papi",
    ],
    "O814-mistyped-year": [
        "results:3:11 O814 results.0.date",
    ],
    "O853-still-to-come": [
        "results:4:11 O853 results.0.date",
        "results:8:11 O853 results.1.year",
    ],
    "O853-status-still-to-come": [
        "tasks:4:104 O853 V.1.since",
    ],
    "O815-sum": [
        "results:6:20 O815 papi",
    ],
    "O816-no-source": [
        "results:2:11 O816 results.0.year",
    ],
    "O817-self-assessed": [
        "results:6:21 O817 snv.1",
    ],
    "O818-two-scores": [
        "results:11:22 O818 papi.1",
    ],
    "O819-rank-alone": [
        "results:7:19 O819 papi",
    ],
    "S123-results-in-a-folder": ["results:1:1 S123"],
    "X903-beside-a-plan-with-errors": [
        "indicators:10:5 S102 papi.maxx",
        "peers/papi.csv:1:1 X903",
        "results:1:1 X903",
    ],
    "X902-begun": [
        "indicators:14:99 X902 papi.2.score",
    ],
    "O850-two-days": [
        "results:11:20 O850 papi",
    ],
    "O851-another-score": [
        "results:6:20 O851 papi",
    ],
    "O854-base-year": ["results:6:20 O854 papi"],
    "O855-digits": ["results:6:20 O855 papi"],
    "O852-another-change": [
        "results:6:20 O852 papi",
    ],
    "P820-two-scores-of-one": [
        "peers/field:6:77 P820 papi",
    ],
    "P821-ends-exchanged": [
        "peers/field:9:62 P821 papi",
    ],
    "P821-overlap": [
        "peers/field:8:71 P821 papi",
    ],
    "P822-another-number": [
        "peers/field:6:3 P822 papi",
    ],
    "P823-exchanged": [
        "peers/field:7:9 P823 gains.last",
        "peers/field:9:34 P823 papi.1",
    ],
    "P824-names-of-columns": [
        "peers/field.csv:1:1 P824",
    ],
    "P825-year-and-unit": [
        "peers/field.csv:3:9 P825",
        "peers/field.csv:4:1 P825",
    ],
    "P826-mistyped-and-notes": [
        "peers/field.csv:1:14 P826",
        "peers/field.csv:1:24 P826",
    ],
    "P827-same-year": [
        "peers/field.csv:4:1 P827",
    ],
    "P828-words-and-commas": [
        "peers/field.csv:2:23 P828 hq.2",
        "peers/field.csv:5:14 P828 hq",
    ],
    "P829-another-encoding": [
        "peers/field.csv:2:1 P829",
    ],
    "P829-decimal-commas": [
        "peers/field.csv:2:1 P829",
        "peers/field.csv:3:1 P829",
    ],
    "P829-open-quote": [
        "peers/field.csv:4:1 P829",
    ],
    "P830-group-outside-the-scale": [
        "peers/field:6:63 P830 papi",
        "peers/field:7:58 P830 papi",
    ],
    "P830-outside-the-scale": [
        "peers/field.csv:4:19 P830 hq.2",
        "peers/field.csv:5:19 P830 hq.1",
    ],
    "P831-one-year-missing": [
        "peers/field.csv:4:1 P831",
    ],
    "P832-another-name": [
        "peers/field.csv:1:1 P832",
    ],
    "P833-with-and-without-marks": [
        "peers/field.csv:2:1 P831",
        "peers/field.csv:3:1 P831",
        "peers/field.csv:3:1 P833",
    ],
    "P834-pasted-twice": [
        "peers/field.csv:1:19 P834 hq",
    ],
    "P835-as-published": [
        "peers/field.csv:7:14 P835",
    ],
    "P836-two-numbers": [
        "peers/field.csv:4:19 P836",
        "peers/field.csv:5:20 P836",
    ],
    "P837-one-name-of-two": [
        "peers/field.csv:5:19 P837",
    ],
    "P840-a-row-mistyped": [
        "peers/field.csv:3:14 P840 hq",
    ],
    "P841-another-score": [
        "peers/field.csv:2:15 P841 hq",
        "peers/field.csv:2:20 P841 hq.1",
    ],
    "P842-another-rank": [
        "peers/field.csv:2:15 P842 hq",
    ],
    "P843-a-row-more": [
        "peers/field.csv:4:15 P843 hq",
    ],
    "P844-more-than-ranked": [
        "peers/field.csv:1:11 P844 hq",
    ],
    "P830-above-its-own-maximum": [
        "peers/field.csv:4:16 P830 so",
    ],
    "P845-no-figure": [
        "peers/field.csv:3:24 P845",
        "peers/field.csv:4:22 P845",
    ],
    "P845-of-two-indices": [
        "peers/field.csv:1:20 P845",
    ],
    "P860-named-twice": [
        "peers/field.csv:2:1 P831",
        "peers/units:3:42 P860 Bắc Ninh",
    ],
    "P860-part-of-two": [
        "peers/field.csv:2:1 P831",
        "peers/units:4:31 P860 Cao Bằng",
    ],
    "P861-one-without": [
        "peers/field.csv:2:1 P831",
        "peers/units:3:66 P861 Bắc Ninh",
    ],
    "P862-in-no-table": [
        "peers/field.csv:2:1 P831",
        "peers/units:3:21 P862 Bắc Ninh",
    ],
    "P863-old-and-new-in-a-year": [
        "peers/field.csv:7:1 P863",
    ],
    "P864-as-in-english": [
        "peers/papi.csv:1:1 P832",
        "peers/papi.csv:2:1 P864",
    ],
    "S104-mergers": [
        "peers/field.csv:2:1 P831",
        "peers/units:3:50 S104 units.Bắc Ninh.since",
        "peers/units:3:64 S104 units.Bắc Ninh.by",
        "peers/units:4:23 S104 units.Tuyên Quang.from",
        "peers/units:4:34 S104 units.Tuyên Quang.since",
        "peers/units:4:61 S104 units.Tuyên Quang.by.Hà Giang",
    ],
    "S108-index-of-mergers": [
        "peers/field.csv:2:1 P831",
        "peers/units:2:9 S108 first.papj",
    ],
    "S102-key-in-tasks": [
        "tasks:10:5 S102 V.5.1.dealine",
        "tasks:16:5 S102 V.6.1.chủ trì",
    ],
    "S104-date-in-results": [
        "results:3:11 S104 results.0.date",
    ],
    "S104-layer-in-results": [
        "results:4:12 S104 results.0.layer",
    ],
    "S105-comma-in-results": [
        "results:6:22 S105 results.0.scores.papi.1",
        "results:12:13 S105 results.1.scores.papi",
    ],
    "S107-task-twice": [
        "tasks:4:10 S107 so-tttt.id",
        "tasks:11:9 S107 V.5.1.id",
    ],
    "S108-row-in-results": [
        "results:6:14 S108 results.0.scores.papi.l",
        "results:6:28 S108 results.0.scores.papi.9",
        "results:7:13 S108 results.0.ranks.papii",
    ],
    "S108-row-in-tasks": [
        "tasks:9:21 S108 V.5.1.serves.1",
        "tasks:14:21 S108 V.6.1.serves.1",
    ],
    "S108-unit-in-tasks": [
        "tasks:10:18 S108 V.5.1.coordinate.0",
        "tasks:14:12 S108 V.6.1.lead.0",
        "tasks:16:13 S108 V.6.1.asked.0",
    ],
}


def expected(folder: Path, lang: Lang) -> str:
    return (folder / f"expected.{lang}.txt").read_text(encoding="utf-8")


@both_languages
@every_folder
def test_the_words_are_exactly_these(folder: Path, lang: Lang) -> None:
    """And are well set: each place lies in its file, signs stand below what they point at, no line ends in blanks, no figure is longer than
    anyone would write.
    """
    text = said(folder, lang)
    assert text == expected(folder, lang)
    inside_its_file(folder, text)
    below_what_it_points_at(text)
    ours = [line for line in text.split("\n") if not re.match(r" *\d+ \| ", line)]  # a quoted line may end in its own
    assert [line for line in ours if line != line.rstrip()] == []
    assert re.findall(r"\d[.,]\d{9,}", text) == []


@pytest.mark.parametrize("name", ["S105-in-braces", "S110-another-encoding", "C602-reads-otherwise"])
@both_languages
def test_the_installed_command_says_the_same(name: str, lang: Lang) -> None:
    folder = ROOT / "tests" / "errors" / name
    assert parplan(*arguments(folder, lang), cwd=folder)[:2] == (1, expected(folder, lang))


def test_every_rule_has_a_wrong_plan() -> None:
    shown = {folder.name.partition("-")[0] for folder in FOLDERS}
    assert shown == set(REGISTRY)


def test_every_wrong_plan_has_its_places() -> None:
    assert sorted(PLACES) == [folder.name for folder in FOLDERS]


@every_folder
def test_findings_stand_where_the_mistakes_are(folder: Path) -> None:
    """In both languages, in the order of their places, the folder's rule among them."""
    assert found(folder) == PLACES[folder.name]
    assert f"[{folder.name.partition('-')[0]}]" in expected(folder, "en")
    places = [re.split(r"[: ]", place) for place in PLACES[folder.name]]
    assert all(one <= other for one, other in pairwise([(place[0], int(place[1]), int(place[2]), place[3]) for place in places]))
    english, vietnamese = (said(folder, lang).split("\n") for lang in ("en", "vi"))
    assert len(english) == len(vietnamese)
    for one, other in zip(english, vietnamese, strict=True):
        if re.match(r"(error|warning|note)\[", one):
            assert sentence(one) != sentence(other)
        if re.match(r" +(-->|:::|\d+ \|)", one):
            assert one == other


def found(folder: Path) -> list[str]:
    """The findings of an entry as PLACES has them."""
    call = [*arguments(folder, "en")]
    if call[0] == "import":
        told = json.loads(parplan_here(*call, "--format", "json", cwd=folder).out)["findings"]
        return [f"{Path(it['file']).stem}:{it['line']}:{it['column']} {it['code']} {it['path']}".rstrip() for it in told]
    call[call.index("text")] = "concise"
    lines = parplan_here(*call, cwd=folder).out.splitlines()
    places = [re.fullmatch(r"plan/([\w/]+(?:\.csv)?)(?:\.ya?ml)?:(\d+:\d+): \w+\[(\w+)\](?: \(known\))? (.*)", line) for line in lines]
    return [f"{place[1]}:{place[2]} {place[3]} {subject(place[4])}".rstrip() for place in places if place]


def subject(words: str) -> str:
    """The path at the beginning of a sentence, if it begins with one."""
    path, colon, _ = words.partition(": ")
    return path if colon and not path.startswith(("this is", "“", "the ")) and " has no line " not in path else ""


def inside_its_file(folder: Path, said: str) -> None:
    """Every place lies in its file."""
    for name, line, column in re.findall(r"^ *(?:-->|:::) (plan/[\w/]+\.(?:yaml|csv)):(\d+):(\d+)$", said, re.MULTILINE):
        if (folder / name).is_dir():
            continue
        text = (folder / name).read_bytes().decode("utf-8", "replace")
        lines = text.removesuffix("\n").split("\n")
        assert 1 <= int(line) <= len(lines)
        assert 1 <= int(column) <= len(lines[int(line) - 1]) + 1


def width(text: str) -> int:
    """How many columns of a terminal a text takes: a letter one, what is put on top of a letter none, a wide sign two."""
    signs = [letter for letter in text if not unicodedata.combining(letter)]
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in signs)


def below_what_it_points_at(said: str) -> None:
    """Every caret stands below what it points at."""
    lines = said.split("\n")
    column = None
    for line, following in pairwise(lines):
        head = re.fullmatch(r" *(?:-->|:::) plan/[\w/]+\.(?:yaml|csv):\d+:(\d+)", line)
        column = int(head[1]) if head else column
        shown = re.fullmatch(r" *\d+ \| ?(.*)", line)
        signs = re.fullmatch(r" +\| ( *)(\^+|-+)( .*)?", following)
        if shown and signs and "^" in following and column is not None:
            assert len(signs[1]) == width(shown[1].ljust(column - 1)[: column - 1])  # blanks at the end of a line are not shown
            assert len(signs[1]) + len(signs[2]) <= max(width(shown[1]), len(signs[1])) + 1


def sentence(head: str) -> str:
    """What a finding says behind its code and path; for what libyaml found, in what words."""
    words = head.split("]", 1)[1]
    return words.rpartition(": ")[2] if "[S101]" in head else words


UNHELPFUL = [
    # (entry, words that would not tell a reader what to do)
    ("S104-no-index-at-all", "a list instead of a list"),
    ("S104-figures-that-are-none", "“5.88” is not points such as 7.97"),  # it is, but for the quotes
    ("S104-figures-that-are-none", "“12345678” is not points such as 7.97"),  # it is, but for how many digits there may be
    ("S109-second-document", "write the value out"),
    ("S109-key-that-is-no-word", "write the value out"),
    ("S110-control-character", "save the file as UTF-8"),  # it is UTF-8
]


@pytest.mark.parametrize(("name", "words"), UNHELPFUL)
def test_words_say_what_is_wrong(name: str, words: str) -> None:
    assert words not in said(ROOT / "tests" / "errors" / name, "en")


NOT_YAML = [
    # (text, libyaml's word for what is wrong with it): each is said in words of our own, in both languages
    ("a: b: c\n", "mapping values are not allowed in this context"),
    ("a: 1\n b: 2\n", "mapping values are not allowed in this context"),
    ("a: 1\n- b\n", "did not find expected key"),
    ("- a\nb: 1\n", "did not find expected '-' indicator"),
    ("a:\n  b\nc\n", "could not find expected ':'"),
    ("a: @b\n", "found character that cannot start any token"),
    ("a:\n\tb: 1\n", "found character that cannot start any token"),
    ('a: "b\n', "found unexpected end of stream"),
    ("a: > 8.97\n", "did not find expected comment or line break"),
    ("a: {b: 1\n", "did not find expected ',' or '}'"),
    ("a: [b\n", "did not find expected ',' or ']'"),
    ("a: {b: ", "did not find expected node content"),
    ("{a: 1}\nb: 2\n", "did not find expected <document start>"),
    ("a: - b\n", "block sequence entries are not allowed in this context"),
    ("a: &\n", "did not find expected alphabetic or numeric character"),
    ("a: & b\n", "did not find expected alphabetic or numeric character"),
    ("a: *\n", "did not find expected alphabetic or numeric character"),
    ("a: {b: c d:}\n", "found unexpected ':'"),
    ("a: 1\n\tb: 2\n", "found a tab character that violates indentation"),
    ("a: |\n\tb\n", "found a tab character where an indentation space is expected"),
    ("%\n", "could not find expected directive name"),
    ("%YAML 3.0\n---\na: 1\n", "found incompatible YAML document"),
    ("%TAG ! !\n%TAG ! !\n---\na: 1\n", "found duplicate %TAG directive"),
    ("a: !x!y z\n", "found undefined tag handle"),
    ('a: "\\q"\n', "found unknown escape character"),
    ('a: "\\xZZ"\n', "did not find expected hexdecimal number"),
    ("a: ? b\n", "mapping keys are not allowed in this context"),
    ('a: "b\n---\nc"\n', "found unexpected document indicator"),
    ("a: !<\n", "did not find expected tag URI"),
    ("a: &b,c 1\n", "did not find expected key"),
    ("a: |0\n  b\n", "found an indentation indicator equal to 0"),
]


@pytest.mark.parametrize(("text", "word"), NOT_YAML)
def test_no_word_of_libyaml_is_passed_on(text: str, word: str) -> None:
    assert [fault.detail for fault in read("targets.yaml", text.encode()).faults if fault.kind == "syntax"] == [word]
    assert words.is_known(word)


def test_a_sentence_of_a_newer_libyaml_is_passed_on_as_it_is() -> None:
    assert words.said("found a comet") == Text("libyaml báo: “found a comet”", "libyaml says “found a comet”")


def test_the_page_of_rules_is_current() -> None:
    assert (ROOT / "docs" / "rules.md").read_bytes() == rules_page().encode(), "run: python scripts/gallery.py --write"


def test_a_stale_gallery_is_told(tmp_path: Path) -> None:
    stale = tmp_path / "project"
    for name in (
        "scripts/running.py",
        "scripts/gallery.py",
        "tests/errors/R206-rank/plan/indicators.yaml",
        "tests/errors/R206-rank/plan/targets.yaml",
    ):
        (stale / name).parent.mkdir(parents=True, exist_ok=True)
        (stale / name).write_bytes((ROOT / name).read_bytes())
    call = [sys.executable, "scripts/gallery.py"]
    told, written, current = (
        subprocess.run([*call, *option], cwd=stale, capture_output=True, text=True, check=False, timeout=120)
        for option in ([], ["--write"], [])
    )
    pages = ["tests/errors/R206-rank/expected.en.txt", "tests/errors/R206-rank/expected.vi.txt", "docs/rules.md"]
    assert (told.returncode, told.stdout.splitlines()) == (1, [f"{page} differs" for page in pages])
    assert (written.returncode, written.stdout.splitlines()) == (0, [f"{page} written" for page in pages])
    assert (current.returncode, current.stdout) == (0, "")
    assert (stale / pages[0]).read_bytes() == (ROOT / pages[0]).read_bytes()
