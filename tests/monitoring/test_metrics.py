"""The numbers, as Prometheus reads them."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring.metrics import Metrics


def samples(metrics: Metrics) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every number under its name and the values of its labels."""
    families = text_string_to_metric_families(metrics.exposition().decode())
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_questions_are_counted_by_command_and_status() -> None:
    metrics = Metrics()
    metrics.question("when", "answered", 0.002)
    metrics.question("when", "answered", 0.004)
    metrics.question("when", "not_found", 0.004)
    metrics.reply("when", 0.3)
    told = samples(metrics)
    assert told["chronicler_questions_total", ("when", "answered")] == 2
    assert told["chronicler_questions_total", ("when", "not_found")] == 1
    assert told["chronicler_lookup_seconds_sum", ("when",)] == 0.01
    assert told["chronicler_reply_seconds_count", ("when",)] == 1


def test_outcomes_of_posts_are_there_before_the_first_post() -> None:
    metrics = Metrics()
    metrics.post("late")
    told = samples(metrics)
    assert [told["chronicler_posts_total", (outcome,)] for outcome in ("sent", "late", "failed")] == [0, 1, 0]


def test_a_new_pack_takes_the_place_of_the_one_before() -> None:
    metrics = Metrics()
    metrics.pack("old", "1", {"event": 3, "fact": 4})
    metrics.pack("new", "2", {"event": 5})
    told = samples(metrics)
    assert {labels for name, labels in told if name == "chronicler_pack_info"} == {("new", "2")}
    entries = {labels: value for (name, labels), value in told.items() if name == "chronicler_pack_entries"}
    assert entries == {("event",): 5}


def test_the_process_tells_of_itself() -> None:
    assert samples(Metrics())["process_resident_memory_bytes", ()] > 0
