"""What commands say when they cannot go on: one French sentence, and no trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError


class Unfinished(Exception):
    """The command stops; the message is for the operator."""


@contextmanager
def database_needed() -> Iterator[None]:
    """Turn a failure of the database into its sentence.

    :raises Unfinished: the base is down, or its tables are not made.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise Unfinished(
            f"La base de données refuse la demande ({type(error).__name__}). Les migrations sont-elles faites ?"
        ) from error
