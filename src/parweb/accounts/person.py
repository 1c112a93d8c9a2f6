"""The person behind a request: who they are, and which roles they have for which units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from parweb.accounts.roles import Role
from parweb.audit.actor import Actor


@dataclass(frozen=True)
class Grant:
    """One role for one subtree of units. ``criteria``: codes with all below them; empty: all."""

    role: Role
    unit_id: int
    unit_path: str
    criteria: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Tell whether a unit (by its path) lies in the subtree."""
        return path.startswith(self.unit_path)

    def covers_criterion(self, code: str) -> bool:
        """Tell whether a criterion is among those of the grant."""
        return not self.criteria or any(code == one or code.startswith(f"{one}.") for one in self.criteria)


@dataclass(frozen=True)
class Person:
    """Somebody who acts. ``user_id`` None: a visitor who has not signed in."""

    user_id: int | None
    name: str
    address: str = ""
    grants: tuple[Grant, ...] = ()
    home_paths: tuple[str, ...] = ()
    """Paths of the units the person belongs to: nobody appraises or judges these."""
    has_second_factor: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Tell a person from a visitor."""
        return self.user_id is not None

    @property
    def account_id(self) -> int:
        """The account of somebody who was let in; ask only after a verdict, which no visitor passes."""
        assert self.user_id is not None
        return self.user_id

    @cached_property
    def actor(self) -> Actor:
        """The person as the log writes them."""
        return Actor(self.user_id, self.name, self.address)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles the person has somewhere."""
        return frozenset(grant.role for grant in self.grants)

    def has(self, *roles: Role, path: str | None = None) -> bool:
        """Tell whether the person has one of the roles, for the unit of that path when one is given."""
        return any(grant.role in roles and (path is None or grant.covers(path)) for grant in self.grants)

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """Give the tops of the subtrees for which the person has one of the roles."""
        return tuple(dict.fromkeys(grant.unit_path for grant in self.grants if grant.role in roles))

    def belongs_to(self, path: str) -> bool:
        """Tell whether a unit is the person's own."""
        return any(path == home for home in self.home_paths)


VISITOR = Person(None, "khách")
