"""What hosts measured of VMs and volumes: one row for each look, deleted after a while."""

from sqlalchemy import Float, Index, PrimaryKeyConstraint, Table
from sqlalchemy.schema import Column

from .columns import INNODB, big, metadata, num

vm_stat = Table(                 # since the look before, `seconds` ago
    "vm_stat", metadata, big("vm_id", default=None), big("at", default=None), num("seconds"),
    Column("cpu", Float, nullable=False, server_default="0"),        # percent of all that it has
    big("memory_kib"), big("memory_free_kib"), big("read_kib"), big("write_kib"),  # of memory: what its host gives it, what the guest leaves free
    big("read_ops"), big("write_ops"), big("received_kib"), big("sent_kib"),
    PrimaryKeyConstraint("vm_id", "at"), Index("ix_vm_stat_at", "at"), **INNODB)

volume_stat = Table(
    "volume_stat", metadata, big("volume_id", default=None), big("at", default=None), num("seconds"), big("read_kib"), big("write_kib"),
    big("read_ops"), big("write_ops"), PrimaryKeyConstraint("volume_id", "at"), Index("ix_volume_stat_at", "at"), **INNODB)
