from dataclasses import replace

import pytest

from memfit.explain.advice import round_size
from memfit.explain.verdict import explain
from memfit.model.recording import EndedBy, Role
from tests.explain.build import MB, kills, printed, process, recording

ALWAYS = (
    "memfit explain .memfit/recordings/one --format json",
    "memfit export .memfit/recordings/one --sqlite run.sqlite",
)
OOM = (kills(0, 0, 0, 0), kills(5.1, 1, 1, 1))
VICTIM = process(0, "node x.js", Role.MAIN, rss=500, ended=5.0, signal=9)


def advice(run):
    """What to type next, but for the experiments, which have tests of their own."""
    return tuple(each for each in explain(run).next_commands if "investigate" not in each)


def test_after_a_death_of_memory_its_cause_can_be_proved():
    run = recording(VICTIM, signal=9, memory=512, peak=512, oom_kills=OOM)

    assert explain(run).next_commands[0] == "memfit investigate --memory 512m -- vitest run"


@pytest.mark.parametrize("fields", [{}, {"code": 1}, {"signal": 15}])
def test_nothing_is_to_be_proved_where_memory_ended_nothing(fields):
    assert not any("investigate" in each for each in explain(recording(**fields)).next_commands)


def test_a_command_with_a_masked_secret_cannot_be_proved():
    run = recording(
        VICTIM, signal=9, memory=512, oom_kills=OOM, command=("vitest", "--token", "***")
    )

    assert not any("investigate" in each for each in explain(run).next_commands)


def test_without_a_limit_the_next_run_has_one_a_little_above_the_peak():
    assert advice(recording(peak=420)) == ("memfit run --memory 512m -- vitest run", *ALWAYS)


def test_a_limit_that_held_needs_no_other_run():
    assert advice(recording(memory=1024, peak=420)) == ALWAYS


def test_after_an_oom_kill_the_next_run_has_a_larger_limit():
    run = recording(VICTIM, signal=9, memory=512, peak=512, oom_kills=OOM)

    assert advice(run)[0] == "memfit run --memory 768m -- vitest run"


def test_after_over_budget_the_next_run_has_a_larger_limit_and_the_doctor_is_named():
    run = recording(ended_by=EndedBy.WATCHDOG, signal=9, memory=512, how="watchdog", peak=700)

    assert advice(run)[:2] == ("memfit run --memory 1g -- vitest run", "memfit doctor")


def test_no_limit_is_suggested_that_this_machine_cannot_give():
    run = recording(VICTIM, signal=9, memory=512, around=600, peak=512, oom_kills=OOM)

    assert advice(run) == ALWAYS


def test_after_a_heap_limit_the_next_run_has_twice_the_heap():
    fatal = printed("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap ...")
    node = process(0, "node x.js", Role.MAIN, heap=250.0, heap_limit=256 * MB, signal=6)
    run = recording(
        node, signal=6, memory=2048, peak=300, output=(fatal,), environment={"NODE_OPTIONS": "-r x"}
    )

    assert advice(run)[0] == (
        "env 'NODE_OPTIONS=-r x --max-old-space-size=512' memfit run --memory 2g -- vitest run"
    )


def test_a_flag_on_the_command_line_is_doubled_where_it_stands():
    words = ("node", "--max-old-space-size=100", "x.js")
    node = process(0, " ".join(words), Role.MAIN, heap=98.0, heap_limit=100 * MB, signal=6)

    assert advice(recording(node, signal=6, peak=200, command=words))[0] == (
        "memfit run -- node --max-old-space-size=200 x.js"
    )


def test_a_flag_that_the_command_does_not_show_cannot_be_changed():
    node = process(
        1, "node --max_old_space_size=100 x.js", heap=98.0, heap_limit=100 * MB, signal=6
    )
    run = recording(process(0, "npm test", Role.WRAPPER), node, code=1, peak=200)

    assert advice(run) == ALWAYS


def test_an_interrupted_run_is_to_be_run_again_as_it_was():
    run = recording(ended_by=EndedBy.INTERRUPT, signal=2, memory=1536, peak=3)

    assert advice(run)[0] == "memfit run --memory 1536m -- vitest run"


def test_a_run_in_a_container_is_to_be_run_there_again():
    run = recording(ended_by=EndedBy.INTERRUPT, code=130, how="container")
    run = replace(run, limits=replace(run.limits, image="node:20"))

    assert advice(run)[0] == "memfit run --container node:20 -- vitest run"


def test_one_ceiling_stands_in_a_suggested_environment():
    fatal = printed("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap ...")
    node = process(0, "node x.js", Role.MAIN, heap=62.0, heap_limit=64 * MB, signal=6)
    given = {"NODE_OPTIONS": "--max-old-space-size=64 --expose-gc"}
    run = recording(node, signal=6, memory=2048, peak=300, output=(fatal,), environment=given)

    assert "'NODE_OPTIONS=--expose-gc --max-old-space-size=128'" in advice(run)[0]


def test_settings_that_the_shell_held_stand_before_every_run():
    given = {"CI": "true", "NODE_OPTIONS": "-r ./x.cjs", "VITEST_MAX_FORKS": "2"}
    run = recording(VICTIM, signal=9, memory=512, peak=512, oom_kills=OOM, environment=given)
    before = "env 'NODE_OPTIONS=-r ./x.cjs' VITEST_MAX_FORKS=2 memfit"

    assert explain(run).next_commands[:2] == (
        f"{before} investigate --memory 512m -- vitest run",
        f"{before} run --memory 768m -- vitest run",
    )


def test_a_setting_with_a_masked_secret_is_left_to_the_shell():
    given = {"NODE_OPTIONS": "--title=***", "UV_THREADPOOL_SIZE": "2"}

    assert advice(recording(peak=420, environment=given))[0] == (
        "env UV_THREADPOOL_SIZE=2 memfit run --memory 512m -- vitest run"
    )


@pytest.mark.parametrize(
    ("ended_by", "found"), [(EndedBy.INTERRUPT, " --timeout 90s"), (EndedBy.TIMEOUT, "")]
)
def test_a_timeout_holds_for_the_next_run_unless_it_was_too_short(ended_by, found):
    run = recording(ended_by=ended_by, signal=2, peak=3)
    run = replace(run, limits=replace(run.limits, timeout=90.0))

    assert advice(run)[0] == f"memfit run{found} -- vitest run"


def test_a_command_that_could_not_be_started_is_not_suggested_again():
    assert advice(recording(code=127, peak=3)) == ALWAYS


def test_a_command_with_a_masked_secret_cannot_be_typed_again():
    run = recording(peak=420, command=("deploy", "--token", "***"))

    assert advice(run) == ALWAYS


@pytest.mark.parametrize(
    ("mb", "text"), [(1, "64m"), (64, "64m"), (65, "96m"), (900, "1g"), (1025, "2g")]
)
def test_sizes_are_round(mb, text):
    assert round_size(mb * MB)[0] == text


def test_no_size_is_round_enough_beyond_the_largest():
    assert round_size(1 << 50) is None
