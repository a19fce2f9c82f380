"""The packs that the tests ask: histories other than the shipped one, and the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chronicle.loader import load
from bot.lookup.lookup import Lookup

ROOT = Path(__file__).resolve().parent.parent
PACKS = ROOT / "tests" / "packs"
SHIPPED = ROOT / "knowledge" / "us-japan-2018"


@pytest.fixture(scope="session")
def july() -> Lookup:
    """The July Crisis of 1914."""
    return Lookup(load(PACKS / "july-crisis"))


@pytest.fixture(scope="session")
def apollo() -> Lookup:
    """Project Apollo, 1961-1972: a pack over several years, almost without keywords."""
    return Lookup(load(PACKS / "apollo"))


@pytest.fixture(scope="session")
def suez() -> Lookup:
    """The Suez crisis, 1956-1957: a pack by somebody who did not know the engine."""
    return Lookup(load(PACKS / "suez"))


@pytest.fixture(scope="session")
def prague() -> Lookup:
    """Czechoslovakia in 1968."""
    return Lookup(load(PACKS / "prague"))


@pytest.fixture(scope="session")
def computing() -> Lookup:
    """The electronic computer, 1936-1984: a pack over half a century, and no politics."""
    return Lookup(load(PACKS / "computing"))


@pytest.fixture(scope="session")
def cuba() -> Lookup:
    """The Cuban missile crisis, 1962."""
    return Lookup(load(PACKS / "cuba"))


@pytest.fixture(scope="session")
def euuk() -> Lookup:
    """Relations of the EU and the United Kingdom, 2016-2019."""
    return Lookup(load(PACKS / "euuk"))


@pytest.fixture(scope="session")
def watergate() -> Lookup:
    """Watergate, 1972-1974."""
    return Lookup(load(PACKS / "watergate"))


@pytest.fixture(scope="session")
def meiji() -> Lookup:
    """Japan from Perry to Satsuma, 1853-1877."""
    return Lookup(load(PACKS / "meiji"))


@pytest.fixture(scope="session")
def shipped() -> Lookup:
    """US-Japan relations, January to April 2018."""
    return Lookup(load(SHIPPED))
