import sys

import pytest

from common.exec import CommandFailed, Output, Scripted, run


def test_output_and_input():
    done = run([sys.executable, "-c", "import sys; print(sys.stdin.read().upper()); print('e', file=sys.stderr)"], stdin="abc")
    assert done == Output(0, "ABC\n", "e\n")


def test_a_failure_says_what_the_program_said_and_never_its_input():
    with pytest.raises(CommandFailed, match="bad luck") as failed:
        run([sys.executable, "-c", "import sys; sys.exit('bad luck')"], stdin="secret")
    assert failed.value.code == 1
    assert "secret" not in str(failed.value)
    assert run([sys.executable, "-c", "raise SystemExit(3)"], check=False).code == 3


def test_a_timeout_and_a_missing_program_are_failures():
    with pytest.raises(CommandFailed, match=r"no end within 0\.2 s"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], timeout=0.2)
    with pytest.raises(CommandFailed, match="No such file"):
        run(["/nonexistent/program"])


def test_an_unexpected_command_names_itself():
    scripted = Scripted({("ip", "link"): "ok", ("ip", "link", "del"): Output(1, "", "no such device")})
    assert scripted(["ip", "link", "show"]).out == "ok"
    with pytest.raises(CommandFailed, match="no such device"):
        scripted(["ip", "link", "del", "x"])
    with pytest.raises(AssertionError, match="unexpected command: rm -rf /"):
        scripted(["rm", "-rf", "/"])
    assert [argv for argv, _ in scripted.calls][-1] == ["rm", "-rf", "/"]
