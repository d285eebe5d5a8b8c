"""A shared location, as the words that the dialogue understands: the name of the nearest commune."""

from __future__ import annotations

from resources_directory.gazetteer import Gazetteer

_TRIED = 5


def commune(latitude: float, longitude: float) -> str | None:
    """« Beaune (21) »; None when no commune is near. The first call reads the gazetteer: call it in a thread."""
    gazetteer = Gazetteer.load()
    for place in gazetteer.nearest(latitude, longitude, _TRIED):
        found = gazetteer.resolve(place.label)
        if found.best is not None and found.best.code == place.code and not found.ambiguous:
            return place.label
    return None
