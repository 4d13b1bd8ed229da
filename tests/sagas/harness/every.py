"""One harness proves every saga (DESIGN 3). A saga's test gives a `World`; `cases(saga, params)` are the faults; `play` runs one.

```python
@pytest.mark.parametrize("case", cases(VM_START, PARAMS), ids=str)
def test_start(case: Case, db_url: str) -> None:
    play(case, VM_START, StartWorld(db_url))
```
"""

from tests.sagas.harness.cases import Case, cases
from tests.sagas.harness.faults import Crash, FaultyDatabase
from tests.sagas.harness.hosts import FencedHosts
from tests.sagas.harness.play import QUICK, World, play, run_once
from tests.sagas.harness.rows import fresh

__all__ = ["QUICK", "Case", "Crash", "FaultyDatabase", "FencedHosts", "World", "cases", "fresh", "play", "run_once"]
