"""A person outside who chats, in a real browser: every step goes through the shipped page."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, expect

from tests.journeys.outside import PATIENCE, Outside


class Chatter(Outside):
    """Somebody with a chat in their browser window."""

    @property
    def log(self) -> Locator:
        """The messages."""
        return self.page.locator("#log")

    @property
    def box(self) -> Locator:
        """Where messages are written."""
        return self.page.locator("#say")

    @property
    def stands(self) -> Locator:
        """How the chat stands, in words."""
        return self.page.locator("[data-stands]")

    @property
    def card(self) -> Locator:
        """The one question that stands there now."""
        return self.page.locator("#asking")

    def begin(self, door: str = "need_help") -> None:
        """Three taps: the door, chat, and yes, it is safe."""
        self.do("door", door)
        self.do("chat-now")
        self.do("safe-yes")
        expect(self.box).to_be_visible(timeout=PATIENCE)

    def say_text(self, text: str) -> None:
        """Type and send; it stands there at once."""
        self.box.fill(text)
        self.do("say")
        expect(self.message(text)).to_be_visible()

    def message(self, text: str) -> Locator:
        """The message with these words."""
        return self.log.locator(".said", has_text=text)

    def has(self, text: str, status: str = "sent") -> None:
        """This message got as far as that."""
        shown = self.message(text).locator("[data-status]")
        expect(shown).to_have_text(self.say(f"chat.status.{status}"), timeout=PATIENCE)

    def hears(self, text: str) -> None:
        """These words came."""
        expect(self.log.locator(".theirs", has_text=text)).to_be_visible(timeout=PATIENCE)

    def see_words(self) -> str:
        """Look at the private words, skip the practice, and be back in the chat."""
        self.do("chat-words")
        words = self.page.locator('[data-view="words"] ol.words li')
        expect(words).to_have_count(7, timeout=PATIENCE)
        self.words = " ".join(words.all_inner_texts())
        self.do("done")
        expect(self.box).to_be_visible()
        return self.words

    def end(self) -> None:
        """End the chat, and see that it has ended."""
        self.do("chat-box", "end")
        self.do("chat-end")
        expect(self.stands).to_contain_text(self.say("chat.ended"), timeout=PATIENCE)
        expect(self.box).to_be_hidden()

    def transcript(self) -> list[str]:
        """Every text on the screen, from top to bottom."""
        return self.log.locator("[data-words]").all_inner_texts()


def arrives(browser: Browser, url: str, language: str = "en", **look: int) -> Chatter:
    """Open the page on a phone-sized screen."""
    person = Chatter.arrive(browser, url, language, **look)
    assert isinstance(person, Chatter)
    return person


def in_another_tab(person: Chatter, url: str) -> Chatter:
    """The same browser, the same words, a second tab."""
    page = person.context.new_page()
    page.goto(url)
    other = Chatter(person.context, page, person.language, words=person.words)
    other.come_back()
    expect(other.box).to_be_visible(timeout=PATIENCE)
    return other
