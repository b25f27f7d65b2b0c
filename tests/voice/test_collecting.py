"""Collecting: a row’s state that is told of its row’s end while room is made for it keeps its attributes."""

import subprocess
import sys

STATES = """
import gc, time, weakref
{first}

class State: pass
class Row: pass

def state():
    made = State()
    made.key, made.path, made.run = object(), (object(),), 1
    return made

settled = [state() for _ in range(64)]  # from now on a later attribute has no place of its own
settled[0].one_more = settled[1].and_another = None
told, kept = 0, []
for _ in range(500):
    gc.set_threshold(1_000_000)
    one, row = state(), Row()
    row.itself = row

    def late(_, one=one):
        global told
        told += 1
        one.late = None

    kept.append((one, weakref.ref(row, late)))
    del row
    crowd = [dict() for _ in range(200)]  # more than Python keeps ready, so that the next is made anew
    gc.set_threshold(1, 1, 1)
    one.late = None
    del crowd
time.sleep(0.5)
print(told)
"""


def test_no_attribute_is_freed_twice():
    first = "from voice.collecting import collect_between_steps as start; start(); start()"
    ran = subprocess.run([sys.executable, "-c", STATES.format(first=first)], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert int(ran.stdout) > 0
