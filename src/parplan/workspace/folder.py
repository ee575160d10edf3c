"""A plan's folder: which files a plan has, which of them lie there and are read, and what they are
named by.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from parplan.model.files import FILES, FileKind
from parplan.text import Message, Text
from parplan.workspace.reading import (
    LEADS_OUT,
    CannotRead,
    leads_out,
    noted,
    read_bytes,
    real,
    unreadable,
)
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Source, Sources

REQUIRED: tuple[FileKind, ...] = ("indicators", "targets")
SCENARIOS = "scenarios"  # the folder beside a plan
_MERGERS = "units"  # the file of peers/ that says which units others became
_OWN = tuple(f"{kind}.yaml" for kind in REQUIRED)


class Folder(NamedTuple):
    """A plan's folder, `given` as the user named it; empty for the plan that comes with the
    package. With `follow_links` files are also read where they are links that lead out of it;
    `option` is how whoever opens it asks for that.
    """

    path: Path
    given: str = ""
    follow_links: bool = False
    option: str = "--follow-links"

    @property
    def name(self) -> str:
        """What its files are named by."""
        return self.given or near_name(self.path)

    @property
    def called(self) -> str:
        """What it is called in every output: as it was given, or by its own name where that is
        only dots.
        """
        if Path(self.given).name not in ("", ".."):
            return self.given
        return real(self.path).name or self.given

    @property
    def options(self) -> tuple[str, ...]:
        """The options of a call that is to read the same folder in the same way."""
        return ("--plan", self.name, *(("--follow-links",) if self.follow_links else ()))

    def shown(self, path: Path) -> str:
        """A file of the folder as the user would name it."""
        return (Path(self.name) / path.relative_to(self.path)).as_posix()

    def read(self, path: Path) -> bytes:
        """A file of the folder as it is. Raises CannotRead."""
        try:
            if not self.follow_links and leads_out(path, self.path):
                values = {"path": self.shown(path), "option": self.option}
                raise CannotRead(Message(LEADS_OUT, values))
        except OSError as error:
            raise CannotRead(unreadable(error, self.shown(path))) from error
        return read_bytes(path, self.shown(path), found=True)

    def source(self, path: Path) -> Source:
        """A file of the folder as located text. Raises CannotRead."""
        return read(self.shown(path), self.read(path))

    def has(self, kind: FileKind) -> bool:
        """Whether a file of a kind (tasks, results) lies there."""
        return os.path.lexists(self.path / f"{kind}.yaml")

    def file(self, kind: FileKind) -> Source | None:
        """The file of a kind that lies there; None where there is none. Raises CannotRead."""
        return self.source(self.path / f"{kind}.yaml") if self.has(kind) else None

    def sources(self) -> Sources:
        """The files of the plan itself, which is called as its folder is, or by its id where
        nobody named that. Raises CannotRead for a folder or file that is missing or that the
        system does not let us read.
        """
        if not self.path.is_dir():
            raise CannotRead(no_folder(Path(self.given or self.path)))
        files: dict[str, Source] = {}
        failures: list[Message] = []
        for kind in FILES:
            path = self.path / f"{kind}.yaml"
            if kind not in REQUIRED and not os.path.lexists(path):
                continue
            try:
                files[kind] = self.source(path)
            except CannotRead as error:
                if (withheld := why_unlisted(self.path, self.called)) is not None:
                    raise CannotRead(withheld) from error
                near = self.near(kind)
                failures += error.messages if near is None else [near]
        if failures:
            raise CannotRead(*failures)
        ident = str(files["indicators"].value(("plan", "id")))
        return Sources(self.called if self.given else ident, files)

    def near(self, kind: FileKind) -> Message | None:
        """That a file of this kind is not there, but one that is nearly named so; None where there
        is neither.
        """
        path = self.path / f"{kind}.yaml"
        found = [it.name for it, meant in near_names(self.path).items() if meant == path.name]
        if not found or os.path.lexists(path):
            return None
        return Message(NEAR_FILE, {"path": self.shown(path), "near": found[0]})

    @property
    def scenarios(self) -> dict[str, Path]:
        """The scenarios that lie beside the plan, by name, sorted."""
        return self._below(SCENARIOS, ".yaml")

    @property
    def peers(self) -> dict[str, Path]:
        """What lies there of others like it, published groups and figures, by name, sorted."""
        found = self._below("peers", ".yaml")
        return {name: path for name, path in found.items() if name != _MERGERS}

    @property
    def mergers(self) -> Source | None:
        """What is said there of units that others became; None where nothing is. Raises
        CannotRead.
        """
        path = self.path / "peers" / f"{_MERGERS}.yaml"
        return self.source(path) if os.path.lexists(path) else None

    @property
    def tables(self) -> dict[str, Path]:
        """The tables of peers that lie there, by name, sorted."""
        return self._below("peers", ".csv")

    @property
    def companions(self) -> list[Path]:
        """The files that lie beside the plan's own. Raises CannotRead."""
        named = [self.path / f"{kind}.yaml" for kind in _BESIDE if self.has(kind)]
        peers = (self._below("peers", ending) for ending in (".yaml", ".csv"))
        below = (path for paths in (self.scenarios, *peers) for path in paths.values())
        return sorted((*named, *below))

    def _below(self, folder: str, ending: str) -> dict[str, Path]:
        """Raises CannotRead where the folder is there and cannot be listed."""
        at = self.path / folder
        try:
            names = sorted(os.listdir(at))  # noqa: PTH208 - names, quicker than paths
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise CannotRead(unreadable(error, self.shown(at))) from error
        return {Path(name).stem: at / name for name in names if name.endswith(ending)}

    @property
    def holds_plan(self) -> bool:
        """Whether a file of a plan itself lies there, by its right name."""
        return any(os.path.lexists(self.path / name) for name in _OWN)

    @property
    def is_meant(self) -> bool:
        """Whether a plan is meant there: a file of one has its right name, or that of the
        indicators nearly does, or nobody can tell.
        """
        if self.holds_plan or why_unlisted(self.path, self.called) is not None:
            return True
        return _OWN[0] in near_names(self.path).values()

    @property
    def unread(self) -> dict[Path, str]:
        """The files there that look like a plan's data and that nobody reads, each with the names
        that are read.
        """
        others = {  # what is named right lies too deep
            path: f"{below}/{path.name if path.suffix in endings else '*' + ', *'.join(endings)}"
            for below, (endings, alike) in _FOLDERS.items()
            for path in _alike(self.path / below, alike)
            if path.suffix not in endings or path.parent != self.path / below
        }
        others |= {  # a folder named as the file that is read
            path: named
            for name in _listed(self.path)
            if (named := f"{name.casefold()}.yaml") in PLAN_FILES
            and not Folder(self.path / name).is_meant
            for path in _alike(self.path / name, (".yaml", ".yml"))
        }
        return dict(sorted((near_names(self.path) | near_folders(self.path) | others).items()))


def keeps(file: Path) -> bool:
    """Whether no answer may be written to a file: this run has read or made it, or it is data of a
    plan, or would be taken for that.
    """
    at = real(file)
    below, endings = at.parent, _FOLDERS.get(at.parent.name, ((),))[0]
    return noted(at) or is_own(at) or (at.suffix in endings and Folder(below.parent).holds_plan)


def is_own(file: Path) -> bool:
    """Whether a plan's folder has a file of this name, or would have it."""
    at = real(file)
    return at.name.casefold() in PLAN_FILES and Folder(at.parent).holds_plan


def embedded() -> Path:
    """The folder of the plan that travels with the package: beside the code when installed, at the
    top of a checkout otherwise.
    """
    installed = Path(__file__).parents[1] / "data"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "data"


def found_above(folder: Path) -> Path | None:
    """The nearest folder, this one or above it, that holds a plan, or a file that is nearly named
    so; this one also where it holds any other file of a plan. None where there is none.
    """
    wanted: Iterable[str] = PLAN_FILES
    for at in (folder, *folder.parents):
        if _lies_in(at, wanted):
            return at
        wanted = PLAN_FILES[:1]
    return None


def _lies_in(folder: Path, names: Iterable[str], files: Iterable[str] | None = None) -> bool:
    """Whether one of these files, or one that is nearly named so, lies in a folder (`files`, where
    it has been listed).
    """
    there = any(os.path.lexists(folder / name) for name in names)
    return there or bool(near_names(folder, names, files))


def near_name(folder: Path) -> str:
    """A folder as somebody here would type it: relative where it lies below the working folder,
    else in full.
    """
    try:
        return real(folder).relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return folder.as_posix()


# What is read of a plan's folder, and what may be named nearly so.
_BESIDE: tuple[FileKind, ...] = ("tasks", "results", "report")
PLAN_FILES = tuple(f"{kind}.yaml" for kind in (*FILES, *_BESIDE))
_NEAR = 0.8  # of difflib's ratio: a letter more or less, or another one
_SINGULAR = {"erratum": "errata.yaml"}  # which is less like it than that
# A name such as indicators.yml, “indicators (1).yaml”, indicators.yaml.txt or results-2023.yaml.
_YAML = re.compile(
    r"(?P<copy>copy of )?(?P<stem>[^.]+?)([ _-]\d{4})?"
    r"(?P<again> ?\(\d+\)| - (copy|sao chép)( \(\d+\))?)?\.ya?ml?(?P<more>\.\w+|~)?"
)
# Folders of more such files: what is read there, and what looks as if it were to be.
_FOLDERS = {
    SCENARIOS: ((".yaml",), (".yaml", ".yml")),
    "peers": ((".yaml", ".csv"), (".yaml", ".yml", ".csv", ".tsv", ".txt", ".xls", ".xlsx")),
}
_ABOUT = ("readme.txt",)  # what is there for people


def near_names(
    folder: Path, names: Iterable[str] = PLAN_FILES, files: Iterable[str] | None = None
) -> dict[Path, str]:
    """The files of a folder (`files`, where it has been listed) whose names are nearly those of a
    plan's files, so that nobody reads them, each with the name that is meant.
    """
    wanted, found = {Path(name).stem: name for name in names}, {}
    wanted |= {stem: name for stem, name in _SINGULAR.items() if name in names}
    for name in _listed(folder) if files is None else files:
        like = _YAML.fullmatch(normalize("NFC", name.casefold()))
        near = get_close_matches(like["stem"], wanted, 1, _NEAR) if like else []
        path = folder / name
        if not like or not near or name in wanted.values() or not path.is_file():
            continue
        meant = folder / wanted[near[0]]
        # A copy beside the right file is one that somebody keeps, but for what an editor made of
        # its name; letters' case may not matter.
        kept = like["copy"] or like["again"] or like["more"] not in (None, ".txt")
        if not (meant.exists() and (kept or meant.samefile(path))):
            found[path] = meant.name
    return found


def near_folders(folder: Path) -> dict[Path, str]:
    """The folders with such data that are nearly named as those of a plan, so that nobody looks
    into them, each with the name that is meant.
    """
    found = {}
    for name in _listed(folder):
        (near,) = get_close_matches(name.casefold(), _FOLDERS, 1, _NEAR) or [name]
        path, meant = folder / name, folder / near
        if near == name or (meant.exists() and meant.samefile(path)):
            continue
        if next(_alike(path, _FOLDERS[near][1]), None):
            found[path] = near
    return found


def _alike(folder: Path, endings: Iterable[str]) -> Iterator[Path]:
    """The files of a folder, and of those in it, that look like such data: by their ending, or by
    that before the one that an editor put behind it.
    """
    for at, _, names in os.walk(folder):
        for name in names:
            low = name.lower()
            ends = any(each.endswith(tuple(endings)) for each in (low, low.removesuffix(".txt")))
            if ends and low not in _ABOUT:
                yield Path(at, name)


def why_unlisted(folder: Path, shown: str) -> Message | None:
    """Why the system does not let us list a folder, or look into it; None where it does."""
    try:
        os.scandir(f"{folder}/.").close()
    except OSError as error:
        return unreadable(error, shown)
    return None


def _listed(folder: Path) -> list[str]:
    """The names in a folder, sorted; none where it cannot be listed."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names, quicker than paths
    except OSError:
        return []


class Found(NamedTuple):
    """The folders that hold a plan, sorted, and links to folders elsewhere, which may."""

    plans: list[Path]
    links: list[Path]


def plans_in(folder: Path, *, follow_links: bool = False) -> Found:
    """Every folder that holds a plan's file, or one that is nearly named so, at or below `folder`;
    one that cannot be looked into counts as one, which says so when it is read. What is hidden
    below it, or was installed there, is passed over, and so is what links lead to elsewhere, unless
    they are followed. Raises CannotRead where there is none.
    """
    if not folder.is_dir():
        raise CannotRead(no_folder(folder))
    found = Found([], [])
    top, seen = real(folder), set[Path]()
    for at, below, files in os.walk(
        folder,
        onerror=lambda error: found.plans.append(Path(error.filename)),
        followlinks=follow_links,
    ):
        if (here := real(Path(at))) in seen:  # a link led to it before
            below.clear()
            continue
        seen.add(here)
        if why_unlisted(Path(at), "") is not None:  # its names may be told, and no more
            found.plans.append(Path(at))
            below.clear()
        elif _lies_in(Path(at), _OWN, files):
            found.plans.append(Path(at))
        for name in tuple(below):
            path = Path(at, name)
            if name.startswith(".") or name in _INSTALLED or os.path.lexists(path / "pyvenv.cfg"):
                below.remove(name)
            elif path.is_symlink():
                target = real(path)
                if target.is_relative_to(top) or top.is_relative_to(target):
                    below.remove(name)
                elif not follow_links:
                    found.links.append(path)
    told = found._replace(plans=sorted(found.plans))
    if not told.plans:
        passed = [left_aside(told.links)] if told.links else []
        raise CannotRead(Message(NO_PLAN, {"path": folder}), *passed)
    return told


_INSTALLED = ("node_modules", "venv")  # what a program of another kind puts beside plans


def left_aside(links: Sequence[Path]) -> Message:
    """That nobody looked into folders that links lead to."""
    more = Message(_AND_MORE, {"more": len(links) - _FEW}) if len(links) > _FEW else ""
    few = tuple(map(Path.as_posix, sorted(links)[:_FEW]))
    return Message(_LINKS, {"links": few, "more": more})


_FEW = 5


def no_folder(path: Path) -> Message:
    """That a folder is not there; where a file is, which folder may have been meant."""
    if os.path.lexists(path):
        return Message(_IS_A_FILE, {"path": path, "folder": path.parent})
    return Message(_NO_FOLDER, {"path": path})


_NO_FOLDER = Text("không có thư mục {path}", "there is no folder {path}")
_IS_A_FILE = Text(
    "{path} là tệp, không phải thư mục; có phải là {folder}?",
    "{path} is a file, not a folder; did you mean {folder}?",
)
NO_PLAN = Text(
    "trong {path} không có kế hoạch nào (cần indicators.yaml và targets.yaml)",
    "there is no plan in {path} (a plan is a folder with indicators.yaml and targets.yaml)",
)
_LINKS = Text(
    "không tìm trong liên kết dẫn ra thư mục khác: {links}{more}; nếu ở đó có kế hoạch, thêm "
    "--follow-links",
    "links to folders elsewhere are not looked into: {links}{more}; where plans lie there, add "
    "--follow-links",
)
_AND_MORE = Text(" và {more} liên kết nữa", " and {more} more")
NEAR_FILE = Text(
    "không có tệp {path} nhưng có {near}: hãy đổi tên tệp đó",
    "there is no file {path}, but there is {near}: rename it",
)
