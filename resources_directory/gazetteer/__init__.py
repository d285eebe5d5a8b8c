"""The gazetteer: places of France and of the province of Liège, from the words people use."""

from .gazetteer import Gazetteer
from .place import Place, Resolution, distance_km

__all__ = ["Gazetteer", "Place", "Resolution", "distance_km"]
