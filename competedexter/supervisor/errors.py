"""What can go wrong while the product starts; each ends `up` with its sentence and exit code.

StartError (foundation/embedded/errors.py)
  PortInUse . PortForbidden . HostNotHere . DoesNotAnswer . BuildFailed . KeepsFailing . NotReady . StepFailed
"""

import os
from typing import ClassVar

from competedexter.foundation.embedded.errors import StartError


class PortInUse(StartError):
    code = "port_in_use"
    exit_code = os.EX_UNAVAILABLE
    sentence = "Port {port} is in use by another program. Stop it, or choose another one: PORT={other} make run"


class PortForbidden(StartError):
    code = "port_forbidden"
    exit_code = os.EX_NOPERM
    sentence = "This user may not open port {port} on {host}. Set PORT to one above 1023."


class HostNotHere(StartError):
    code = "host_not_here"
    exit_code = os.EX_CONFIG
    sentence = "HOST {host} is no address of this machine. Set one it has, or 0.0.0.0 for all of them."


class DoesNotAnswer(StartError):
    code = "does_not_answer"
    exit_code = os.EX_UNAVAILABLE
    sentence = "{setting} names a server that does not answer ({reason}). Start it, or leave {setting} empty."


class BuildFailed(StartError):
    code = "build_failed"
    exit_code = os.EX_SOFTWARE
    sentence = "The pages could not be built (exit code {exit_code_of_build}); the lines above say why."


class KeepsFailing(StartError):
    code = "keeps_failing"
    exit_code = os.EX_SOFTWARE
    sentence = "{name} ended {times} times while starting (last exit code {last}); its lines above say why."


class NotReady(StartError):
    code = "not_ready"
    exit_code = os.EX_SOFTWARE
    sentence = "{who} did not get ready within {seconds:.0f} seconds; the lines above may say why."


class StepFailed(StartError):
    """A step that is a program of its own has told its reason already."""

    code = "step_failed"
    exit_code: ClassVar[int] = os.EX_SOFTWARE
    sentence = "{step} did not succeed; its lines above say why."

    def __init__(self, *, step: str, exit_code: int) -> None:
        super().__init__(step=step)
        self.exit_code = exit_code if 0 < exit_code < 128 else os.EX_SOFTWARE  # type: ignore[misc]  # the step's own code


class StopRequested(Exception):
    pass
