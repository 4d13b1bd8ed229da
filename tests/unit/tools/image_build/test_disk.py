"""The partition table of the images."""

import struct

from tools.image_build.disk import FAT, LINUX, MIB, Partition, partition_table


def test_table_is_a_boot_sector_with_two_partitions() -> None:
    sector = partition_table([Partition(FAT, MIB, 32 * MIB, active=True), Partition(LINUX, 33 * MIB, 64 * MIB)], signature=0x01020304)
    assert len(sector) == 512
    assert sector[510:] == b"\x55\xaa"
    assert struct.unpack_from("<I", sector, 440) == (0x01020304,)
    first, second = (struct.unpack_from("<B3xB3xII", sector, 446 + 16 * i) for i in range(2))
    assert first == (0x80, FAT, 2048, 65536)
    assert second == (0, LINUX, 67584, 131072)
    assert sector[446 + 32:510] == bytes(32)


def test_boot_code_area_is_left_free() -> None:
    assert partition_table([Partition(FAT, MIB, MIB)], signature=0)[:440] == bytes(440)
