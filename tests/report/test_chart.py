from memfit.explain.verdict import explain
from memfit.model.recording import Role
from memfit.report.chart import HEIGHT, LABEL, WIDTH, chart
from tests.explain.build import kills, process, recording, sampled, series


def drawn(run):
    return chart(explain(run), run)


def column(lines, number):
    """What stands in one column, from the top."""
    return "".join(line.ljust(LABEL + 2 + WIDTH)[LABEL + 2 + number] for line in lines[:HEIGHT])


def test_heap_native_memory_and_page_cache_stand_on_one_another():
    node = process(0, "node a.js", Role.MAIN, rss=90, heap=60, ended=None)
    usage, cache = series((0, 120)), series((0, 20))

    lines = drawn(recording(node, usage=usage, page_cache=cache, memory=4096))

    assert column(lines, 30) == "░░▒▒▒▒██████"


def test_a_spike_of_one_reading_is_drawn():
    usage = sampled([100] * 5100 + [1200] + [100] * 4900, interval=0.001)

    lines = drawn(recording(process(0, ended=None), usage=usage))

    assert [column(lines, at).count("▒") for at in (30, 32, 34)] == [1, 12, 1]


def test_a_limit_that_is_near_is_a_line_and_one_that_is_far_is_words():
    usage = series((0, 100))
    near = drawn(recording(process(0), usage=usage, memory=120, peak=100))
    far = drawn(recording(process(0), usage=usage, memory=4096, peak=100))

    assert near[0].count("╌") == WIDTH
    assert "limit 4.00 GB (above)" in far[-1]
    assert not any("╌" in line for line in far)


def test_the_peak_and_a_kill_are_marked_under_it():
    run = recording(
        process(0, ended=5.0, signal=9, rss=90),
        usage=series((0, 50), (2.5, 90), (5, 10)),
        oom_kills=(kills(0, 0), kills(5.0, 1)),
    )
    marked = next(line for line in drawn(run) if "✕" in line)

    assert marked.index("▲") - LABEL - 2 == WIDTH // 4
    assert marked.index("✕") - LABEL - 2 == WIDTH // 2


def test_lines_fit_into_80_columns():
    run = recording(process(0, ended=None), usage=sampled(range(200)), memory=220)

    assert max(map(len, drawn(run)[: HEIGHT + 3])) <= 80


def test_nothing_is_drawn_of_a_tree_that_was_never_read():
    assert drawn(recording(process(0))) == []
