"""Rasa graph component around :class:`bot.understanding.intents.IntentModel`."""

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.decide import decide, needs, with_clauses
from bot.understanding.intents import STRENGTH, IntentModel, Ranking

RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FrenchIntentClassifier(GraphComponent):
    """Sets ``intent``, ``intent_ranking`` (the ten likeliest, the needs of its clauses among them) and ``needs``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``strength`` is the inverse of the regularisation (C)."""
        return {"strength": STRENGTH}

    @classmethod
    def required_packages(cls) -> list[str]:
        """Checked by Rasa before training."""
        return ["sklearn"]

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "FrenchIntentClassifier":
        """Before training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the NLU examples and persist the model in the archive."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        self._model = IntentModel(self._config["strength"]).fit(
            [m.get(TEXT) for m in examples], [m.get(INTENT) for m in examples]
        )
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / "intents.joblib")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "FrenchIntentClassifier":
        """From the archive."""
        with model_storage.read_from(resource) as folder:
            model: IntentModel = joblib.load(folder / "intents.joblib")
        model.rank("bonjour, je cherche de l'aide")  # what is built at the first message is built now
        return cls(config, model_storage, resource, model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank the intents of each typed message; a button's meaning (« /… ») is left to Rasa."""
        for message in messages:
            text = message.get(TEXT)
            if not text or self._model is None or text.startswith("/") or (message.get(INTENT) or {}).get("name"):
                continue
            ranked = with_clauses(self._model.rank(text), self._model.rank_clauses(text))
            ranking = [{"name": name, "confidence": score} for name, score in ranked[:RANKED]]
            message.set(INTENT, _meant(ranked, text), add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("needs", needs(ranked), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to the training data."""
        return training_data


def _meant(ranked: Ranking, text: str) -> dict[str, Any]:
    """The intent that the dialogue obeys: the best, or Rasa's fallback when it is not sure enough to answer."""
    decision = decide(ranked, text)
    if decision.kind in ("sure", "out_of_scope"):
        name = decision.intents[0]
        return {"name": name, "confidence": dict(ranked)[name]}
    return {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0 - ranked[0][1]}
