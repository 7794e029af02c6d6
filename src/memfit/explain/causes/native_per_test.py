"""native-per-test: memory outside of V8's heap grows with test files, and the heap does not."""

from memfit.explain.causes import remedies
from memfit.explain.causes.climbs import Climb, heap_climbs, native, native_climbs
from memfit.explain.causes.context import Context
from memfit.explain.causes.frames import module_of, only_file
from memfit.explain.causes.statement import blame, sampled, state, stream
from memfit.explain.naming import name
from memfit.explain.series import value_at
from memfit.model.finding import Evidence, Finding
from memfit.model.recording import How
from memfit.units import format_bytes

CAUSE = "native-per-test"


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if native memory grew more than any heap."""
    climbs = native_climbs(context)
    heaps = heap_climbs(context)
    if not climbs or (heaps and heaps[0].gain >= climbs[0].gain):
        return ()
    found = _finding(context, climbs)
    return (found,) if found is not None else ()


def against(context: Context) -> str | None:
    """Say what was held outside of the heap, where it did not grow."""
    if native_climbs(context) or not context.courses:
        return None
    each = context.courses[0]
    outside = value_at(native(each), each.until)
    if outside is None:
        return None
    return f"memory outside of V8's heap did not grow; it was {format_bytes(outside)} at the end"


def _finding(context: Context, climbs: tuple[Climb, ...]) -> Finding | None:
    climb = climbs[0]
    each = climb.course
    who = name(each.process) if each.process is not None else f"isolate {each.isolate.name}"
    external = value_at(each.isolate.external, each.until)
    seen = f"; V8 knows of {format_bytes(external)} of it" if external is not None else ""
    evidence = [
        Evidence(f"native memory more a {climb.unit}", climb.rate, How.SAMPLED, stream(each)),
        Evidence(f"{climb.unit}s that it went on for", climb.files, How.EXACT, stream(each)),
        sampled("used heap at the end of it", each.held, each),
    ]
    if external is not None:
        evidence.append(sampled("external memory at the end of it", external, each))
    gain = sum(other.gain for other in climbs) if context.tree_hit_limit else climb.gain
    return state(
        context, CAUSE,
        f"{who} grew outside of V8's heap by {format_bytes(int(climb.rate))} a {climb.unit} over "
        f"{climb.files} of them (sampled), its heap held {format_bytes(each.held)}{seen}",
        blame(each, phase="tests", module=module_of(each, context.recording), file=only_file(each, context.recording)), tuple(evidence), explains=gain,
        remedies=remedies.release(
            "Close what holds memory outside of the heap: databases, WebAssembly, servers, images",
            "afterEach / afterAll: await db.close(); one instance a file, a rolled back transaction a test",
        ),
    )  # fmt: skip
