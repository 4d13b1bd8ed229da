"""The router's key: made here by openssl(1), which the image has anyway; the private half never leaves the machine."""

from common.exec import CommandFailed, Runner

ARGV = ("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-batch", "-keyout", "/dev/stdout")
END_OF_KEY = "-----END PRIVATE KEY-----\n"


def make_key(name: str, run: Runner) -> tuple[bytes, bytes]:
    """A P-256 key and a CSR for it, PEM. The name is only a hint: the manager decides what it certifies. Raises CommandFailed."""
    argv = [*ARGV, "-subj", f"/CN={name}"]
    key, end, csr = run(argv, timeout=120).out.partition(END_OF_KEY)
    if not end or "CERTIFICATE REQUEST" not in csr:
        raise CommandFailed(argv, 0, "its answer holds no key and request")
    return (key + end).encode(), csr.encode()
