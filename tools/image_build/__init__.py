"""How the bootable images are made: packages by mmdebstrap, an initramfs, one disk. Nothing is mounted and no device is made."""
