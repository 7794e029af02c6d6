"""The progress of an experiment: plain lines, or one status line on a terminal."""

from io import StringIO

from memfit.experiment.progress import Progress


def test_without_a_terminal_a_run_has_two_lines():
    stream = StringIO()
    progress = Progress(stream)
    progress.begin("run 2", "does it pass?", 90.0)
    progress.waiting(3.0)
    progress.end("passed in 4.0 s")

    assert stream.getvalue() == (
        "memfit: run 2 (does it pass?), about 90 s left\nmemfit:   passed in 4.0 s\n"
    )


def test_on_a_terminal_the_time_left_runs_down():
    stream = StringIO()
    progress = Progress(stream, lambda: 80)
    progress.begin("run 2", "", 90.0)
    progress.waiting(30.0)

    assert stream.getvalue().split("\r\x1b[2K")[1:] == [
        "memfit: 0 s, about 90 s left  run 2",
        "memfit: 30 s, about 60 s left  run 2",
    ]


def test_the_status_line_fits_and_holds_nothing_that_the_terminal_acts_on():
    stream = StringIO()
    progress = Progress(stream, lambda: 40)
    progress.begin("run \x1b[31m" + "x" * 100, "why", None)

    (line,) = stream.getvalue().split("\r\x1b[2K")[1:]
    assert len(line) < 40
    assert "\x1b" not in line


def test_a_long_result_breaks_between_words_on_a_terminal():
    stream = StringIO()
    progress = Progress(stream, lambda: 60)
    progress.begin("run 2: 4 batches, each in fresh processes", "does it hold each time?", None)
    progress.end("passed in 7.6 s, peak 145 MB")

    assert stream.getvalue().rpartition("\x1b[2K")[2] == (
        "memfit: run 2: 4 batches, each in fresh processes (does it\n"
        "        hold each time?): passed in 7.6 s, peak 145 MB\n"
    )


def test_a_reader_that_has_gone_does_not_end_the_runs():
    class Gone(StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    Progress(Gone()).say("anything")
