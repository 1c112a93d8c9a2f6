"""What a server is set up from names only settings that exist, and starts only commands that exist."""

import re
from pathlib import Path

import yaml

from parweb.settings.environment import Environment
from tests.repository.tree import text_of

COMPOSE = yaml.safe_load(text_of(Path("compose.yaml")))
EXAMPLE = text_of(Path("deploy.env.example"))
SERVER_PAGE = text_of(Path("docs/operations/server.md"))
SETTINGS = {f"PARINDEX_{name.upper()}" for name in Environment.model_fields} - {"PARINDEX_DATABASE_URL"}


def test_the_example_names_only_settings_that_exist():
    named = set(re.findall(r"^(PARINDEX_\w+)=", EXAMPLE, re.MULTILINE))
    assert named - SETTINGS == set()


def test_the_page_about_servers_explains_every_setting():
    assert sorted(name for name in SETTINGS if f"`{name}`" not in SERVER_PAGE) == []


def test_no_secret_stands_in_the_example():
    filled = re.findall(r"^(\w*(?:KEY|SECRET|PASSWORD)\w*)=(.+)$", EXAMPLE, re.MULTILINE)
    assert filled == []


def test_every_part_that_people_wait_for_says_whether_it_is_healthy():
    assert "pg_isready" in str(COMPOSE["services"]["database"]["healthcheck"])
    assert "HEALTHCHECK" in text_of(Path("Containerfile"))


def test_web_worker_and_clock_run_commands_that_exist():
    from django.core.management import get_commands

    services = COMPOSE["services"]
    words = [services[name]["command"][1] for name in ("prepare", "worker", "leisure", "clock")]
    assert set(words) <= get_commands().keys() == get_commands().keys() | {"serve"}
