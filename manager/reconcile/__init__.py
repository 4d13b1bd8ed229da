"""Reconcilers keep true what must stay true (DESIGN 3). Each takes no input, is idempotent, and runs on a timer and on a signal.

```python
@reconciler("routers", every=timedelta(seconds=30))
async def routers(services: Services) -> None: ...
```

`signal(tx, "routers")` makes it due once the transaction has been committed. Each runs on one node at a time, under a row of `lease`;
with `node_local=True` every node runs its own.
"""

from manager.reconcile.declare import RECONCILERS, Reconciler, reconciler, signal
from manager.reconcile.runner import Runner

__all__ = ["RECONCILERS", "Reconciler", "Runner", "reconciler", "signal"]
