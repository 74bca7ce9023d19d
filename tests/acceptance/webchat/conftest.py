"""One program and one browser for all tests here; a context of its own, so a person of its own, for each test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.acceptance.webchat.desk import answer
from tests.acceptance.webchat.office import Office, opened
from tests.acceptance.webchat.program import Program, running
from tests.acceptance.webchat.visit import Visit

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return path or pytest.skip("the web chat is tested in Chromium; install it, e.g. apt-get install chromium")


@pytest.fixture(scope="session")
def program(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with running(tmp_path_factory.mktemp("webchat")) as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        await browser.close()


Visiting = Callable[..., Awaitable[Visit]]


@pytest_asyncio.fixture(loop_scope="session")
async def visiting(browser: Browser, program: Program) -> AsyncIterator[Visiting]:
    """A person with a browser of their own, its size and wishes as `Browser.new_context` takes them."""
    contexts = []

    async def visit(**wishes: Any) -> Visit:
        wishes = {"viewport": {"width": 360, "height": 640}, "locale": "id-ID", **wishes}
        context = await browser.new_context(**wishes)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        visit = Visit(await context.new_page(), program.url)
        visit.watch()
        return visit

    yield visit
    for context in contexts:
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(visiting: Visiting) -> Visit:
    """A person with a small phone."""
    return await visiting()


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A service of the test's own, where whoever opens the page is an official."""
    async with opened(tmp_path / "ikm.db", answer) as office:
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def official(visiting: Visiting, office: Office) -> Visit:
    """An official with a small phone, come by an invitation."""
    visit = replace(await visiting(reduced_motion="reduce"), url=office.url)
    await visit.open("/s/u_AbC123-_xYz")
    return visit
