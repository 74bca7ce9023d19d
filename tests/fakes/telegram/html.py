"""Telegram's HTML: marked-up text to plain text and entities, refusing what the platform refuses."""

import html as html_entities
import re
from typing import Any

from tests.fakes.telegram.errors import ApiError, bad_request

ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_CHARACTER = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_NAME_END = re.compile(r"[\s=>/\"']")


def utf16_length(text: str) -> int:
    """Length as the platform counts it: a character outside the basic plane is two."""
    return len(text) + sum(ch > "\uffff" for ch in text)


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of `source`; raises the platform's own 400 where it does not parse."""
    out: list[str] = []
    length = 0
    open_tags: list[tuple[str, dict[str, str], int]] = []
    entities: list[dict[str, Any]] = []
    at = 0
    while at < len(source):
        ch = source[at]
        if ch == "&" and (found := _CHARACTER.match(source, at)):
            piece, at = html_entities.unescape(found.group()), found.end()
        elif ch != "<":
            piece, at = ch, at + 1
        elif source.startswith("</", at):
            at = _close(source, at, open_tags, entities, length)
            continue
        else:
            begin = at
            name, attributes, at = _open(source, at)
            if name == "span" and attributes.get("class") != "tg-spoiler":
                raise _fail(f'Tag "span" must have class "tg-spoiler" at {_offset(source, begin)}')
            open_tags.append((name, attributes, length))
            continue
        out.append(piece)
        length += utf16_length(piece)
    if open_tags:
        raise _fail(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return "".join(out), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _open(source: str, begin: int) -> tuple[str, dict[str, str], int]:
    """The tag that opens at `begin`: its name, its attributes, the place after its `>`."""
    at = begin + 1
    while at < len(source) and not source[at].isspace() and source[at] != ">":
        at += 1
    if at >= len(source):
        raise _fail(f"Unclosed start tag at {_offset(source, begin)}")
    name = source[begin + 1 : at].lower()
    if name not in ENTITY_OF_TAG:
        raise _fail(f'Unsupported start tag "{name}" at {_offset(source, begin)}')
    attributes: dict[str, str] = {}
    while True:
        at = _skip_space(source, at)
        if source[at : at + 1] == ">":
            return name, attributes, at + 1
        end = found.start() if (found := _NAME_END.search(source, at)) else len(source)
        attribute = source[at:end]
        if not attribute:
            raise _fail(f'Empty attribute name in the tag "{name}" at {_offset(source, begin)}')
        at = _skip_space(source, end)
        if at >= len(source):
            raise _fail(f'Unclosed start tag "{name}" at {_offset(source, begin)}')
        if source[at] == "=":
            attributes[attribute], at = _value(source, _skip_space(source, at + 1), begin)
        else:
            attributes[attribute] = ""


def _value(source: str, at: int, begin: int) -> tuple[str, int]:
    """One attribute's value, quoted or a bare token."""
    quote = source[at : at + 1]
    if quote and quote in "\"'":
        end = source.find(quote, at + 1)
        if end < 0 or end + 1 >= len(source):
            raise _fail(f"Unclosed start tag at {_offset(source, begin)}")
        return html_entities.unescape(source[at + 1 : end]), end + 1
    found = _TOKEN.match(source, at)
    end = found.end() if found else at
    if end >= len(source):
        raise _fail(f"Unclosed start tag at {_offset(source, begin)}")
    if not source[end].isspace() and source[end] != ">":
        raise _fail(f"Unexpected end of name token at {_offset(source, at)}")
    return source[at:end].lower(), end


def _close(
    source: str,
    begin: int,
    open_tags: list[tuple[str, dict[str, str], int]],
    entities: list[dict[str, Any]],
    length: int,
) -> int:
    """End the innermost open tag; the place after the `>`. An entity around nothing is dropped."""
    if not open_tags:
        raise _fail(f"Unexpected end tag at {_offset(source, begin)}")
    at = begin + 2
    while at < len(source) and not source[at].isspace() and source[at] != ">":
        at += 1
    found = source[begin + 2 : at].lower()
    at = _skip_space(source, at)
    if source[at : at + 1] != ">":
        raise _fail(f"Unclosed end tag at {_offset(source, begin)}")
    name, attributes, start = open_tags.pop()
    if found and found != name:
        raise _fail(f'Unmatched end tag at {_offset(source, begin)}, expected "</{name}>", found "</{found}>"')
    if length > start:
        entity: dict[str, Any] = {"type": ENTITY_OF_TAG[name], "offset": start, "length": length - start}
        if name == "a":
            entity["url"] = attributes.get("href", "")
        elif name == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif name == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        elif name == "tg-time":
            entity["unix_time"] = int(attributes.get("unix") or 0)
        # The platform keeps no entity for a link without an address.
        if name != "a" or entity["url"]:
            entities.append(entity)
    return at + 1


def _skip_space(source: str, at: int) -> int:
    while at < len(source) and source[at].isspace():
        at += 1
    return at


def _offset(source: str, at: int) -> str:
    """The place as the platform names it: in bytes, not in characters."""
    return f"byte offset {len(source[:at].encode())}"


def _fail(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")
