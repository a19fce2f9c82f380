"""Pictures of timelines: when they are drawn, and that what is drawn fits."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.chronicle.model import Entry
from bot.dates.span import Span
from bot.lookup.completion import Completer
from bot.lookup.lookup import Lookup
from bot.lookup.timeline import timeline
from bot.render.picture import FEWEST, MOST, described, helps, timeline_picture
from tests.conftest import ROOT


def entries(lookup: Lookup, topic: str) -> list[Entry]:
    named = Completer(lookup.chronicle).named(topic)
    return [found.entry for found in timeline(lookup, topic, named).found]


def opened(png: bytes | None) -> Image.Image:
    assert png is not None
    image = Image.open(BytesIO(png))
    image.load()
    return image


def test_a_timeline_is_drawn_wide_enough_for_a_phone(july: Lookup) -> None:
    shown = entries(july, "Serbia")[:MOST]
    assert helps(shown)
    image = opened(timeline_picture("Serbia", shown))
    assert image.format == "PNG"
    assert image.width == 900
    assert image.height < image.width * 1.7
    colours = image.convert("RGB").getcolors(1_000_000)
    assert colours is not None
    assert max(colours)[1] == (0x2B, 0x2D, 0x31)  # Discord's dark ground
    assert len(colours) > 20


def test_more_entries_make_it_higher(july: Lookup) -> None:
    shown = entries(july, "Serbia")[:MOST]
    assert (
        opened(timeline_picture("Serbia", shown[:4])).height
        < opened(timeline_picture("Serbia", shown)).height
    )


def test_it_helps_only_where_several_entries_lie_on_different_days(july: Lookup) -> None:
    events = list(july.chronicle.events)
    assert not helps(events[: FEWEST - 1])
    assert not helps(events[: MOST + 1])
    assert not helps([events[0]] * FEWEST)
    assert not helps([])


def test_a_text_that_the_font_cannot_show_is_not_drawn(july: Lookup) -> None:
    shown = entries(july, "Serbia")[:4]
    assert timeline_picture("Serbia", [*shown[:3], replace(shown[3], title="日本語の表題")]) is None
    assert timeline_picture("Жданов и Ťěšín, ÆØÅ “so” – …", shown) is not None


def test_it_is_told_to_those_who_do_not_see_it(july: Lookup) -> None:
    told = described("Serbia", entries(july, "Serbia") * 3)
    assert "July 28, 1914: Austria-Hungary declares war on Serbia" in told
    assert len(told) <= 1024


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.dates(date(1000, 1, 1)), st.text(max_size=400) | st.just("word " * 60) | st.just("W" * 300)
        ),
        min_size=1,
        max_size=MOST,
    )
)
def test_anything_is_drawn_or_declined(july: Lookup, told: list[tuple[date, str]]) -> None:
    event = july.chronicle.events[0]
    shown = [
        replace(event, date=day.isoformat(), span=Span(day, day), title=title) for day, title in sorted(told)
    ]
    png = timeline_picture("Any", shown)
    assert png is None or opened(png).width == 900


@pytest.mark.parametrize("module", ["bot.discord.client", "bot.render.picture"])
def test_nothing_heavy_is_imported_at_the_start(module: str) -> None:
    code = f"import sys, {module}; assert 'PIL' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
