"""PID 1 of the small test VM once its root is mounted: runs what it is told by JSON lines on a virtio-serial port.

{"id": 1, "argv": ["ip", "link"], "seconds": 60} → {"id": 1, "code": 0, "output": "…"}; {"id": 2, "argv": []} ends the machine.
"""

import glob
import json
import os
import subprocess
import sys
import time


def main() -> None:
    while not (ports := glob.glob("/dev/vport*p1")):
        time.sleep(0.05)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=False)
    subprocess.run(["modprobe", "-a", "tun", "bridge"], check=False)     # /dev/net/tun is made by udev elsewhere
    with open(ports[0], "r+b", buffering=0) as port:
        port.write(b'{"id": 0, "code": 0, "output": "ready"}\n')
        for line in iter(lambda: read_line(port), b""):
            order = json.loads(line)
            if not order["argv"]:
                break
            code, output = run(order["argv"], order["seconds"])
            port.write(json.dumps({"id": order["id"], "code": code, "output": output}).encode() + b"\n")


def read_line(port: object) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        octet = port.read(1)
        if not octet:
            time.sleep(0.05)        # the other side is not connected at the moment
            continue
        line += octet
    return line


def run(argv: list[str], seconds: float) -> tuple[int, str]:
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds,
                              check=False, cwd="/checkout")
        return done.returncode, done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as error:
        return 124, (error.stdout or b"").decode(errors="replace") + f"\n(no end within {seconds:g} s)"
    except OSError as error:
        return 127, str(error)


try:
    main()
except BaseException as error:
    print(f"control: {error!r}", file=sys.stderr, flush=True)
finally:
    os.sync()
    with open("/proc/sysrq-trigger", "w") as trigger:
        trigger.write("o")
    time.sleep(60)
