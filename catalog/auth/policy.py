"""The rules of permission and visibility: one table, one function, and their terms for search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalog.errors import Forbidden, SignInRequired
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from vocab.codes import (
    LEVELS_OF_CATEGORY,
    Audience,
    Category,
    Classification,
    DatasetState,
    Permission,
    Role,
)

#: What each role may do; see `require` for where.
GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.STAFF: frozenset(),
    Role.STEWARD: frozenset(
        {Permission.REGISTER, Permission.EDIT, Permission.SUBMIT, Permission.SEE_SCORE}
    ),
    Role.HEAD: frozenset(
        {Permission.EDIT, Permission.APPROVE, Permission.WITHDRAW, Permission.SEE_SCORE}
    ),
    Role.EVALUATOR: frozenset({Permission.SEE_SCORE}),
    Role.ADMIN: frozenset({Permission.IMPORT, Permission.ADMINISTER, Permission.SEE_SCORE}),
}
#: Roles that look after their agency's records, unpublished and secret ones included.
CUSTODIANS = (Role.STEWARD, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Post:
    """A role held now: at an agency ("" for the whole catalogue) of an organisation."""

    role: Role
    agency: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks: nobody in particular, a person with posts, or the system itself."""

    person: int | None = None
    username: str = ""
    name: str = ""
    posts: frozenset[Post] = frozenset()

    @property
    def is_admin(self) -> bool:
        """Whether the actor runs the whole catalogue."""
        return any(p.role is Role.ADMIN for p in self.posts)

    @property
    def agencies(self) -> frozenset[str]:
        """Codes of the agencies the actor works for."""
        return frozenset(p.agency for p in self.posts if p.agency)

    @property
    def organisations(self) -> frozenset[str]:
        """Codes of the organisations the actor works for."""
        return frozenset(p.organisation for p in self.posts if p.organisation)

    @property
    def keeps(self) -> frozenset[str]:
        """Codes of the agencies whose records the actor looks after."""
        return frozenset(p.agency for p in self.posts if p.role in CUSTODIANS and p.agency)


#: Nobody signed in.
ANYONE = Actor()
#: The catalogue itself: imports, the demo, background work.
SYSTEM = Actor(username="system", name="Banchi", posts=frozenset({Post(Role.ADMIN)}))


def allows(actor: Actor, permission: Permission, agency: AgencyRecord | None = None) -> bool:
    """Whether a post of the actor grants a permission at an agency (None: catalogue-wide).

    Stewards and heads act at their own agency, evaluators within their organisation,
    administrators everywhere.
    """
    for post in actor.posts:
        if permission not in GRANTS[post.role]:
            continue
        if post.role is Role.ADMIN:
            return True
        if agency is None:
            continue
        if post.role is Role.EVALUATOR and post.organisation == agency.organisation:
            return True
        if post.role in CUSTODIANS and post.agency == agency.code:
            return True
    return False


def require(actor: Actor, permission: Permission, agency: AgencyRecord | None = None) -> None:
    """Raise SignInRequired or Forbidden unless the actor has the permission there."""
    if allows(actor, permission, agency):
        return
    raise SignInRequired if actor.person is None and not actor.posts else Forbidden


def level_of(category: Category | None, classification: Classification | None) -> Classification:
    """The level that protects a record: the stronger of its own and its category's lowest.

    Unknown on both sides counts as private: nothing is public by omission.
    """
    levels = [c for c in (classification,) if c is not None]
    if category is not None:
        levels.append(LEVELS_OF_CATEGORY[category][0])
    return max(levels, key=lambda c: c.rank, default=Classification.PRIVATE)


def audience_of(
    state: DatasetState,
    category: Category | None,
    classification: Classification | None,
    private: bool,
) -> Audience:
    """Who may see a dataset's entry: the one rule everything else repeats.

    Unpublished and withdrawn entries and those above `Classification.PRIVATE` are for the
    agency's custodians; entries a steward marked private are for the agency; internal ones for
    the organisation; the rest for anyone.
    """
    level = level_of(category, classification)
    if state is not DatasetState.PUBLISHED or level.rank > Classification.PRIVATE.rank:
        return Audience.CUSTODIANS
    if private:
        return Audience.AGENCY
    return Audience.ANYONE if level is Classification.OPEN else Audience.ORGANISATION


def may_see(actor: Actor, record: DatasetRecord) -> bool:
    """Whether the actor may know that this record exists (its SQL twin: db.visibility)."""
    if actor.is_admin or record.agency.code in actor.keeps:
        return True
    match record.audience:
        case Audience.ANYONE:
            return True
        case Audience.ORGANISATION:
            return record.agency.organisation in actor.organisations
        case Audience.AGENCY:
            return record.agency.code in actor.agencies
        case Audience.CUSTODIANS:
            return False


def as_seen_by(actor: Actor, record: DatasetRecord) -> DatasetRecord:
    """A record the actor may see, without what is only for those who look after it.

    Distributions that the steward hid, and the repairs that speak of them, are left out; the
    repairs of the others name their new positions.
    """
    # First of all what costs least and decides most: few datasets hide anything.
    kept = [at for at, part in enumerate(record.distributions) if not part.hidden]
    if len(kept) == len(record.distributions):
        return record
    if actor.is_admin or record.agency.code in actor.keeps:
        return record
    moved = {old: new for new, old in enumerate(kept)}
    return replace(
        record,
        distributions=record.public_distributions,
        repairs=tuple(
            found
            if found.distribution is None
            else replace(found, distribution=moved[found.distribution])
            for found in record.repairs
            if found.distribution is None or found.distribution in moved
        ),
    )


def audience_terms(record: DatasetRecord) -> tuple[str, ...]:
    """The terms under which the search index keeps a record."""
    keep = f"keep:{record.agency.code}"
    match record.audience:
        case Audience.ANYONE:
            return "anyone", keep
        case Audience.ORGANISATION:
            return f"org:{record.agency.organisation}", keep
        case Audience.AGENCY:
            return f"agency:{record.agency.code}", keep
        case Audience.CUSTODIANS:
            return (keep,)


def actor_terms(actor: Actor) -> tuple[str, ...] | None:
    """The terms an actor may search under; None is everything."""
    if actor.is_admin:
        return None
    return (
        "anyone",
        *sorted(f"org:{code}" for code in actor.organisations),
        *sorted(f"agency:{code}" for code in actor.agencies),
        *sorted(f"keep:{code}" for code in actor.keeps),
    )
