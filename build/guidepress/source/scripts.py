"""Words that look like another word: mixed scripts, other forms of letters, foreign twins.

After Unicode's report 39 (security mechanisms), with what medicine writes: Greek letters in names
such as TNFα, units, and scripts that put words of others beside their own without a space.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from guidepress.source.letters import code_point, read_table, script_of

# A word, its accents included where no single character has them.
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff])+")
_CJK = frozenset({"Han", "Hiragana", "Katakana", "Bopomofo", "Hangul"})
# Their words stand beside Latin ones without a space, or begin with a letter that is a word.
_BESIDE_LATIN = _CJK | {
    *("Thai", "Lao", "Khmer", "Myanmar", "Tibetan", "Hebrew", "Arabic", "Syriac", "Thaana"),
    *("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada"),
    *("Malayalam", "Sinhala", "Ethiopic"),
}
# Greek letters that nobody takes for a Latin one where names and units have them.
_SYMBOLS = frozenset("αβγδεζηθικλμνξπρστυφχψωϕϑϵΓΔΘΛΞΠΣΦΨΩ")
# Letters of living languages that look like others; elsewhere they are asked about.
_LIVING = frozenset("þıƒɣɩʋƖǀǝʌƷ")
_OTHER_FORMS = ("<wide>", "<narrow>", "<small>", "<font>", "<compat>")
# What numbers and doses are written with; dashes, fractions and quotation marks that books print.
_DIGITS = frozenset("0123456789")
_SIGNS = frozenset("+,-./:<>=^%")
_LIKE_DIGITS = frozenset("OolI")
_BEFORE_DIGITS = re.compile("[.,]?[0-9]")
_NOT_PRINTED = re.compile("[^\x00-\x7f–−‐‑‒⁄∕∶…]")
_QUOTES = frozenset("‹›‚")
_LONGEST_SYMBOL = 3
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz")
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LATIN = _SMALL | _CAPITALS


_IF_MEANT = "type it anew; if it is meant, accept it as a suppression"


class Suspect(NamedTuple):
    """A word that may be taken for another: the word, what is wrong, and whether that is sure."""

    word: str
    message: str
    hint: str
    is_sure: bool = True


def find_suspects(text: str, *, is_name: bool = False, is_latin: bool = False) -> Iterator[Suspect]:
    """Yield the words of a text that look like what they are not; ``is_name`` of works, people.

    ``is_latin`` says that the text stands among Latin ones, also where all of it is of another
    script.
    """
    if text.isascii():
        return
    scripts = {script_of(each) for each in text} | ({"Latin"} if is_latin else set())
    for word in dict.fromkeys(_WORD.findall(text)):
        if not word.isascii() and (found := _judge(word, text, scripts, is_name=is_name)):
            yield found
    yield from _find_sign_twins(text)
    yield from _find_in_numbers(text, scripts)


def _find_sign_twins(text: str) -> Iterator[Suspect]:
    """Find signs and marks inside a word that look like a letter, such as those of a formula."""
    likes = read_table().likes
    for index, sign in enumerate(text):
        # Digits of other scripts are judged with their word; a zero of Chinese may stand in any.
        is_sign = not (sign.isalpha() or (sign.isalnum() and script_of(sign) not in {"", "Han"}))
        if likes.get(sign, "").isalpha() and is_sign:
            before, after = text[max(0, index - 2) : index], text[index + 1 : index + 3]
            beside = [{*each} for each in (before, after) if len(each) > 1]
            in_word = any(each <= _SMALL or each <= _CAPITALS for each in beside)
            # A times sign may stand close to a number, and between two letters in a formula.
            if in_word and (sign != "×" or {before[-1:], after[:1]} <= _SMALL):
                word = f"{before}{sign}{after}".strip()
                phrase = f"“{word}” holds {_named(sign)}, which looks like {likes[sign]}"
                yield Suspect(word, phrase, "type the word anew, or put spaces around the sign")


def _find_in_numbers(text: str, scripts: set[str]) -> Iterator[Suspect]:
    """Find what makes a number look like another: signs, marks, digits of other scripts."""
    is_latin = {script_of(each) for each in text if each.isalpha()} - {"", "Greek"} == {"Latin"}
    for found in _NOT_PRINTED.finditer(text):
        index, sign = found.start(), found[0]
        before, after = text[max(0, index - 1) : index], text[index + 1 : index + 2]
        word, phrase, hint = f"{before}{sign}{after}".strip(), "", "type the number anew"
        like, is_between = read_table().likes.get(sign, "a"), {before, after} <= _DIGITS
        if (plain := _plain_of(sign)) and not scripts & _CJK:
            phrase, hint = f"another form of {plain}", f"write {plain}"
        elif (like in _SIGNS and after in _DIGITS and (is_between or sign not in _QUOTES)) or (
            like in _DIGITS and not sign.isalnum() and (is_latin or {before, after} & _DIGITS)
        ):
            phrase = f"which looks like {like}"
        elif _may_be_digit(sign, text) and _is_in_number(_like_of(sign), text, index):
            phrase, hint = f"which looks like {_like_of(sign)}", _IF_MEANT
        elif before in _DIGITS and unicodedata.category(sign)[0] == "M":
            phrase = "a mark upon a digit"
        elif is_latin and sign.isdecimal() and not (before.isdecimal() or after in _DIGITS):
            is_form = not unicodedata.is_normalized("NFKC", sign)
            phrase = "" if is_form else f"{unicodedata.digit(sign)} in another script"
            hint = _IF_MEANT
        if phrase:
            phrase = f"“{word}” holds {_named(sign)}, {phrase}"
            yield Suspect(word, phrase, hint, is_sure=hint != _IF_MEANT)


def _may_be_digit(sign: str, text: str) -> bool:
    """Tell whether a sign looks like O or l, in a text that has no other of its script."""
    script = script_of(sign)
    is_alone = not script or all(each == sign for each in text if script_of(each) == script)
    is_apart = not script or script in _BESIDE_LATIN  # Other letters are judged with their word.
    return _like_of(sign) in _LIKE_DIGITS and is_apart and is_alone


def _is_in_number(like: str, text: str, index: int) -> bool:
    """Tell whether a sign stands before digits, or ends a number as a zero."""
    before, after = text[max(0, index - 1) : index], text[index + 1 : index + 2]
    ends = (
        before in _DIGITS and like in {"O", "o"} and not (text[index].isupper() or after.isalnum())
    )
    return ends or (not before.isalpha() and bool(_BEFORE_DIGITS.match(text, index + 1)))


def _like_of(letter: str) -> str:
    """Return the letter or sign of ASCII that a character, or any form of it, looks like."""
    plain, likes = unicodedata.normalize("NFKC", letter), read_table().likes
    return likes.get(letter) or likes.get(plain) or (plain if plain.isascii() else "")


def _plain_of(sign: str) -> str:
    """Return what a sign of a number, or a unit in one sign, is another form of."""
    kind, plain = unicodedata.decomposition(sign).split(" ")[0], unicodedata.normalize("NFKC", sign)
    is_sign = kind in _OTHER_FORMS and bool(_SIGNS & {*plain}) and {*plain} <= _SIGNS | _DIGITS
    return plain if is_sign or kind == "<square>" else ""


def _judge(word: str, text: str, scripts: set[str], *, is_name: bool) -> Suspect | None:
    return (
        _other_form(word, scripts)
        or _two_systems(word)
        or _mixed(word)
        or _latin_twin(word, is_name=is_name)
        or _foreign_twin(word, text, scripts, is_name=is_name)
    )


def _other_form(word: str, scripts: set[str]) -> Suspect | None:
    """Find letters such as those of full width, which East Asian texts alone need."""
    for index, letter in enumerate(word):
        plain = unicodedata.normalize("NFKC", letter)
        kind = unicodedata.decomposition(letter).split(" ")[0]
        is_font = kind == "<font>"
        is_form = kind in _OTHER_FORMS and plain.isalnum() and (plain.isascii() or is_font)
        # A symbol of a formula is one letter; a unit, such as of litres, may end in one.
        is_symbol = len(word) == 1 or (index == 1 and word.endswith(letter) and plain.islower())
        is_unit = is_font and is_symbol and not plain.isdecimal()
        if is_form and not is_unit and not scripts & _CJK:
            phrase = f"“{word}” holds {_named(letter)}, another form of {plain}"
            return Suspect(word, phrase, f"write {plain}")
    return None


def _two_systems(word: str) -> Suspect | None:
    zeros = {ord(each) - unicodedata.digit(each) for each in word if each.isdecimal()}
    if len(zeros) > 1:
        return Suspect(word, f"“{word}” holds digits of two scripts", "type the number anew")
    return None


def _mixed(word: str) -> Suspect | None:
    scripts = {script_of(each) for each in word} - {""}
    rest = scripts - _CJK
    if "Greek" in rest and (rest != {"Greek"}) and (odd := _odd_symbol(word)):
        phrase = f"“{word}” mixes scripts: {_named(odd)} is Greek"
        return Suspect(word, phrase, "type the word anew; a symbol may follow a hyphen")
    if "Greek" in rest and (twin := _twin_in_a_name(word)):
        phrase = f"“{word}” mixes scripts: {_named(twin)} is Greek, and looks like {_like_of(twin)}"
        return Suspect(word, phrase, _IF_MEANT, is_sure=False)
    others = rest - {"Greek", "Latin"}
    if len(rest) <= 1 or not others:
        return None
    if "Latin" in rest and others <= _BESIDE_LATIN and not _is_enclosed(word):
        return None
    foreign = next((each for each in word if script_of(each) in others), word[0])
    names = " and ".join(sorted(scripts))
    like = read_table().likes.get(foreign)
    looks = f", and looks like {like}" if like else ""
    phrase = f"“{word}” mixes letters of {names}: {_named(foreign)} is {script_of(foreign)}{looks}"
    return Suspect(word, phrase, "type the word anew")


def _odd_symbol(word: str) -> str:
    """Return a Greek letter that is no symbol of a name such as TNFα, HIF1α, αvβ3 or μmol."""
    latin = sum(script_of(each) == "Latin" for each in word)
    is_name = latin <= _LONGEST_SYMBOL or any(each.isupper() for each in word[1:])
    for index, letter in enumerate(word):
        if script_of(letter) != "Greek":
            continue
        before, after = _neighbours(word, index)
        is_inside = before.islower() and after.islower()
        is_unit = letter == "μ" and not before and latin <= _LONGEST_SYMBOL + 1
        is_apart = not (before.islower() or after.islower())
        if letter not in _SYMBOLS or is_inside or not (is_name or is_unit or is_apart):
            return letter
    return ""


def _twin_in_a_name(word: str) -> str:
    """Return a Greek letter that looks like a Latin one, in a word written as a person's name."""
    rest, likes = word[1:], read_table().likes
    is_name = word[0] in _CAPITALS and rest.islower() and sum(each in _SMALL for each in rest) > 1
    found = (each for each in rest if script_of(each) == "Greek" and each in likes)
    return next(found, "") if is_name else ""


def _neighbours(word: str, index: int) -> tuple[str, str]:
    """Return the nearest letters or digits that are not Greek, on both sides."""
    before = [each for each in word[:index] if script_of(each) != "Greek"]
    after = [each for each in word[index + 1 :] if script_of(each) != "Greek"]
    return "".join(before[-1:]), "".join(after[:1])


def _is_enclosed(word: str) -> bool:
    """Tell whether a letter that looks like a Latin one stands among Latin ones, or ends a word.

    Before capitals it may be a word of its own, such as Hebrew's “and”.
    """
    for index, letter in enumerate(word):
        if _like_of(letter) and script_of(letter) not in {"", "Latin"}:
            before, after = word[max(0, index - 2) : index], word[index + 1 : index + 3]
            beside = {*before, *after}
            is_last = not after and beside <= _CAPITALS | _DIGITS
            at_an_end = len(before + after) > 1 and (is_last or beside <= _SMALL)
            if (index in {0, len(word) - 1} and at_an_end) or (
                _is_latin(before[-1:]) and _is_latin(after[:1])
            ):
                return True
    return False


def _is_latin(sign: str) -> bool:
    return sign != "" and (sign in _DIGITS or script_of(sign) == "Latin")


def _latin_twin(word: str, *, is_name: bool) -> Suspect | None:
    """Find rare Latin letters, such as those of phonetics, in an ordinary word or a number."""
    likes, digits, ordinary = read_table().likes, _DIGITS & {*word}, _LATIN & {*word}
    for letter in word:
        like, is_living = likes.get(letter, ""), letter in _LIVING
        is_twin = like and (digits or ordinary or like in _DIGITS)
        if is_twin and script_of(letter) == "Latin" and not (is_name and is_living):
            phrase = f"“{word}” holds {_named(letter)}, which looks like {like}"
            is_sure = bool(digits) or not is_living
            return Suspect(word, phrase, "type the word anew" if is_sure else _IF_MEANT, is_sure)
    return None


def _foreign_twin(word: str, text: str, scripts: set[str], *, is_name: bool) -> Suspect | None:
    """Find a word of another script that would pass for a Latin one, in a text that is Latin."""
    letters = [each for each in word if script_of(each)]
    found = {script_of(each) for each in letters}
    if "Latin" not in scripts or len(found) != 1 or found & (_BESIDE_LATIN | {"Latin"}):
        return None
    if is_name and len(letters) >= _LONGEST_SYMBOL:
        return None  # Some names have nothing but look-alikes.
    likes, (script,) = read_table().likes, found
    if not all(each in likes for each in text if script_of(each) == script):
        return None
    if script == "Greek" and all(each in _SYMBOLS for each in letters):
        return None
    like = "".join(likes.get(each, each) for each in word)
    phrase = f"“{word}” is {script} ({_named(letters[0])}), and looks like {like}"
    # No name of a stage or a group begins with a digit of ours and goes on with a letter of theirs.
    return Suspect(word, phrase, _IF_MEANT, is_sure=bool(_DIGITS & set(word)))


def _named(letter: str) -> str:
    return f"{letter} ({code_point(letter)})"
