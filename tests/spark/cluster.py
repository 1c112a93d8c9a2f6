"""A standalone Spark cluster of this machine alone: a master and two workers on loopback."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

import pyspark
from pyspark.sql import SparkSession

LOOPBACK = "127.0.0.1"
WORKERS = 2
MEMORY = "1g"
PATIENCE = 120
SETTINGS = {
    "spark.driver.bindAddress": LOOPBACK,
    "spark.driver.host": LOOPBACK,
    "spark.executor.cores": "1",
    "spark.executor.memory": "768m",
    "spark.scheduler.maxRegisteredResourcesWaitingTime": "60s",
    "spark.scheduler.minRegisteredResourcesRatio": "1.0",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def running_cluster(folder: Path) -> Iterator[str]:
    """Give the address of a master that has two workers; all end with the block."""
    with ExitStack() as stack:
        start = _starter(stack, folder)
        log = start("master", "master.Master", "--host", LOOPBACK, "--port", "0", "--webui-port", "0")
        address = _found(r"Starting Spark master at (spark://\S+)", log)
        logs = []
        for number in range(1, WORKERS + 1):
            name, own = f"worker-{number}", folder / f"work-{number}"
            place = ("--host", LOOPBACK, "--port", "0", "--webui-port", "0", "--work-dir", str(own))
            logs.append(start(name, "worker.Worker", *place, "--cores", "1", "--memory", MEMORY, address))
        for log in logs:
            _found(r"(Successfully registered with master)", log)
        yield address


@contextmanager
def session_on(address: str, folder: Path) -> Iterator[SparkSession]:
    """Open an application on the cluster, with one executor of one core on each worker."""
    builder = SparkSession.builder.master(address).appName("parindex").config("spark.local.dir", str(folder))
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def _starter(stack: ExitStack, folder: Path) -> Callable[..., Path]:
    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": "-Dspark.ui.enabled=false",
    }

    def start(name: str, what: str, *words: str) -> Path:
        log = folder / f"{name}.log"
        command = [str(home / "bin/spark-class"), f"org.apache.spark.deploy.{what}", *words]
        output = stack.enter_context(log.open("w"))
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        stack.callback(_stop, process)
        return log

    return start


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _found(pattern: str, log: Path) -> str:
    """Wait until a log says something; a cluster that does not come says why in its log."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        said = re.search(pattern, log.read_text(errors="replace"))
        if said is not None:
            return said[1]
        sleep(0.1)
    raise TimeoutError(log.read_text(errors="replace"))
