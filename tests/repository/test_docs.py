"""Documentation is under test: links lead somewhere, commands exist, pages ask nothing of the network."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown.extensions.toc import slugify_unicode

from tests.repository.tree import ROOT, files, text_of

PAGES = [path for path in files() if path.suffix == ".md"]
IN_SITE = [path for path in PAGES if path.parts[0] == "docs"]
FENCE = re.compile(r"^ *(```|~~~).*?^ *\1", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6} +(.+?)(?: *#+)?$", re.MULTILINE)
OUTSIDE = re.compile(r"^(?:https?|mailto):")
ASKED_OF_THE_NETWORK = re.compile(
    r"<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)=[\"'](?:https?:)?//[^\"']+", re.IGNORECASE
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_of_a_page_leads_to_a_file_and_a_heading_that_exist(page: Path):
    assert [link for link in links_of(page) if not leads_somewhere(page, link)] == []


def test_every_page_of_the_documentation_is_linked_from_another():
    linked = {target_of(page, link) for page in PAGES for link in links_of(page)}
    assert [page for page in IN_SITE if page not in linked and page != Path("docs/index.md")] == []


@pytest.mark.parametrize("page", IN_SITE, ids=str)
def test_a_page_of_the_documentation_links_only_inside_the_documentation(page: Path):
    outside = [
        link for link in links_of(page) if (target := target_of(page, link)) and target.parts[0] != "docs"
    ]
    assert outside == []


def test_the_site_builds_without_a_warning_and_its_pages_ask_nothing_of_the_network(tmp_path: Path):
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        str(tmp_path),
    ]
    built = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (built.returncode, built.stdout + built.stderr) == (0, "")
    pages = list(tmp_path.rglob("*.html"))
    asked = {
        found for page in pages for found in ASKED_OF_THE_NETWORK.findall(page.read_text(encoding="utf-8"))
    }
    assert asked == set()
    assert len(pages) >= len(IN_SITE)


def test_the_english_and_the_vietnamese_readme_have_the_same_sections_and_the_same_commands():
    english, vietnamese = text_of(Path("README.md")), text_of(Path("README.vi.md"))
    assert len(HEADING.findall(without_code(english))) == len(HEADING.findall(without_code(vietnamese)))
    assert commands_in(english) == commands_in(vietnamese)


def links_of(page: Path) -> list[str]:
    return [link for link in LINK.findall(without_code(text_of(page))) if not OUTSIDE.match(link)]


def without_code(text: str) -> str:
    return INLINE_CODE.sub("", FENCE.sub("", text))


def target_of(page: Path, link: str) -> Path | None:
    """The file that a link names, relative to the root; None when it lies outside the repository."""
    name = unquote(link.partition("#")[0])
    target = (ROOT / page.parent / name).resolve() if name else ROOT / page
    return target.relative_to(ROOT) if target.is_relative_to(ROOT) else None


def leads_somewhere(page: Path, link: str) -> bool:
    target = target_of(page, link)
    if target is None or not (ROOT / target).exists():
        return False
    anchor = unquote(link.partition("#")[2])
    return not anchor or anchor in anchors_of(target)


def anchors_of(page: Path) -> set[str]:
    headings = HEADING.findall(FENCE.sub("", text_of(page)))
    return {slugify_unicode(heading.replace("`", ""), "-") for heading in headings}


def commands_in(text: str) -> list[str]:
    blocks = [found[0] for found in FENCE.finditer(text)]
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(("make ", "parindex ", "pip "))]
