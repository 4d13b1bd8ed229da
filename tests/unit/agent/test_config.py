from pathlib import Path

import pytest

from agent.config import ConfigError, load


def test_file_then_variables_then_options(tmp_path):
    file = tmp_path / "agent.toml"
    file.write_text('listen = "1.2.3.4:1"\nname = "file"\nthreads = 3\nlog_json = true\n')
    found = load(file, {"PILEUS_AGENT_NAME": "variable", "PILEUS_AGENT_THREADS": "5", "OTHER": "x"}, listen="9.9.9.9:9", name=None)
    assert (found.listen, found.name, found.threads, found.log_json) == ("9.9.9.9:9", "variable", 5, True)
    assert found.dial().endswith(":9")


@pytest.mark.parametrize("text, told", [
    ('colour = "red"', "unknown setting colour"), ("threads = \"many\"", "threads"), ("x = = 1", "agent.toml"), ("listen = 5", "listen")])
def test_mistakes_are_named(tmp_path, text, told):
    file = tmp_path / "agent.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=told):
        load(file, {})


def test_a_file_that_was_asked_for_must_be_there(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        load(tmp_path / "none.toml", {})
    assert load(None, {}).state_dir == Path("/var/lib/pileus-agent")
