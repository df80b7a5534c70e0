"""Reads the lines of all tools, checks that they simulate the same models, and prints the table.

    python3 benches/peers/table.py benches/peers/models.json lines.jsonl

Ends with 1 where mean waits differ by more than chance: a ratio of different models is worth nothing.
"""
import json
import math
import statistics
import sys

# Student's t for 99 % at 6 and 12 degrees of freedom (7 runs each). Seeds are fixed: what agrees once agrees always.
T_ONE, T_TWO = 3.707, 3.055


def interval(line, t=T_ONE):
    return statistics.mean(line["waits"]), t * statistics.stdev(line["waits"]) / math.sqrt(len(line["waits"]))


def disagreements(model, ours, peers):
    """Sentences on the lines of a model that are not of that model."""
    for line in [ours, *peers]:
        mean, half = interval(line)
        expected = model.get("expected_wait")
        if expected and abs(mean - expected) > half:
            yield f"{line['tool']}, {model['name']}: waits {mean:.3f} ± {half:.3f}, theory {expected}"
        if any(abs(count / model["customers"] - 1) > 0.05 for count in line["customers"]):
            yield f"{line['tool']}, {model['name']}: customers {line['customers']} instead of {model['customers']}"
    mine, half = interval(ours, T_TWO)
    for line in peers:
        mean, other = interval(line, T_TWO)
        if abs(mean - mine) > math.hypot(half, other):
            yield f"{line['tool']}, {model['name']}: waits {mean:.3f} ± {other:.3f}, ours {mine:.3f} ± {half:.3f}"


def rates(line):
    """Customers per second: median and best of the runs."""
    each = [count / seconds for count, seconds in zip(line["customers"], line["seconds"])]
    return statistics.median(each), max(each)


def goals(given, found):
    """The goals of the models that have one, against the fastest form of a tool."""
    for model in given["models"]:
        of_model = [line for line in found if line["model"] == model["name"]]
        ours = next(line for line in of_model if line["tool"] == "stellwerk")
        for tool, goal in model.get("goals", {}).items():
            fastest = max(rates(line)[0] for line in of_model if line["tool"].startswith(tool))
            ratio = rates(ours)[0] / fastest
            print(f"G4 {model['name']}: {ratio:.0f} × the faster form of {tool}, goal {goal} ×: "
                  f"{'met' if ratio >= goal else 'NOT met'}")


def main(models, lines):
    with open(models, encoding="utf-8") as file:
        given = json.load(file)
    assert given["runs"] == 7, "the values of t above are for 7 runs"
    with open(lines, encoding="utf-8") as file:
        found = [json.loads(line) for line in file if line.startswith("{")]
    wrong = []
    head = f"{'model':38} {'tool':22} {'mean wait, min (99 %)':>24} {'median/s':>12} {'best/s':>12} {'ours is':>9}"
    print(head + "\n" + "-" * len(head))
    for model in given["models"]:
        of_model = [line for line in found if line["model"] == model["name"]]
        ours = next(line for line in of_model if line["tool"] == "stellwerk")
        peers = [line for line in of_model if line["tool"] != "stellwerk"]
        wrong.extend(disagreements(model, ours, peers))
        for line in [ours, *peers]:
            (mean, half), (median, best) = interval(line), rates(line)
            ratio = f"{rates(ours)[0] / median:8.0f}×" if line is not ours else ""
            wait = f"{mean:.2f} ± {half:.2f}"
            tool = f"{line['tool']} {line['version']}"
            print(f"{model['name']:38} {tool:22} {wait:>24} {median:12,.0f} {best:12,.0f} {ratio:>9}")
    print("\nCustomers per second, one core; ratio of medians. "
          f"Each tool: {given['runs']} runs with fixed seeds, each of about "
          f"{' / '.join(format(model['customers'], ',') for model in given['models'])} customers; waits of W2 are those of its largest unit.")
    goals(given, found)
    for sentence in wrong:
        print(f"✗ not the same model: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
