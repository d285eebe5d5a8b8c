"""Rasa graph component around :mod:`bot.understanding.facts`: the facts of a message as its entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.bonds import warm
from bot.understanding.facts import as_entities, extract
from resources_directory.gazetteer import Gazetteer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactsExtractor(GraphComponent):
    """Sets ``entities`` to the facts that a message gives, its place among them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "FactsExtractor":
        """Reads the gazetteer and the patterns, so that the first message does not wait for them."""
        warm()
        return cls(Gazetteer.load())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the facts of each typed message; a button's meaning is left alone."""
        for message in messages:
            text = message.get(TEXT)
            if text and not text.startswith("/"):
                facts = as_entities(extract(text, self._gazetteer))
                message.set(ENTITIES, message.get(ENTITIES, []) + facts, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to the training data."""
        return training_data
