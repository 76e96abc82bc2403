"""deploy/: what its files name exists, and its nginx is run by hand in front of something that answers."""

from __future__ import annotations

import http.server
import json
import re
import socket
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
import yaml

from core.places import ADDRESS, KINDS
from tests.e2e.conftest import ROOT
from tests.e2e.places import free_port, nginx

COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
CONF = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_what_the_compose_file_names_exists():
    services = COMPOSE["services"]
    web = services["web"]
    assert f"server web:{web['command'][-1].partition('=')[2]};" in CONF
    assert set(web["build"]["args"]) == set(re.findall(r"^ARG (\w+)", DOCKERFILE, re.MULTILINE))
    assert (ROOT / "deploy" / web["build"]["context"] / "Dockerfile").exists()
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "core").rglob("*.py"))
    own = [name for name in web["environment"] if name.startswith("LEARNSCOPE_")]
    assert own
    assert [name for name in own if f'"{name}"' not in code] == []
    database = services["db"]["environment"]
    store = web["environment"]["LEARNSCOPE_STORE"]
    assert store.startswith(f"postgresql+psycopg://{database['POSTGRES_USER']}:")
    assert store.endswith(f"@db/{database['POSTGRES_DB']}")
    named = {
        one.partition(":")[0] for service in services.values() for one in service.get("volumes", ())
    }
    assert named - {"./nginx.conf"} == set(COMPOSE["volumes"])
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
    assert "ports" not in web  # nobody gets past the proxy
    assert "ports" not in services["db"]
    text = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    assert "POSTGRES_PASSWORD=" in text
    assert set(re.findall(r"PASSWORD:-", text)) == set()  # none that everybody knows


def test_the_clusters_file_adds_a_head_and_trainers_to_the_same_services():
    text = (ROOT / "deploy" / "compose.cluster.yaml").read_text(encoding="utf-8")
    services = yaml.safe_load(text)["services"]
    assert services.keys() - COMPOSE["services"].keys() == {"head", "trainer"}
    web = services["web"]
    assert COMPOSE["services"]["web"]["command"][-1] in web["command"][-1]
    assert web["environment"]["LEARNSCOPE_ENGINE"] in KINDS
    assert web["environment"][ADDRESS] == "head:6379"
    assert "--port=6379" in services["head"]["command"]
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "core").rglob("*.py"))
    own = [name for name in web["environment"] if name.startswith("LEARNSCOPE_")]
    assert [name for name in own if f'"{name}"' not in code] == []
    required = (ROOT / "requirements-cluster.txt").read_text(encoding="utf-8").split()
    for service in services.values():
        ray = service["build"]["args"]["EXTRAS"].split()[-1]
        assert ray in required
        assert service["environment"]["RAY_AUTH_TOKEN"].startswith("${RAY_AUTH_TOKEN:?")
        assert "ports" not in service
        assert set(service.get("depends_on", ())) <= set(services)
    flags = set(
        re.findall(r"--([a-z-]+)", " ".join(str(one["command"]) for one in services.values()))
    )
    assert {"head", "port", "address", "block", "num-cpus"} <= flags


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        said = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args):
        pass


@contextmanager
def answering():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_its_nginx_passes_on_what_matters_and_no_figures(tmp_path):
    port = free_port()
    with answering() as behind:
        inner = CONF.partition("http {")[2].rpartition("}")[0]
        inner = inner.replace("web:8501", f"127.0.0.1:{behind}").replace(
            "listen 80;", f"listen 127.0.0.1:{port};"
        )
        with nginx(tmp_path, inner, port):
            address = f"http://127.0.0.1:{port}"
            asked = urllib.request.Request(f"{address}/mlp", headers={"Host": "learn.example:81"})
            with urllib.request.urlopen(asked) as answer:
                seen = {name.lower(): value for name, value in json.load(answer).items()}
            assert seen["host"] == "learn.example:81"
            assert seen["x-forwarded-for"] == "127.0.0.1"
            for path in ("/metrics", "/_stcore/metrics"):
                with pytest.raises(urllib.error.HTTPError) as refused:
                    urllib.request.urlopen(address + path)
                assert refused.value.code == 403
            with socket.create_connection(("127.0.0.1", port)) as raw:
                upgrade = b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                raw.sendall(b"GET /learnscope/live/x HTTP/1.1\r\nHost: h\r\n" + upgrade)
                said = b""
                while b"}" not in said and (more := raw.recv(4096)):
                    said += more
                assert re.search(rb'"Upgrade": "websocket"', said)
