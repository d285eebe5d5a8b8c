"""Small expressions over earlier answers: « essential.helps == "spouse" and not bsfc_s.q1 missing ».

    or · and · not · ( ) · == != < <= > >= · in [..] · contains · missing answered skipped unknown

A comparison with a missing answer is false, « != » too: what is not known decides nothing.
No Python is evaluated: a text becomes a tree, and a table of operators reads it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<string>"[^"]*"|'[^']*')"""
    r"""|(?P<op><=|>=|==|!=|<|>|\(|\)|\[|\]|,)|(?P<name>[A-Za-z_][\w]*(?:\.[A-Za-z_][\w]*)?))"""
)
STATUSES = ("missing", "answered", "skipped", "unknown")
MAX_LENGTH = 500
MAX_DEPTH = 30


class ConditionError(ValueError):
    """The expression cannot be read; the message is a French sentence."""


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


@dataclass(frozen=True)
class Slot:
    """What is known of a name: a value, or MISSING with the status « missing », « skipped » or « unknown
    »."""

    value: Any = MISSING
    status: str = "missing"


Lookup = Callable[[str], Slot]


@dataclass(frozen=True)
class Node:
    """One node of the tree: an operator and its arguments (nodes or constants)."""

    op: str
    args: tuple[Any, ...]


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return value
    return Decimal(str(value))


def _compare(function: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def run(left: Any, right: Any) -> bool:
        if left is MISSING or right is MISSING:
            return False
        left, right = _number(left), _number(right)
        if isinstance(left, bool) is not isinstance(right, bool):
            return function is operator.ne
        try:
            return bool(function(left, right))
        except TypeError:
            return False

    return run


def _contains(left: Any, right: Any) -> bool:
    return isinstance(left, (list, tuple)) and right in left


def _in(left: Any, right: Any) -> bool:
    return left is not MISSING and any(_compare(operator.eq)(left, item) for item in right)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": _compare(operator.eq),
    "!=": _compare(operator.ne),
    "<": _compare(operator.lt),
    "<=": _compare(operator.le),
    ">": _compare(operator.gt),
    ">=": _compare(operator.ge),
    "in": _in,
    "contains": _contains,
}


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(text.rstrip()):
        match = TOKEN.match(text, position)
        if not match:
            raise ConditionError(f"signe inattendu « {text[position:].strip()[:10]} »")
        position = match.end()
        kind = match.lastgroup or ""
        yield kind, match.group(kind)


class _Parser:
    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise ConditionError(f"condition trop longue ({len(text)} signes, {MAX_LENGTH} au plus)")
        self.tokens: list[tuple[str, str]] = list(_tokens(text))
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[0][1] if self.tokens else ""

    def take(self) -> tuple[str, str]:
        if not self.tokens:
            raise ConditionError("la condition s'arrête trop tôt")
        return self.tokens.pop(0)

    def expect(self, sign: str) -> None:
        if self.peek() != sign:
            raise ConditionError(f"« {sign} » attendu, « {self.peek() or 'fin'} » trouvé")
        self.take()

    def either(self) -> Node:
        node = self.both()
        while self.peek() == "or":
            self.take()
            node = Node("or", (node, self.both()))
        return node

    def both(self) -> Node:
        node = self.negation()
        while self.peek() == "and":
            self.take()
            node = Node("and", (node, self.negation()))
        return node

    def negation(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ConditionError("condition trop imbriquée")
        try:
            if self.peek() == "not":
                self.take()
                return Node("not", (self.negation(),))
            return self.comparison()
        finally:
            self.depth -= 1

    def comparison(self) -> Node:
        left = self.operand()
        sign = self.peek()
        if sign in STATUSES:
            self.take()
            if left.op != "ref":
                raise ConditionError(f"« {sign} » se dit d'une question")
            return Node("status", (left.args[0], sign))
        if sign in OPERATORS:
            self.take()
            right = self.operand()
            if sign == "in" and right.op != "list":
                raise ConditionError("« in » attend une liste entre crochets")
            return Node(sign, (left, right))
        return left

    def operand(self) -> Node:
        kind, text = self.take()
        if text == "(":
            node = self.either()
            self.expect(")")
            return node
        if text == "[":
            items: list[Any] = []
            while self.peek() != "]":
                item = self.operand()
                if item.op != "const":
                    raise ConditionError("une liste ne contient que des valeurs")
                items.append(item.args[0])
                if self.peek() == ",":
                    self.take()
            self.expect("]")
            return Node("list", (tuple(items),))
        if kind == "number":
            return Node("const", (Decimal(text),))
        if kind == "string":
            return Node("const", (text[1:-1],))
        if kind == "name" and text in ("true", "false"):
            return Node("const", (text == "true",))
        if kind == "name" and text not in ("and", "or", "not", *STATUSES, *OPERATORS):
            return Node("ref", (text,))
        raise ConditionError(f"« {text} » n'est pas à sa place")


def parse(text: str) -> Node:
    """Read an expression. Raises ConditionError with the reason in French."""
    parser = _Parser(text)
    node = parser.either()
    if parser.tokens:
        raise ConditionError(f"« {parser.peek()} » en trop")
    return node


def references(node: Node) -> frozenset[str]:
    """Every name that the expression reads."""
    if node.op in ("ref", "status"):
        return frozenset({node.args[0]})
    found: frozenset[str] = frozenset()
    for child in node.args:
        if isinstance(child, Node):
            found |= references(child)
    return found


def _read(node: Node, lookup: Lookup) -> Any:
    if node.op in ("const", "list"):
        return node.args[0]
    if node.op == "ref":
        return lookup(node.args[0]).value
    return evaluate(node, lookup)


def evaluate(node: Node, lookup: Lookup) -> bool:
    """The truth of the expression. A bare name is true when its answer is « oui », a number above 0 or a
    text."""
    if node.op == "and":
        return evaluate(node.args[0], lookup) and evaluate(node.args[1], lookup)
    if node.op == "or":
        return evaluate(node.args[0], lookup) or evaluate(node.args[1], lookup)
    if node.op == "not":
        return not evaluate(node.args[0], lookup)
    if node.op == "status":
        slot = lookup(node.args[0])
        if node.args[1] == "missing":
            return slot.value is MISSING
        return slot.status == node.args[1]
    if node.op in OPERATORS:
        return OPERATORS[node.op](_read(node.args[0], lookup), _read(node.args[1], lookup))
    value: Any | _Missing = _read(node, lookup)
    return value is not MISSING and bool(value)
