"""The plans that are attacked, and the folder in which they lie while they are."""

import random
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PLAN = HERE / "plan"
EXAMPLE = ROOT / "data"
_DOCUMENT = ROOT / "tests" / "published" / "cao-bang-2023-section-I.txt"

Files = dict[str, bytes]  # by path, in a folder of work
# How often each: the small plan is quick and has something of everything, the example is a real
# one, and each plan of the gallery is next to a rule.
_WEIGHTS = {"small": 12, "example": 2, "gallery": 5}


@cache
def bases() -> dict[str, dict[str, Files]]:
    """Whole sets of files, by kind and name: plan/ and what is given beside it."""
    given = {
        name: (HERE / name).read_bytes() for name in ("costs.yaml", "batch.csv", "batch.jsonl")
    }
    small = {**_plan(PLAN), **given, "document.txt": (HERE / "document.txt").read_bytes()}
    example = {
        **_plan(EXAMPLE),
        "document.txt": _DOCUMENT.read_bytes(),
        "costs.yaml": b"costs: {par.1: 3, par.2.survey: 2.5, 'par.*.admin': 1}\n",
        "batch.csv": b"name,base,share,par.7.admin,papi.1\nhalf,,50%,,\nown,current,,9.00,+0.2\n",
        "batch.jsonl": b'{"name": "a", "changes": [{"id": "par.1", "add": 0.4}]}\n{"name": "b"}\n',
    }
    gallery = {
        folder.parent.name: {**given, **_plan(folder)}
        for folder in sorted(ROOT.glob("tests/errors/*/plan"))
        if all((folder / name).exists() for name in ("indicators.yaml", "targets.yaml"))
    }
    return {"small": {"small": small}, "example": {"example": example}, "gallery": gallery}


def _plan(folder: Path) -> Files:
    """The files of a plan's folder, as they lie below plan/."""
    return {
        f"plan/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "schema" not in path.parts
    }


def drawn(rng: random.Random) -> tuple[str, Files]:
    """One of the plans, by chance, and what it is called."""
    kind = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    # Plans of the gallery that do not have the shape of one come to nothing but that, mostly.
    name = rng.choice([it for it in bases()[kind] if it[0] != "S" or rng.random() < 0.1])
    return name, bases()[kind][name]


class Ground:
    """A folder that holds just the files of one case after another; only what differs is
    written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._laid: Files = {}

    def lay(self, files: Mapping[str, bytes]) -> None:
        """Have these files here, and no others."""
        for name in self._laid.keys() - files.keys():
            (self.folder / name).unlink(missing_ok=True)
        for name, data in files.items():
            if self._laid.get(name) != data:
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        (self.folder / "plan").mkdir(parents=True, exist_ok=True)
        (self.folder / "out").mkdir(exist_ok=True)
        self._laid = dict(files)

    def found(self) -> Files:
        """What lies here now. Afterwards everything but what was laid is taken away."""
        files, folders = {}, []
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink() or path.is_file():
                files[name] = path.read_bytes() if path.is_file() else b""
            elif path.is_dir():
                folders.append(path)
        for name in files.keys() - self._laid.keys():
            (self.folder / name).unlink(missing_ok=True)
        kept = {self.folder / parent for name in self._laid for parent in Path(name).parents}
        kept |= {self.folder / "out", self.folder / "plan"}
        for path in folders:
            if path not in kept:
                shutil.rmtree(path, ignore_errors=True)
        self._laid = {name: data for name, data in files.items() if name in self._laid}
        return files
