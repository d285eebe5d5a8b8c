"""What is said when nothing came back from the dialogue: that it failed, and a person's number."""

from __future__ import annotations

from bot.content import Content
from bot.messages import Message, tel, text


def failure(content: Content, phone: str, country: str | None) -> Message:
    """The notice; the organisation's number, else those where a person of the country answers."""
    lines = content.lines("human", country)[:2]
    links = (
        [tel(f"Appeler le {phone}", phone)]
        if phone
        else [{"label": f"Appeler le {line.number} ({line.name})", "href": line.href} for line in lines]
    )
    words = content.text("technical_failure", phone=phone or (lines[0].number if lines else ""))
    return text(words, links=links, kind="notice")
