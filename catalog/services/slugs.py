"""Short names of datasets: readable where a Latin title allows it, unique for ever."""

from __future__ import annotations

import re
import unicodedata
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.models import Dataset
from catalog.errors import SlugTaken
from schemas.dataset import DatasetDraft
from schemas.fields import SLUG

#: Words that pages of the catalogue use as addresses.
RESERVED = frozenset({"new", "edit", "search"})
#: Longest short name the standard allows (characters).
LONGEST = 70


def is_taken(session: Session, slug: str) -> bool:
    """Whether a dataset, a withdrawn one included, has this short name."""
    return session.scalar(select(Dataset.id).where(Dataset.slug == slug)) is not None


def from_title(title: str) -> str:
    """The Latin letters and digits of a title as a short name; "" when there are too few."""
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:LONGEST].strip("-")
    return slug if len(slug) >= 4 and re.search("[a-z]", slug) else ""


def choose_slug(session: Session, draft: DatasetDraft, *, wanted: str = "") -> str:
    """The short name asked for, else one made from the English or Thai title, else a random one.

    Raises SlugTaken when the one asked for is taken, reserved or ill-formed.
    """
    if wanted:
        if wanted in RESERVED or not SLUG.fullmatch(wanted) or is_taken(session, wanted):
            raise SlugTaken(slug=wanted)
        return wanted
    title = str(draft.metadata.get("title_en") or draft.metadata.get("title") or "")
    slug = from_title(title)
    if slug and slug not in RESERVED and not is_taken(session, slug):
        return slug
    return f"{slug or 'dataset'}-{uuid.uuid4().hex[:8]}"
