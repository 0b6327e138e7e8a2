"""Which guidelines hold a word, and how prominently: the files that a search begins with.

The script of the pages does the searching (``scripts/search.js``). It loads ``search/index.json``,
the words that begin as those that were typed, and then the places (``places.py``) of the few
guidelines in which these words are most prominent, so that a search costs the same among ten
guidelines and a thousand.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from typing import Any
from unicodedata import category, normalize

from guidepress.site.places import FOLDER, PAGES, WEIGHTS, Entry, dump

# As in scripts/search.js: where a word stands, and how much of it decides in which file it is.
_NAME, _TEXT, _RELATED = 10, 3, 1
_KEY = 3
_SHARD = 30_000
_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")


def fold(text: str) -> str:
    """Return the text as it is compared: without case, accents and spellings of one word."""
    if not text.isascii():
        text = normalize("NFKD", text)
        text = "".join(each for each in text if category(each)[0] != "M" and each != "\u00ad")
    folded = text.lower().replace("ß", "ss").replace("ae", "e").replace("oe", "e")
    return folded.replace("our", "or")


def split_words(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(fold(text))


def find_words(tree: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the words of the file of entries that a tree may hold, by the id of its guideline."""
    home = f"{FOLDER}in/"
    found = ((name, data) for name, data in tree.items() if name.startswith(home))
    return {name[len(home) :].removesuffix(".json"): count_words(data) for name, data in found}


def count_words(data: bytes) -> dict[str, Any]:
    """Return title and state of a file of entries, its size, and how each word weighs in it."""
    found = json.loads(data)
    weights: dict[str, int] = {}
    entries = [Entry(*each) for each in found["entries"]]
    texts = [_words_in(f"{each.text} {each.limits}") for each in entries]
    for entry, text in zip(entries, texts, strict=True):
        kind = WEIGHTS[entry.kind]
        named = {word for name in entry.names for word in _words_of_name(name)}
        related = {word for number in entry.related for word in texts[number]}
        related |= _words_in(entry.path.rpartition("#")[2])
        for words, weight in ((related, _RELATED), (text, _TEXT), (named, _NAME)):
            strength = round(weight * kind)
            for word in words:
                if weights.get(word, 0) < strength:
                    weights[word] = strength
    return {"head": [*found["head"], -(-len(data) // 1_000)], "words": weights}


def _words_in(text: str) -> set[str]:
    return {word for word in split_words(text) if len(word) < 40}  # noqa: PLR2004


def _words_of_name(name: str) -> list[str]:
    words = split_words(name)
    return [*words, "".join(words)] if 1 < len(words) < 4 else words  # noqa: PLR2004  # short names


def join_search(found: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """Return the files that lead from words to guidelines; ``found`` are their words by id."""
    names = sorted(found, key=lambda name: (found[name]["head"][0].casefold(), name))
    postings: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, name in enumerate(names):
        for word, strength in found[name]["words"].items():
            postings[word][strength].append(number)
    words = {
        word: [[strength, *each] for strength, each in sorted(postings[word].items(), reverse=True)]
        for word in sorted(postings)
    }
    shards = list(_shard(words))
    tree = {f"words/{number}.json": dump(dict(each)) for number, each in enumerate(shards)}
    spelling = _list_spellings(words)
    tree |= {f"spelling/{letter}.json": dump(" ".join(each)) for letter, each in spelling.items()}
    version = sha256(b"".join(tree.values()) + dump([found[name]["head"] for name in names]))
    index = {
        "version": version.hexdigest()[:12],
        "weights": WEIGHTS,
        "starts": [each[0][0][:_KEY] for each in shards],
        "letters": "".join(sorted(spelling)),
        "guidelines": [["" if name == PAGES else name, *found[name]["head"]] for name in names],
    }
    return {f"{FOLDER}{name}": data for name, data in (tree | {"index.json": dump(index)}).items()}


def _shard(words: Mapping[str, Any]) -> Iterator[list[tuple[str, Any]]]:
    """Yield words in parts of some size; those that begin alike are in one."""
    part: list[tuple[str, Any]] = []
    size = 0
    for _, alike in groupby(words.items(), key=lambda each: each[0][:_KEY]):
        group = list(alike)
        more = len(dump(group))
        if part and size + more > _SHARD:
            yield part
            part, size = [], 0
        part += group
        size += more
    if part:
        yield part


def _list_spellings(words: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the words by their first letter, the most prominent first."""
    found = defaultdict(list)
    for word in sorted(words, key=lambda each: (-words[each][0][0], each)):
        if len(word) > _KEY and not any(map(str.isdigit, word)):
            found[word[0] if "a" <= word[0] <= "z" else "_"].append(word)
    return dict(sorted(found.items()))
