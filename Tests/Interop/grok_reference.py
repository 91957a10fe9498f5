"""Glue's grok patterns on an engine that is not ours: the `regex` module, with an expansion of references of its own.

Names of fields are kept as they are; a name may come several times. The engine works on text and we on bytes, so spans
are turned into bytes.
"""

from __future__ import annotations

import random
import re._constants as sre
import re._parser as sre_parser
from pathlib import Path

import regex

PATTERNS = dict(
    line.split(" ", 1)
    for line in (Path(__file__).parent / "glue_patterns.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
CASTS = {"byte", "boolean", "double", "short", "int", "long", "float", "string"}
# Java's dot takes no line end of any kind; ours follows it.
FLAGS = regex.ASCII | regex.V1


def expand(pattern: str, patterns: dict[str, str] = PATTERNS) -> str:
    """The pattern without references: groups, named where a field is."""
    text, place = "", 0
    while (start := pattern.find("%{", place)) >= 0:
        end, depth = start + 2, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(pattern[end], 0)
            end += 1
        reference, _, definition = pattern[start + 2 : end - 1].partition("=")
        name, _, rest = reference.partition(":")
        field = rest.replace(";", ":").split(":")[0]
        body = expand(definition or patterns[name], patterns)
        group = f"(?P<{field}>" if field and field != "UNWANTED" else "(?:"
        text += pattern[place:start] + group + body + ")"
        place = end
    return text + pattern[place:]


class Engine:
    """One pattern, matched against whole lines."""

    def __init__(self, pattern: str, patterns: dict[str, str] = PATTERNS):
        self.compiled = regex.compile(expand(pattern, patterns), FLAGS)

    def spans(self, line: str) -> dict[str, tuple[int, int] | None] | None:
        """The fields' spans in bytes, or None where the line does not match."""
        match = self.compiled.fullmatch(line, timeout=20)
        if match is None:
            return None
        offsets = [0]
        for letter in line:
            offsets.append(offsets[-1] + len(letter.encode()))
        found = {}
        for name in self.compiled.groupindex:
            start, end = match.span(name)
            found[name] = None if start < 0 else (offsets[start], offsets[end])
        return found


class Sampler:
    """Texts that a pattern matches, or nearly: a random walk over its tree, without regard for look-around."""

    LETTERS = "aZ09 _-.:/%\"'\\|<>[]()@#\té€𝄞"

    def __init__(self, rng: random.Random):
        self.rng = rng

    def sample(self, pattern: str) -> str:
        flat = regex.sub(r"\(\?P<[^>]*>", "(?:", expand(pattern)).replace("(?i)", "")
        return self.walk(sre_parser.parse(flat))

    def mutate(self, text: str) -> str:
        letters = list(text)
        for _ in range(self.rng.choice((0, 0, 1, 1, 2, 4))):
            place = self.rng.randint(0, len(letters))
            match self.rng.randrange(4):
                case 0:
                    letters.insert(place, self.rng.choice(self.LETTERS))
                case 1 if letters:
                    letters[place % len(letters)] = self.rng.choice(self.LETTERS)
                case 2 if letters:
                    del letters[place % len(letters)]
                case 3:
                    letters[place:place] = letters[place // 2 : place]
        return "".join(letters)

    def walk(self, tree) -> str:
        return "".join(self.item(operation, value) for operation, value in tree)

    def item(self, operation, value) -> str:
        match operation:
            case sre.LITERAL:
                return chr(value)
            case sre.ANY:
                return self.rng.choice(self.LETTERS)
            case sre.NOT_LITERAL:
                return self.rng.choice([letter for letter in self.LETTERS if ord(letter) != value])
            case sre.IN:
                return self.member(value)
            case sre.BRANCH:
                return self.walk(self.rng.choice(value[1]))
            case sre.SUBPATTERN:
                return self.walk(value[3])
            case sre.ATOMIC_GROUP:
                return self.walk(value)
            case sre.MAX_REPEAT | sre.MIN_REPEAT:
                least, most, body = value
                count = self.rng.randint(least, min(int(most), least + self.rng.choice((0, 1, 2, 6))))
                return "".join(self.walk(body) for _ in range(count))
        return ""

    def member(self, items) -> str:
        if items[0][0] == sre.NEGATE:
            banned = {chr(value) for kind, value in items if kind == sre.LITERAL}
            return self.rng.choice([letter for letter in self.LETTERS if letter not in banned])
        kind, value = self.rng.choice(items)
        if kind == sre.RANGE:
            return chr(self.rng.randint(*value))
        if kind == sre.CATEGORY:
            return {"CATEGORY_DIGIT": "7", "CATEGORY_WORD": "w", "CATEGORY_SPACE": " "}.get(str(value), "x")
        return chr(value)


class PatternMaker:
    """Random regular expressions over a small alphabet: everything that the built-in patterns use, in any combination.

    Groups that may be empty are not repeated: engines differ in what they capture then. Every method returns the text
    and whether it may match nothing.
    """

    QUANTIFIERS = ("", "", "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,3}", "{0,2}?", "{2,}")
    PLACES = (r"\b", r"\B", "(?<=a)", "(?<!b)", "(?=b)", "(?![ab])", "(?<=ab|c)", "(?<![ab]b)")

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.names: list[str] = []

    def pattern(self) -> str:
        self.names = ["first", "second"]
        return self.alternation(3)[0]

    def alternation(self, depth: int) -> tuple[str, bool]:
        parts = [self.sequence(depth) for _ in range(self.rng.choice((1, 1, 1, 2, 3)))]
        return "|".join(text for text, _ in parts), any(empty for _, empty in parts)

    def sequence(self, depth: int) -> tuple[str, bool]:
        parts = [self.atom(depth) for _ in range(self.rng.choice((1, 2, 2, 3)))]
        return "".join(text for text, _ in parts), all(empty for _, empty in parts)

    def atom(self, depth: int) -> tuple[str, bool]:
        text, empty = self.rng.choice(("a", "a", "b", "c", "[ab]", "[^a]", ".", r"\w", r"\S", "é")), False
        kind = self.rng.randrange(10) if depth > 0 else self.rng.randrange(4)
        if kind == 3:
            return self.rng.choice(self.PLACES), True
        if kind > 3:
            body, empty = self.alternation(depth - 1)
            if kind == 9:
                return self.rng.choice(("(?=", "(?!")) + body + ")", True
            if kind == 8 and self.names:
                return f"(?<{self.names.pop()}>{body})", empty
            text = ("(?>" if kind == 7 else "(?:") + body + ")"
        quantifier = "" if empty else self.rng.choice(self.QUANTIFIERS)
        return text + quantifier, empty or quantifier[:1] in ("*", "?") or quantifier.startswith("{0")
