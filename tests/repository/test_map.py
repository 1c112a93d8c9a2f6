"""The newcomer's map names every room, and no room that is not there."""

import re
from pathlib import Path

from tests.repository.tree import ROOT, files, text_of

MAP = text_of(Path("docs/map.md"))
IN_BACKTICKS = re.compile(r"`([^`\s]+)`")
NAMED = set(IN_BACKTICKS.findall(MAP))

TOP_FOLDERS = {path.parts[0] for path in files() if len(path.parts) > 1}
ROOMS = {
    path.parent.relative_to("src") for path in files() if path.parts[0] == "src" and path.suffix == ".py"
}
LIKE_ALL_APPS = 2
MODULES = {
    path.relative_to("src") for path in files() if re.fullmatch(r"src/parindex/[a-z]\w*\.py", path.as_posix())
}


def test_the_map_names_every_top_level_folder():
    assert sorted(folder for folder in TOP_FOLDERS if f"{folder}/" not in NAMED) == []


def is_room(room: Path) -> bool:
    """Parts that every app has alike are not named one by one."""
    return room.parts[0] == "parindex" or len(room.parts) <= LIKE_ALL_APPS


def test_the_map_names_every_package_and_every_folder_of_modules():
    rooms = {room for room in ROOMS if is_room(room)}
    assert sorted(f"{room}/" for room in rooms if f"{room.as_posix()}/" not in NAMED) == []


def test_the_map_names_every_module_that_stands_beside_the_rooms():
    assert sorted(str(module) for module in MODULES if module.as_posix() not in NAMED) == []


def test_the_map_names_nothing_that_is_not_there():
    paths = {name for name in NAMED if "/" in name and "<" not in name and "*" not in name}
    missing = {name for name in paths if not ((ROOT / name).exists() or (ROOT / "src" / name).exists())}
    assert missing == set()
