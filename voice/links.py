"""Links: a way in for one young person who is not in school – a ticket, as an address.

A link is shown once, on the page that answers the button: nobody, ourselves included, can read it out again.
"""

from flask import Blueprint, current_app, render_template
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import SelectField
from wtforms.validators import InputRequired

from surveys.base import now
from surveys.places import places_ahead
from surveys.tickets import make_tickets, printed
from surveys.workers import Role
from voice.access import allow
from voice.database import session
from voice.qr import pupils_address, qr_svg
from voice.seal import Seal

pages = Blueprint("links", __name__)


class LinkForm(FlaskForm):
    place = SelectField(
        "Wave and school",
        description="The school where the young person is on roll, or which they would go to.",
        validators=[InputRequired("Choose a wave and a school from the list.")],
        invalid_choice_message="Choose a wave and a school from the list.",
    )


@pages.route("/links", methods=["GET", "POST"])
@allow(Role.LEAD, Role.YOUTH_WORKER)
def make_link() -> str:
    form = LinkForm()
    places = {place.id: place for place in places_ahead(session(), on=now().date())}
    form.place.choices = {place.id: f"{place.wave.name} – {place.school.name}" for place in places.values()}
    if not form.validate_on_submit():
        return render_template("links/make.html", form=form, place=None)
    place = places[form.place.data]
    seal: Seal = current_app.extensions["voice_seal"]
    [link] = make_tickets(
        session(), place=place, count=1, mark=seal.mark_of_ticket, on=now().date(), is_link=True
    )
    session().commit()
    address = pupils_address(link)
    return render_template(
        "links/make.html",
        form=form,
        place=place,
        address=address,
        start=pupils_address(),
        code=printed(link),
        qr=Markup(qr_svg(address, told="A square that a phone’s camera reads: it opens the link above.")),
    )
