"""memfit finds out why a test run or a build runs out of memory, proves it, and makes it fit.

The words of the code, the same everywhere:

run: one execution of a command (noun only).  recording: what one run left on disk.
tick: the instant at which memory is read; sample: what was read then.
process: one process of the tree, from fork to exit; worker: a runner's child that runs tests.
limit: enforced by something; budget: promised; headroom: limit minus peak.
ending: how a run ended; verdict: the first thing memfit says about it.

Bytes are `int`, seconds are `float` on the monotonic clock since the recording started,
absent is `None` and never 0.
"""

__version__ = "0.1.0"
