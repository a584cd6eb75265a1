"""Servers that settings name are asked once before anything is started."""

import pytest

from competedexter.foundation.settings import Settings
from competedexter.supervisor.errors import DoesNotAnswer
from competedexter.supervisor.outside import require_answering
from tests.services import Services


@pytest.mark.parametrize("setting", ["redis_url", "cache_redis_url", "dramatiq_broker_url"])
def test_a_server_that_does_not_answer_is_named_by_its_setting(setting: str) -> None:
    with pytest.raises(DoesNotAnswer, match=f"^{setting.upper()} names a server that does not answer"):
        require_answering(Settings.model_validate({setting: "redis://127.0.0.1:1/0"}))


@pytest.mark.services
def test_one_that_answers_is_fine_and_none_named_is_too(services: Services) -> None:
    require_answering(Settings(redis_url=services.redis_url))
    require_answering(Settings(redis_url="", cache_redis_url="", dramatiq_broker_url=""))
