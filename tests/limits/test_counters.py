from pathlib import Path

from memfit.limits.contract import Detail
from memfit.limits.counters import CountersV1, CountersV2
from memfit.model.recording import How, Measured
from tests.limits.trees import v1_memory, v2


def written(directory: Path, texts: dict[str, str]) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (directory / name).write_text(text)
    return directory


def test_v1_counts_tmpfs_as_anonymous(tmp_path: Path):
    stat = "rss 1\ncache 2\nshmem 3\ntotal_rss 100\ntotal_cache 50\ntotal_shmem 20\n"
    texts = v1_memory(stat=stat, usage_in_bytes="160\n", max_usage_in_bytes="170\n")
    counters = CountersV1(written(tmp_path, texts))

    assert counters.usage() == 160
    assert counters.detail() == Detail(anonymous=120, page_cache=30)
    assert counters.peak() == Measured(170, How.EXACT, "memory.max_usage_in_bytes")
    assert counters.pressure() is None
    counters.close()


def test_v2_counts_tmpfs_as_anonymous(tmp_path: Path):
    texts = v2("memory") | {
        "memory.current": "160\n",
        "memory.peak": "170\n",
        "memory.stat": "anon 100\nfile 50\nkernel 7\nshmem 20\nfile_mapped 1\nanon_thp 9\n",
        "memory.events": "low 0\nhigh 0\nmax 12\noom 2\noom_kill 3\noom_group_kill 0\n",
        "memory.pressure": "some avg10=0.00 avg60=1.50 avg300=0.00 total=12345\n"
        "full avg10=0.00 avg60=0.00 avg300=0.00 total=99\n",
    }
    counters = CountersV2(written(tmp_path, texts))

    assert counters.usage() == 160
    assert counters.detail() == Detail(anonymous=120, page_cache=30)
    assert counters.peak() == Measured(170, How.EXACT, "memory.peak")
    assert counters.oom_kills() == 3
    assert counters.pressure() == 12345
    counters.close()


def test_before_linux_5_19_v2_keeps_no_peak(tmp_path: Path):
    texts = v2("memory")
    del texts["memory.peak"]
    counters = CountersV2(written(tmp_path, texts))

    assert counters.peak() is None
    assert counters.usage() == 0
    counters.close()


def test_v1_kills_in_sub_groups_are_added(tmp_path: Path):
    written(tmp_path, v1_memory(oom_control="oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"))
    nested = v1_memory(oom_control="oom_kill_disable 0\nunder_oom 0\noom_kill 2\n")
    written(tmp_path / "a", nested)
    written(tmp_path / "a" / "b", nested)
    counters = CountersV1(tmp_path)

    assert counters.oom_kills() == 5
    counters.close()


def test_v1_without_the_kill_counter_knows_no_kills(tmp_path: Path):
    written(tmp_path, v1_memory(oom_control="oom_kill_disable 0\nunder_oom 0\n"))
    counters = CountersV1(tmp_path)

    assert counters.oom_kills() is None
    counters.close()


def test_counters_that_do_not_exist_say_nothing(tmp_path: Path):
    for kind in (CountersV1, CountersV2):
        counters = kind(tmp_path / "gone")

        assert counters.usage() is None
        assert counters.detail() is None
        assert counters.peak() is None
        assert counters.oom_kills() is None
        assert counters.pressure() is None
        counters.close()
        counters.close()
