"""Sagas: durable workflows of steps with undos. Declare with Saga, Tx, Call and Join; begin with start (docs/howto/add-a-saga.md)."""

from manager.saga.ctx import Ctx
from manager.saga.define import REGISTRY, Call, Join, Saga, SagaFailure, Tx, Wait, joins, register
from manager.saga.start import JobInfo, Started, start, start_or_join

__all__ = [
    "REGISTRY", "Call", "Ctx", "JobInfo", "Join", "Saga", "SagaFailure", "Started", "Tx", "Wait", "joins", "register", "start",
    "start_or_join"]
