"""What a web server serves, and what the job process works with."""

from voice import create_app
from voice.collecting import collect_between_steps

collect_between_steps()
app = create_app()
