"""A bare Flask page, the yardstick: as many requests as a pupil’s journey makes, and nothing behind them."""

from flask import Flask, request

app = Flask(__name__)


@app.route("/", methods=["GET", "POST"])
@app.route("/answers", methods=["POST"])
@app.route("/thank-you")
def hello() -> str:
    request.get_data()  # a server drops a connection whose form nobody has read
    return '<form><input name="form" value="bare"></form><h1>Thank you</h1>'
