"""What happened, as the people outside saw it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Tale:
    """``stands``: whether the database holds the request of a code, asked at the moment the person reads it."""

    stands: Callable[[str], bool]
    codes: dict[int, str | None] = field(default_factory=dict)  # person → the code they read
    false: list[int] = field(default_factory=list)  # who was told « enregistrée » when nothing was
    kills: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    reordered: int = 0
    retries: int = 0
    webhooks: int = 0

    def told(self, person: int, code: str | None) -> None:
        """A person read that their request is recorded."""
        self.codes[person] = code
        if code is not None and not self.stands(code):
            self.false.append(person)
