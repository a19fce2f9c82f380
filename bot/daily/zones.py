"""Time zones as people name them: by their key, a city, a country, or the name of the time (“eastern”)."""

from __future__ import annotations

import functools
from collections import defaultdict
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import available_timezones

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_LETTERS = 60
_EXACT, _BEGINS, _HOLDS, _LEAST = 100.0, 90.0, 80.0, 70.0

# What the times are called, with “time” after it or not. The first zones are offered before anything is typed.
_TIMES = {
    "America/New_York": ("eastern", "us eastern", "est", "edt", "et"),
    "America/Chicago": ("central", "us central", "cst", "cdt", "ct"),
    "America/Denver": ("mountain", "us mountain", "mst", "mdt", "mt"),
    "America/Los_Angeles": ("pacific", "us pacific", "pst", "pdt", "pt", "san francisco", "seattle"),
    "UTC": ("utc", "gmt", "universal", "coordinated universal", "zulu"),
    "Europe/London": ("british", "uk", "england", "bst", "greenwich"),
    "Europe/Berlin": ("central european", "cet", "cest", "germany", "munich", "frankfurt"),
    "Europe/Paris": ("central european",),
    "Europe/Athens": ("eastern european", "eet", "eest"),
    "Europe/Lisbon": ("western european", "wet", "west"),
    "Europe/Moscow": ("moscow", "msk"),
    "Asia/Tokyo": ("japan", "japan standard", "jst", "osaka", "kyoto"),
    "Asia/Seoul": ("korean", "korea", "kst"),
    "Asia/Shanghai": ("china", "beijing"),
    "Asia/Kolkata": ("india", "india standard", "ist", "mumbai", "delhi", "bangalore"),
    "Asia/Singapore": ("singapore", "sgt"),
    "Asia/Dubai": ("gulf", "gulf standard", "abu dhabi"),
    "Australia/Sydney": ("australian eastern", "aest", "aedt", "canberra"),
    "Pacific/Auckland": ("new zealand", "nzst", "nzdt", "wellington"),
    "America/Sao_Paulo": ("brasilia", "brt", "rio de janeiro"),
    "America/Anchorage": ("alaska", "akst", "akdt"),
    "Pacific/Honolulu": ("hawaii", "hawaii aleutian", "hst"),
    "America/Halifax": ("atlantic", "ast", "adt"),
    "America/St_Johns": ("newfoundland", "nst", "ndt"),
    "America/Phoenix": ("arizona",),
    "America/Argentina/Buenos_Aires": ("argentina", "art"),
    "America/Bogota": ("colombia", "cot"),
    "America/Mexico_City": ("mexico",),
    "Africa/Johannesburg": ("south africa", "sast", "cape town"),
    "Africa/Lagos": ("west africa", "wat"),
    "Africa/Maputo": ("central africa", "cat"),
    "Africa/Nairobi": ("east africa", "eat"),
    "Africa/Cairo": ("egypt",),
    "Asia/Riyadh": ("arabian", "arabia"),
    "Asia/Jerusalem": ("israel", "tel aviv"),
    "Asia/Tehran": ("iran",),
    "Asia/Karachi": ("pakistan", "pkt"),
    "Asia/Dhaka": ("bangladesh",),
    "Asia/Kathmandu": ("nepal",),
    "Asia/Bangkok": ("indochina", "ict", "thailand"),
    "Asia/Ho_Chi_Minh": ("vietnam", "hanoi"),
    "Asia/Jakarta": ("western indonesia", "wib"),
    "Asia/Manila": ("philippine", "pht"),
    "Asia/Hong_Kong": ("hong kong", "hkt"),
    "Asia/Taipei": ("taiwan",),
    "Asia/Vladivostok": ("vladivostok",),
    "Australia/Adelaide": ("australian central", "acst"),
    "Australia/Perth": ("australian western", "awst"),
    "Europe/Istanbul": ("turkey", "türkiye", "trt"),
    "Europe/Kyiv": ("ukraine", "kiev"),
}


class Zone(NamedTuple):
    """A zone that was found: its key, the name by which it was found, and how well that fits, up to 100."""

    key: str
    name: str
    score: float


def find_zone(text: str) -> str | None:
    """The key of the zone that a text names exactly, in whichever way; `None` if it names none, or several."""
    asked = _plain(text)
    known = {key.casefold(): key for key in _keys()}
    written = text.strip().replace(" ", "_").casefold()
    if written in known:
        return known[written]
    exact = [zone for zone in search(text) if zone.score == _EXACT]
    named = [zone for zone in exact if asked in _TIMES.get(zone.key, ())]
    if named:
        return named[0].key
    return exact[0].key if len(exact) == 1 else None


def search(text: str, most: int = 25) -> list[Zone]:
    """Zones whose names are like a text, best first; for an empty text those that are asked for most."""
    asked = _plain(text[:MOST_LETTERS])
    if not asked:
        return [Zone(key, key, _EXACT) for key in _TIMES][:most]
    best: dict[str, Zone] = {}
    for key, names in _names().items():
        name, score = max(((name, _likeness(asked, name)) for name in names), key=lambda found: found[1])
        if score >= _LEAST:
            best[key] = Zone(key, name, score)
    order = {key: number for number, key in enumerate(_TIMES)}
    ranked = sorted(best.values(), key=lambda zone: (-zone.score, order.get(zone.key, len(order)), zone.key))
    return ranked[:most]


def _likeness(asked: str, name: str) -> float:
    if asked == name:
        return _EXACT
    if name.startswith(asked):
        return _BEGINS
    words = name.split()
    if all(any(word.startswith(part) for word in words) for part in asked.split()):
        return _HOLDS
    return fuzz.ratio(asked, name, score_cutoff=_LEAST) * 0.99


def _plain(text: str) -> str:
    words = text.casefold().replace("_", " ").replace("/", " ").replace("-", " ").split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] == "time" else words)


@functools.cache
def _keys() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})


@functools.cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """The names of each zone in which somebody lives: its key, city and countries, and what its time is called."""
    names: dict[str, list[str]] = defaultdict(list)
    for key, country in _places():
        names[key] += [_plain(key), _plain(key.rsplit("/", 1)[-1]), _plain(country)]
    for key, told in _TIMES.items():
        names[key] += [_plain(key), *told]
    present = _keys()
    return {key: tuple(dict.fromkeys(told)) for key, told in names.items() if key in present}


def _places() -> Iterator[tuple[str, str]]:
    folder = resources.files("tzdata") / "zoneinfo"
    countries = dict(_rows((folder / "iso3166.tab").read_text(encoding="utf-8")))
    for line in (folder / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, key, *_ = line.split("\t")
            yield key, countries.get(code, "")


def _rows(table: str) -> Iterator[tuple[str, str]]:
    for line in table.splitlines():
        if line and not line.startswith("#"):
            code, name = line.split("\t")[:2]
            yield code, name
