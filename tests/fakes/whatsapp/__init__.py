"""A test double of the WhatsApp Cloud API over real HTTP, with the people who chat with the business.

`FakeWhatsApp` is the server, `Person` someone with the app open. Lengths, counts, error codes and shapes are those
the platform publishes; where the double is stricter than the platform, the place says so.
"""

from tests.fakes.whatsapp.errors import ApiError
from tests.fakes.whatsapp.faults import Faults
from tests.fakes.whatsapp.hook import Delivery, bodies
from tests.fakes.whatsapp.people import Person
from tests.fakes.whatsapp.server import FakeWhatsApp
from tests.fakes.whatsapp.wire import Call
from tests.fakes.whatsapp.world import Button, Seen

__all__ = ["ApiError", "Button", "Call", "Delivery", "FakeWhatsApp", "Faults", "Person", "Seen", "bodies"]
